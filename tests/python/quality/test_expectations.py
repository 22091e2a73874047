"""The gates of Great Expectations: every count against one taken apart from them.

Rules that expectations stand for, each with faults planted for it:
LND-031 LND-032 LND-033 LND-034 LND-035 LND-036 LND-037 LND-038 LND-039 LND-040 LND-041
MRT-001 MRT-002 MRT-003 MRT-004 MRT-005 MRT-006 MRT-007
MRT-021 MRT-022 MRT-023 MRT-024 MRT-025 MRT-026 MRT-027 MRT-028
"""

from __future__ import annotations

import json
import re
import socket
from collections import Counter
from typing import Any

import duckdb
import pytest
from conftest import query
from counted_apart import counted, suites, table_of
from edstats.quality.expectations import gate, run_gate
from edstats.quality.expectations.suites import read_suites
from planted_values import MANY_ROWS, plant

from reporting.data_docs import write_data_docs

GATES = ("landing", "marts")
PARAMETERS = (
    "select source, district_id, table_name, parameter, value"
    " from quality.quality__expectation_parameters"
)


class Fetched:
    """A DuckDB connection that counts the rows which are taken out of it."""

    def __init__(self, connection: Any, counts: list[int]) -> None:
        self.connection, self.counts = connection, counts

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)

    def __enter__(self) -> Fetched:
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.close()

    def cursor(self) -> Fetched:
        return Fetched(self.connection.cursor(), self.counts)

    def execute(self, *statement: Any) -> Fetched:
        self.connection.execute(*statement)
        return self

    def taken(self, rows: Any) -> Any:
        self.counts.append(len(rows or []) if not isinstance(rows, tuple) else 1)
        return rows

    def fetchall(self) -> Any:
        return self.taken(self.connection.fetchall())

    def fetchmany(self, *size: int) -> Any:
        return self.taken(self.connection.fetchmany(*size))

    def fetchone(self) -> Any:
        return self.taken(self.connection.fetchone())


def keyed(rows: list[tuple[Any, ...]]) -> dict[tuple[Any, ...], list[str]]:
    found: dict[tuple[Any, ...], list[str]] = {}
    for *key, value in rows:
        found.setdefault(tuple(key), []).append(value)
    return found


def relations(connection: Any, of_gate: str) -> list[Any]:
    """What the dbt model of a gate hands over."""
    models = set()
    for suite in suites(of_gate).values():
        models.add(suite["table"])
        for entry in suite["expectations"]:
            models.update(entry.get("requires", []))
    return [
        connection.query(f"select * from {table_of(model)}") for model in sorted(models)
    ]


def found_by(
    connection: Any, of_gate: str, extra: str = "", session: Any = None
) -> list[dict[str, Any]]:
    return run_gate(
        session or connection,
        of_gate,
        relations(connection, of_gate),
        connection.query("select * from reference.dq_rules"),
        connection.query(PARAMETERS + extra),
    ).to_pylist()


def assert_equal(found: list[dict[str, Any]], apart: dict[Any, Any]) -> None:
    """Status, checked and violations of every expectation, in its suite's order."""
    kinds = {
        (suite.name, check.name): check.type
        for of_gate in GATES
        for suite in read_suites(of_gate)
        for check in suite.checks
    }
    ours: dict[Any, Any] = {}
    for row in found:
        kind = kinds[row["suite"], row["check_name"]]
        key = (row["suite"], row["rule_id"], kind, row["source"], row["district_id"])
        said = (row["checked"], row["violations"], row["status"] == "passed")
        ours.setdefault(key, []).append(None if row["status"] == "not run" else said)
        assert row["status"] != "error", row
    assert ours.keys() == apart.keys()
    assert {key: said for key, said in ours.items() if said != apart[key]} == {}


@pytest.fixture(scope="module")
def planted(example_warehouse, tmp_path_factory):
    """A copy of the example with faults in every table that a suite asks."""
    file = tmp_path_factory.mktemp("planted") / example_warehouse.name
    file.write_bytes(example_warehouse.read_bytes())
    plant(file, keyed(query(file, PARAMETERS)))
    return file


def test_there_are_enough_suites():
    checks = [
        check for of_gate in GATES for s in read_suites(of_gate) for check in s.checks
    ]
    assert sum(len(suites(of_gate)) for of_gate in GATES) >= 10
    assert len(checks) >= 120
    assert len({check.type for check in checks}) >= 12


def test_results_of_the_build_are_right(example_warehouse):
    """What dbt stored for the example district, against counts of its tables."""
    stored = query(
        example_warehouse,
        "select suite, check_name, rule_id, source, district_id, checked, violations,"
        " status from quality.landing_expectations union all by name"
        " select suite, check_name, rule_id, source, district_id, checked, violations,"
        " status from quality.mart_expectations",
    )
    names = ("suite", "check_name", "rule_id", "source", "district_id")
    names += ("checked", "violations", "status")
    found = [dict(zip(names, row, strict=True)) for row in stored]
    parameters = keyed(query(example_warehouse, PARAMETERS))
    with duckdb.connect(str(example_warehouse), read_only=True) as connection:
        apart = {}
        for of_gate in GATES:
            apart |= counted(connection, of_gate, parameters)
    assert_equal(found, apart)
    assert {row["status"] for row in found} >= {"passed", "not run"}


@pytest.mark.parametrize("of_gate", GATES)
def test_planted_faults_are_counted(planted, of_gate):
    """On tables with faults, also where there was an earlier delivery of 40 rows."""
    extra = (
        " union all by name select 'sis' as source, 'oak' as district_id, name as"
        " parameter, value, 'raw_sis__students' as table_name from (values"
        " ('fewest_rows', '32'), ('most_rows', '48')) as t (name, value)"
        " union all by name select 'sis' as source, 'elm' as district_id,"
        " 'oldest_fresh_date' as parameter, '2032-01-01' as value"
    )
    fetched: list[int] = []
    with duckdb.connect(str(planted), read_only=True) as connection:
        parameters = keyed(connection.execute(PARAMETERS + extra).fetchall())
        apart = counted(connection, of_gate, parameters)
        session = Fetched(connection, fetched)
        found = found_by(connection, of_gate, extra, session)
    assert_equal(found, apart)
    states = Counter(row["status"] for row in found)
    assert states["failed"] > 30 and states["passed"] > 10, states
    failed = {row["rule_id"] for row in found if row["status"] == "failed"}
    assert failed == {row["rule_id"] for row in found}, "a rule without a planted fault"
    assert max(fetched) <= 1_000 < MANY_ROWS
    assert sum(fetched) < MANY_ROWS


SUITE = """
table: raw_sis__students
sources: [sis]
expectations:
  - {rule: LND-031, type: expect_column_values_to_not_be_null, column: no_such_column}
  - {rule: LND-031, type: expect_no_such_thing, column: student_id}
  - {rule: LND-034, type: expect_column_values_to_be_between, column: last_name,
     min_value: 1, max_value: 2}
  - {rule: LND-031, type: expect_column_values_to_not_be_null, column: student_id}
  - rule: LND-037
    type: expect_table_row_count_to_be_between
    min_value: {$PARAMETER: x}
  - {rule: LND-036, check: other, type: unexpected_rows_expectation,
     requires: [raw_sis__schools], unexpected_rows_query: "select * from {batch}"}
"""


def test_errors_are_errors_and_what_cannot_run_is_not_run(
    planted, tmp_path, monkeypatch
):
    """An error is never passed, says why without a value, and leaves others alone."""
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "trial.yml").write_text(SUITE, encoding="utf-8")
    monkeypatch.setattr(gate, "read_suites", lambda name: read_suites(name, tmp_path))
    with duckdb.connect(str(planted)) as connection:
        connection.execute("delete from landing.raw_sis__schools")
        connection.execute(
            "update landing.raw_sis__students set last_name = 'Somebody' || line_number"
        )
        found = found_by(connection, "landing")
    of_oak = [row for row in found if row["district_id"] == "oak"]
    states = [row["status"] for row in of_oak]
    assert states == ["error", "error", "error", of_oak[3]["status"]] + ["not run"] * 2
    assert of_oak[3]["status"] in ("passed", "failed")
    assert of_oak[3]["checked"] > 0
    assert all(row["checked"] == row["violations"] == 0 for row in of_oak[:3])
    assert all(row["message"] for row in of_oak if row["status"] != "passed")
    assert "no_such_column" in of_oak[0]["message"]
    assert "Somebody" not in json.dumps(of_oak)


def test_nothing_personal_no_clock_and_no_network(planted, monkeypatch):
    """Two runs give the same bytes; no value of a row is in them; nothing calls out."""

    def refuse(*_: object) -> None:
        raise AssertionError("an expectation opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    asked = [suite for suite in read_suites("landing") if suite.name == "sis_students"]
    monkeypatch.setattr(gate, "read_suites", lambda name: asked)
    with duckdb.connect(str(planted)) as connection:
        connection.execute(
            "update landing.raw_sis__students set first_name = 'Zyxwv',"
            " student_id = case when student_id is not null then 'Zyxwv-9' end"
        )
        one, other = found_by(connection, "landing"), found_by(connection, "landing")
    assert one == other
    results = "".join(row["validation_result"] or "" for row in one)
    assert "sis_students" in results
    assert "Zyxwv" not in results
    assert "partial_unexpected" not in results
    assert "run_time" not in results and "validation_time" not in results


def test_data_docs_stand_alone_and_are_the_same_again(example_warehouse, tmp_path):
    """Every suite that was asked has a page; links lead there; nothing is loaded."""
    sites = [tmp_path / "one", tmp_path / "other"]
    folders = [write_data_docs(example_warehouse, site).parent for site in sites]
    pages = [
        {page.relative_to(folder): page.read_bytes() for page in folder.rglob("*.html")}
        for folder in folders
    ]
    assert pages[0] == pages[1]
    asked = query(
        example_warehouse,
        "select suite, source, district_id from quality.landing_expectations"
        " where validation_result is not null union select suite, source, district_id"
        " from quality.mart_expectations where validation_result is not null",
    )
    names = [page.as_posix() for page in pages[0]]
    assert sum("validations/" in name for name in names) == len(asked) > 5
    first = pages[0].pop(next(page for page in pages[0] if page.name == "index.html"))
    links = re.findall(r'href="(validations[^"]*)"', first.decode())
    assert sorted(links) == sorted(name for name in names if "validations/" in name)
    for text in [first, *pages[0].values()]:
        assert not re.search(rb"(src=|url\(|<link)[^>]{0,40}https?:", text)
        assert b"<script" not in text
