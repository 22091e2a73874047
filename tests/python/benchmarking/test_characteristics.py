"""Characteristics of schools against a recomputation from the raw files.

Two runs of about 150 schools are generated: 2022 with the academy list and the
aggregated report, and 2025 with aar.csv alone and without Ofsted columns. Files of 2022
are changed by hand, so that every rule about who is left out and what is emptied has a
case. A third folder, 2021, has no list at all.
"""

from __future__ import annotations

import math
import shutil
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import WAREHOUSE_NAME
from dfe_runs import Built, build, generated_runs, rewrite
from python_calamine import CalamineWorkbook
from schools_by_hand import AGE, GIFA, LIST, MONTHS, Files, digits, number, read

RUNS = [2022, 2025]
BLOCKED = 2021
SELECTED = [
    "benchmarking__fct_school_characteristics",
    "benchmarking__dim_schools",
    "benchmarking__dim_trusts",
    "benchmarking__dim_federations",
    "benchmarking__dim_local_authorities",
    "benchmarking__fct_trust_history",
    "int_benchmarking__school_bases",
    "dq_schools__left_out",
    "dq_schools__doubtful_figures",
    "dq_datasets__schools_without_row",
    "quality__landing_quarantined_rows",
]


# the runs


class Changes:
    """URNs of the schools of 2022 that were changed, by what was changed."""

    negative: int
    phaseless: int
    phase_unknown: int
    equal: tuple[int, int]
    without_sen_pupils: int
    repeated: int
    monthless: int
    unregistered: int
    in_both: int
    without_pupils: int
    with_predecessors: int


def change(folder: Path) -> Changes:
    changes = Changes()
    listed = read(folder / LIST)
    blocks = read(folder / "cdc.csv")
    with_blocks = {row["URN"] for row in blocks}
    alone = [
        row
        for row in listed
        if digits(row["Lead school in federation"]).strip("0") == ""
        and row["Did Not Supply flag"] not in {"DNS", "1"}
        and row["URN"] in with_blocks
    ]
    files = Files(folder)
    alone = [row for row in alone if int(row["URN"]) in files.maintained]
    alone = [row for row in alone if int(row["URN"]) in files.pupils]
    alone = [row for row in alone if int(row["URN"]) in files.needs]
    urns = [row["URN"] for row in alone]
    changes.negative = int(urns[0])
    changes.phaseless = int(urns[1])
    changes.phase_unknown = int(urns[2])
    changes.equal = int(urns[3]), int(urns[4])
    changes.without_sen_pupils = int(urns[5])
    changes.repeated = int(urns[6])
    changes.monthless = int(urns[7])
    changes.unregistered = int(urns[9])
    changes.without_pupils = int(urns[10])
    changes.in_both = min(files.academies)

    next(row for row in blocks if row["URN"] == urns[0])[GIFA] = "-12.5"
    changes.with_predecessors = max(files.academies)
    emptied = {*urns[3:5], str(changes.with_predecessors)}
    kept = [row for row in blocks if row["URN"] not in emptied]
    block = next(row for row in blocks if row["URN"] == urns[3])
    block = block | {GIFA: "777", AGE: "1961-1970"}
    # twice the same block at each school: nothing is a duplicate
    same = [block | {"URN": urn} for urn in urns[3:5] for _ in range(2)]
    rewrite(folder / "cdc.csv", kept + same)

    # as a text the earlier of the two dates is the greater one
    links = read(folder / "gias_links.csv")
    link = {"URN": str(changes.with_predecessors), "LinkType": "Predecessor"}
    for older, when in (urns[12], "31-12-2010"), (urns[13], "01-01-2020"):
        dates = {"LinkURN": older, "LinkEstablishedDate": when}
        links.append(links[0] | link | dates)
    rewrite(folder / "gias_links.csv", links)

    register = read(folder / "gias.csv")
    for row in register:
        if row["URN"] == urns[1]:
            row["PhaseOfEducation (code)"] = ""
        if row["URN"] == urns[2]:
            row["PhaseOfEducation (code)"] = "9"
    rewrite(folder / "gias.csv", [row for row in register if row["URN"] != urns[9]])

    needs = read(folder / "sen.csv")
    next(row for row in needs if row["URN"] == urns[5])["Total pupils"] = "0"
    rewrite(folder / "sen.csv", needs)

    pupils = read(folder / "census_pupils.csv")
    row = next(row for row in pupils if row["URN"] == urns[10])
    row["fte pupils"] = row["headcount of pupils"] = "0"
    rewrite(folder / "census_pupils.csv", pupils)

    by_urn = {row["URN"]: row for row in listed}
    by_urn[urns[7]][MONTHS] = ""
    again = by_urn[urns[6]] | {MONTHS: "3"}
    both = by_urn[urns[11]] | {"URN": str(changes.in_both)}
    by_urn[urns[8]]["URN"] = ""
    rewrite(folder / LIST, [*listed, again, both])
    return changes


@dataclass(frozen=True)
class World(Built):
    """The built runs, and what was changed in the files of 2022."""

    changes: Changes

    def findings(self, rule: str) -> set[int]:
        model = "left_out" if rule <= "FIN-006" else "doubtful_figures"
        sql = f"select evidence->>'urn' as urn from quality.dq_schools__{model}"
        rows = self.rows(f"{sql} where rule_id = '{rule}' and district_id = '2022'")
        return {int(row["urn"]) for row in rows}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    root = generated_runs(tmp_path_factory.mktemp("dfe"), RUNS)
    changes = change(root / "dfe" / "2022")
    (root / "dfe" / str(BLOCKED)).mkdir()
    for name in ("gias.csv", "sen.csv"):
        shutil.copy(root / "dfe" / "2025" / name, root / "dfe" / str(BLOCKED) / name)
    warehouse = tmp_path_factory.mktemp("characteristics") / WAREHOUSE_NAME
    build(root, warehouse, SELECTED, SCHOOLHOUSE_ALLOW_BLOCKED="1")
    return World(root, warehouse, changes)


@pytest.fixture(scope="module", params=RUNS)
def run(request: pytest.FixtureRequest, world: World) -> tuple[dict, dict]:
    """What the files say and what the mart says, by URN."""
    rows = world.rows(
        "select * from benchmarking.fct_school_characteristics"
        f" where run_id = '{request.param}'"
    )
    expected = Files(world.folder(request.param)).schools()
    return expected, {row["urn"]: row for row in rows}


# the tests


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other


def test_population_is_that_of_the_lists(run: tuple[dict, dict]) -> None:
    expected, found = run
    assert set(found) == set(expected)
    assert {row["finance_type"] for row in found.values()} == {"Academy", "Maintained"}


def test_every_figure_is_that_of_the_files(run: tuple[dict, dict]) -> None:
    expected, found = run
    differing = [
        (urn, column, value, found[urn][column])
        for urn, row in expected.items()
        for column, value in row.items()
        if not same(value, found[urn][column])
    ]
    assert differing == []


def test_figures_are_worth_comparing(run: tuple[dict, dict]) -> None:
    """Columns have values, and some lack them, or the test above proves little."""
    _, found = run
    for column in (
        "number_of_pupils",
        "percent_fsm",
        "percent_sen",
        "age_average_score",
    ):
        filled = sum(1 for row in found.values() if row[column] is not None)
        assert 0.8 * len(found) < filled <= len(found)
    phases = {row["overall_phase"] for row in found.values()}
    assert phases >= {"Primary", "Secondary", "Special", "Nursery"}
    assert sum(row["is_federation_lead"] for row in found.values()) > 0
    assert sum(row["is_part_year"] for row in found.values()) > 0


def test_members_of_a_federation(run: tuple[dict, dict]) -> None:
    _, found = run
    members = [
        row
        for row in found.values()
        if row["federation_lead_urn"] not in (None, row["urn"])
    ]
    assert members
    for row in members:
        assert row["did_not_submit"] and not row["has_financial_data"]
        assert found[row["federation_lead_urn"]]["is_federation_lead"]


def test_presence_flags(run: tuple[dict, dict]) -> None:
    _, found = run
    for row in found.values():
        pupil = (row["number_of_pupils"], row["percent_fsm"], row["ehc_plans"])
        pupil += (row["non_classroom_support_fte"], row["number_of_pupils_headcount"])
        assert row["has_pupil_data"] == any(value is not None for value in pupil)
        building = (row["total_internal_floor_area"], row["building_average_year"])
        assert row["has_building_data"] == any(v is not None for v in building)


def test_ofsted_tells_blank_from_no_column(world: World) -> None:
    sql = "select run_id, ofsted_rating from benchmarking.fct_school_characteristics"
    ratings = defaultdict(set)
    for row in world.rows(sql):
        ratings[row["run_id"]].add(row["ofsted_rating"])
    assert ratings["2025"] == {""}
    assert {"Good", "Outstanding"} <= ratings["2022"] and "" not in ratings["2022"]


def test_who_is_left_out_and_why(world: World) -> None:
    changes = world.changes
    assert changes.in_both in world.findings("FIN-001")
    assert changes.unregistered in world.findings("FIN-002")
    assert world.findings("FIN-003") == {changes.phaseless}
    assert world.findings("FIN-004") == {changes.monthless}
    assert world.findings("FIN-005") == {changes.repeated}
    held_back = world.rows(
        "select column_name, reason_code from quality.landing_quarantined_rows"
        " where entity = 'maintained_schools_master_list' and district_id = '2022'"
    )
    assert held_back == [{"column_name": "urn", "reason_code": "LND-004"}]


def test_an_academy_in_both_lists_is_an_academy(world: World) -> None:
    rows = world.rows(
        "select finance_type from benchmarking.fct_school_characteristics"
        f" where run_id = '2022' and urn = {world.changes.in_both}"
    )
    assert rows == [{"finance_type": "Academy"}]


def test_doubtful_figures_are_found(world: World) -> None:
    changes = world.changes
    assert world.findings("FIN-007") == {changes.negative}
    assert changes.without_pupils in world.findings("FIN-008")
    assert changes.phase_unknown in world.findings("FIN-009")
    assert changes.with_predecessors in world.findings("FIN-011")
    assert changes.without_sen_pupils in world.findings("FIN-015")
    (row,) = world.rows(
        "select * from benchmarking.fct_school_characteristics"
        f" where run_id = '2022' and urn = {changes.negative}"
    )
    assert row["total_internal_floor_area"] is None
    assert not row["has_building_data"]


def test_equal_buildings_are_two_schools(world: World) -> None:
    """2 x 777 square metres of 1965 each: 1554, and 57 years old in 2022."""
    rows = world.rows(
        "select total_internal_floor_area as area, age_average_score as age from"
        " benchmarking.fct_school_characteristics where run_id = '2022'"
        f" and urn in {world.changes.equal}"
    )
    assert rows == [{"area": 1554.0, "age": 57.0}] * 2


def test_a_blocked_run_is_left_out_of_everything(world: World) -> None:
    blocked = world.rows("select rule_id from quality.blocked_sources")
    assert {row["rule_id"] for row in blocked} == {"LND-028"}
    for name in SELECTED[:6]:
        table = name.split("__")[1]
        rows = world.rows(f"select run_id from benchmarking.{table} group by run_id")
        found = {row["run_id"] for row in rows}
        assert str(BLOCKED) not in found
        assert found <= {"2022", "2025"}


def test_bases_are_those_of_the_characteristics(world: World) -> None:
    columns = "run_id, urn, number_of_pupils, total_internal_floor_area, months"
    one = f"select {columns} from intermediate.int_benchmarking__school_bases"
    other = f"select {columns} from benchmarking.fct_school_characteristics"
    assert world.rows(f"({one} except {other}) union all ({other} except {one})") == []


def test_trusts_count_their_academies(world: World) -> None:
    sql = (
        "select sum(number_of_academies) as counted, (select count(*) from"
        " benchmarking.dim_schools where trust_company_number is not null) as listed,"
        " count(*) filter (group_uid is null) as unknown from benchmarking.dim_trusts"
    )
    (row,) = world.rows(sql)
    assert row["counted"] == row["listed"] > 0
    assert row["unknown"] == 0


@pytest.mark.parametrize("year", RUNS)
def test_suppressed_results_are_null_with_their_code(world: World, year: int) -> None:
    """A score that is no number is null, and says why; it never becomes 0."""
    sql = "select * from benchmarking.fct_school_characteristics where run_id = ?"
    with duckdb.connect(str(world.warehouse), read_only=True) as connection:
        cursor = connection.execute(sql, [str(year)])
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    found = {row["urn"]: row for row in rows}
    codes, scores = set(), 0
    for name, columns, score in (
        ("ks2.xlsx", ("READPROG", "WRITPROG", "MATPROG"), "ks2_progress"),
        ("ks4.xlsx", ("ATT8SCR",), "attainment8"),
        ("ks4.xlsx", ("P8MEA",), "progress8"),
    ):
        book = CalamineWorkbook.from_path(world.folder(year) / name)
        header, *lines = book.get_sheet_by_index(0).to_python()
        for line in lines:
            result = dict(zip(header, line, strict=True))
            if not result["URN"] or int(result["URN"]) not in found:
                continue
            row = found[int(result["URN"])]
            values = [number(str(result[column])) for column in columns]
            if None in values:
                assert row[score] is None
                texts = [str(result[column]).strip() for column in columns]
                assert row[f"{score}_code"] in {*texts, None}
                codes.add(row[f"{score}_code"])
            else:
                assert same(math.fsum(values), row[score])
                assert row[f"{score}_code"] is None
                scores += 1
    assert scores > 0
    assert codes & {"SUPP", "LOWCOV", "NE", "NP"}
