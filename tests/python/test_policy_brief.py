"""The briefs: pages, tags, bytes, and that text and numbers cannot disagree."""

from __future__ import annotations

import copy
import csv
import re
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
import typst
import yaml
from conftest import REPO, query
from scipy.stats import norm
from statsmodels.stats.multitest import multipletests

from reporting.brief.analysis_tables import write_analysis_tables
from reporting.brief.check import (
    Disagreement,
    check_text,
    check_values,
    is_tagged,
    page_count,
    text_of,
)
from reporting.brief.content import district_content
from reporting.brief.district import District
from reporting.brief.document import compiled
from reporting.brief.findings import sentences
from reporting.brief.numbers import Found, Hidden, Numbers, written
from reporting.brief.school import chosen_school, school_brief
from reporting.brief.write import policy_brief, write_policy_briefs
from reporting.project import Refused

# labels from the matched comparison up; nothing else may be called an effect
CAUSAL = {
    "randomised",
    "regression_discontinuity",
    "equivalent",
    "equivalent_with_adjustment",
}
# a name of a school as nobody should have to escape it
MARKUP = "P.S. #4 $x^2$ *Bold* _under_ @ref [a] <b> \\ `code` // ="


@pytest.fixture(scope="module")
def connection(example_warehouse: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(example_warehouse), read_only=True)


@pytest.fixture(scope="module")
def district_id(connection: duckdb.DuckDBPyConnection) -> str:
    ((found,),) = connection.execute(
        "select district_id from district.dim_districts"
    ).fetchall()
    return found


@pytest.fixture(scope="module")
def brief(
    connection: duckdb.DuckDBPyConnection, district_id: str
) -> tuple[bytes, Numbers]:
    return policy_brief(connection, district_id)


def test_a_district_with_rosters_only_gets_two_tagged_pages_that_say_what_lacks(
    brief: tuple[bytes, Numbers],
) -> None:
    pdf, _ = brief
    assert page_count(pdf) == 2
    assert is_tagged(pdf)
    text = " ".join(text_of(pdf).split())
    questions = sentences()["questions"]
    for question in ("improving", "programs"):
        assert " ".join(questions[question]["missing"].split()) in text
    for heading in ("Key findings", "Methodology", "Limitations", "Recommendations"):
        assert heading in text


def test_the_files_are_the_same_bytes_every_time(
    example_warehouse: Path, tmp_path: Path, brief: tuple[bytes, Numbers]
) -> None:
    (path,) = write_policy_briefs(example_warehouse, tmp_path)
    assert path.name == "policy_brief.pdf"
    assert path.read_bytes() == brief[0]
    with (tmp_path / "policy_brief_numbers.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(brief[1].told) + len(brief[1].marks)
    for row in rows[:10]:
        ((value,),) = query(example_warehouse, row["query"])
        assert str(value) == row["value"]


def test_a_number_that_the_page_does_not_say_stops_the_brief(
    connection: duckdb.DuckDBPyConnection, brief: tuple[bytes, Numbers]
) -> None:
    pdf, numbers = brief
    check_text(pdf, numbers)
    check_values(connection, numbers)
    wrong = copy.copy(numbers)
    wrong.told = [replace(numbers.told[0], shown="98,765"), *numbers.told[1:]]
    with pytest.raises(Disagreement, match="only the numbers say 98,765"):
        check_text(pdf, wrong)
    wrong.told = numbers.told[1:]
    with pytest.raises(Disagreement, match=r"only the page says [^;]*\d"):
        check_text(pdf, wrong)
    wrong.told = [replace(numbers.told[0], shown="98,765")]
    with pytest.raises(Disagreement, match="98,765"):
        check_values(connection, wrong)
    wrong.told = [replace(numbers.told[0], value=-1)]
    with pytest.raises(Disagreement, match="the warehouse"):
        check_values(connection, wrong)
    wrong.told = [replace(numbers.told[0], suppression_state="suppressed_primary")]
    with pytest.raises(Disagreement, match="suppressed_primary"):
        check_values(connection, wrong)


def test_what_is_hidden_is_never_told(connection: duckdb.DuckDBPyConnection) -> None:
    row = {"unit_key": "x", "value": 3, "suppression_state": "suppressed_primary"}
    hidden = Found(row, "rpt_district__metric_values", ("unit_key",))
    with pytest.raises(Hidden):
        Numbers(connection).number("here", hidden, "value", "count")
    with pytest.raises(Hidden):
        Numbers(connection).drawn("here", hidden, "value", "count")


def test_charts_without_alternative_text_are_refused_and_names_are_no_markup(
    connection: duckdb.DuckDBPyConnection, district_id: str
) -> None:
    about = District(connection, district_id)
    content = district_content(about, 1, 3, 2)
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    content["charts"] = [{"name": "drawn", "title": "A chart", "alt": "What it says"}]
    content["name"] = content["title"] = MARKUP
    pdf = compiled("policy_brief.typ", content, {"drawn": drawing} | drawings(about))
    assert MARKUP in text_of(pdf)
    content["charts"] = [{"name": "drawn", "title": "A chart", "alt": None}]
    with pytest.raises(typst.TypstError, match="alt"):
        compiled("policy_brief.typ", content, {"drawn": drawing} | drawings(about))


def drawings(about: District) -> dict[str, str]:
    return about.pictures.drawings


def texts_in(said: object, path: str = "") -> list[tuple[str, str]]:
    if isinstance(said, dict):
        return [
            pair
            for key, value in said.items()
            for pair in texts_in(value, f"{path}.{key}")
        ]
    return [(path, str(said))]


def test_words_are_plain_and_every_digit_comes_from_a_query() -> None:
    for path, text in texts_in(sentences()):
        assert not re.search(r"\d", re.sub(r"{\w+}", "", text)), f"{path} has digits"
        last = path.rsplit(".", 1)[-1]
        if "effect" in text.lower():
            assert last in CAUSAL | {"reliable", "unreliable"}, f"{path}: {text}"
    templates = sorted((REPO / "reporting/templates").glob("*brief.typ"))
    assert len(templates) == 3
    for path in templates:
        shown = re.findall(r"\[([^\[\]]*)\]", path.read_text(encoding="utf-8"))
        assert not [text for text in shown if re.search(r"\d|effect", text)]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.2775, "percent", "27.8\N{NO-BREAK SPACE}%"),
        # 0.285 is a binary fraction just below, and readers mean what is written
        (0.00285, "+points", "+0.3"),
        (-0.14, "+points", "\N{MINUS SIGN}14.0"),
        (-0.0004, "+points", "0.0"),
        (1234.5, "count", "1,235"),
        (0.305, "sd", "0.31"),
        (2026, "year", "2025\N{EN DASH}26"),
        (2000, "year", "1999\N{EN DASH}00"),
    ],
)
def test_numbers_are_written_as_readers_round(
    value: float, form: str, text: str
) -> None:
    assert written(value, form) == text


def test_rules_name_metrics_and_policies_that_there_are(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    told = connection.execute(
        "select metric_name, policy_id from reference.brief_rules union"
        " select metric_name, policy_id from reference.metric_displays"
    ).fetchall()
    models = {
        path.stem.removeprefix("met_")
        for path in (REPO / "models/metrics/district").rglob("met_*.sql")
    }
    assert {metric for metric, _ in told} <= models
    known = set(
        connection.execute(
            "select metric_name, policy_id from reference.metric_policies"
        ).fetchall()
    )
    # a metric without a policy has one definition, under the name of its model's choice
    with_policies = {metric for metric, _ in known}
    assert {pair for pair in told if pair[0] in with_policies} <= known
    questions = connection.execute(
        "select distinct question from reference.brief_rules"
    ).fetchall()
    assert {name for (name,) in questions} <= sentences()["questions"].keys()
    z = yaml.safe_load((REPO / "dbt_project.yml").read_text())["vars"]["interval_z"]
    ((level,),) = connection.execute(
        "select value from reference.brief_parameters"
        " where parameter = 'interval_level'"
    ).fetchall()
    assert z == pytest.approx(1.959963984540054)
    assert level == 0.95


def test_probabilities_are_those_of_scipy_and_statsmodels_or_above(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    families: dict[tuple[str, ...], list[tuple[float, ...]]] = {}
    for district, question, rule, *numbers in connection.execute(
        "select district_id, question, rule, difference, difference_error, p_value,"
        " p_adjusted from intermediate.int_metrics__values_compared"
    ).fetchall():
        families.setdefault((district, question, rule), []).append(tuple(numbers))
    assert families
    for rows in families.values():
        for difference, error, p_value, _ in rows:
            exact = 2 * norm.sf(abs(difference) / error)
            assert exact <= p_value <= 1
            # Mills' bound is within a fifth of the tail where findings are
            assert abs(difference) / error < 2 or p_value < 1.2 * exact
        adjusted = multipletests([row[2] for row in rows], method="fdr_bh")[1]
        assert [row[3] for row in rows] == pytest.approx(adjusted, rel=1e-9)


def test_a_school_gets_one_page_and_a_wrong_name_an_answer(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    district, key, school_id, name = connection.execute(
        "select district_id, school_key, school_id, school_name"
        " from district.dim_schools inner join district.dim_districts"
        " using (district_key) order by school_name limit 1"
    ).fetchone()
    assert chosen_school(connection, name.upper()) == (district, key, school_id, name)
    assert chosen_school(connection, school_id)[1] == key
    with pytest.raises(Refused, match="0 schools are called 'Hogwarts'"):
        chosen_school(connection, "Hogwarts")
    with pytest.raises(Refused, match="name a school"):
        chosen_school(connection, "")
    pdf, _ = school_brief(connection, district, key, name)
    assert page_count(pdf) == 1
    assert is_tagged(pdf)
    assert name in text_of(pdf)


def test_analysis_tables_are_described_and_hide_small_groups(
    example_warehouse: Path, tmp_path: Path
) -> None:
    folder = write_analysis_tables(example_warehouse, tmp_path)
    tables = {path.name: path for path in folder.glob("*.csv")}
    with tables.pop("data_dictionary.csv").open(encoding="utf-8") as file:
        described = list(csv.DictReader(file))
    assert all(row["description"] and row["file_description"] for row in described)
    for name, path in tables.items():
        assert b"\r" not in path.read_bytes()
        with path.open(encoding="utf-8") as file:
            header = next(csv.reader(file))
        assert header == [
            row["column_name"] for row in described if row["file_name"] == name
        ]
    with tables["metric_values.csv"].open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["suppression_state"] for row in rows} > {"published"}
    for row in rows:
        shown = row["suppression_state"] == "published"
        assert shown or not (row["value"] or row["numerator"] or row["n_students"])
        # the least that default_n10 tells of
        assert not row["n_students"] or int(row["n_students"]) >= 10


def test_a_warehouse_without_districts_has_no_brief(tmp_path: Path) -> None:
    warehouse = tmp_path / "schools_of_england.duckdb"
    with duckdb.connect(str(warehouse)) as made:
        made.execute("create schema reports; create schema district")
        made.execute("create table reports.rpt_district__brief_findings (x integer)")
        made.execute("create table district.dim_districts (district_id varchar)")
    (tmp_path / "policy_brief.pdf").write_text("of a build before")
    assert write_policy_briefs(warehouse, tmp_path) == []
    assert write_analysis_tables(warehouse, tmp_path) is None
    assert not list(tmp_path.glob("policy_brief*"))
    with pytest.raises(Refused, match="run dbt build first"):
        write_policy_briefs(tmp_path / "none.duckdb", tmp_path)
