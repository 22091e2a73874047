"""What rules do to the data, and what becomes of their findings from run to run.

The example district gets an enrolment of a student whom it does not have, then the
corrected file, then no file at all. Only the models in between are built each time.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pytest
import yaml
from conftest import EXAMPLES, REPO, copy_of, dbt, query

ENROLLMENT = "MH-E,E1007,999999\n"
BETWEEN = [
    "raw_inventory__files",
    "raw_clever__enrollments",
    "stg_clever__enrollments",
    "int_district__section_enrollments_conformed",
    "int_district__section_enrollments_resolved",
    "dq_section_enrollments__unknown_parent",
    "int_quality__row_violations",
    "int_quality__entities_quarantined",
    "int_quality__requirements_met",
    "int_quality__rules_applied",
    "int_district__section_enrollments_valid",
    "district__fct_section_enrollments",
    "quality__current_run",
    "quality__landing_records",
    "quality__landing_counts",
    "quality__landing_files",
    "quality__quarantined_rows",
    "quality__rule_units",
    "quality__rule_results",
]
HISTORY = [
    "quality__fct_dq_runs",
    "quality__result_history",
    "quality__test_results",
    "quality__violation_history",
]
ISSUE = (
    "select status, first_seen_run, resolved_run from quality.fct_dq_issues"
    " where rule_id = 'ENR-014' and observed = 'unknown student'"
)
HELD_BACK = (
    "select count(*) from quality.quarantined_rows where stage = 'rule'"
    " and entity_type = 'section_enrollment' and record like '%999999%'"
)
IN_FACT = "select count(*) from district.fct_section_enrollments"
RUNS = "select run_id, run_seq from quality.fct_dq_runs order by run_seq"
PARTS = (
    "select run_id, count(*) from quality.fct_dq_results where engine <> 'dbt_test'"
    " group by run_id order by run_id"
)


@dataclass
class District:
    """A copy of the example whose files and warehouse the tests change."""

    raw: Path
    warehouse: Path
    seen: dict[str, list[tuple]] = field(default_factory=dict)

    @property
    def enrollments(self) -> Path:
        (path,) = self.raw.glob("clever/*/enrollments.csv")
        return path

    def build(self, *options: str, models: list[str] | None = None) -> None:
        selected = models or BETWEEN + HISTORY
        dbt(
            ["run", "--select", *selected, *options],
            raw=self.raw,
            warehouse=self.warehouse,
            check=True,
        )

    def ask(self, sql: str) -> list[tuple]:
        return query(self.warehouse, sql)

    def remember(self, name: str) -> None:
        for key, sql in {
            "issue": ISSUE,
            "held back": HELD_BACK,
            "in fact": IN_FACT,
            "runs": RUNS,
            "parts": PARTS,
        }.items():
            self.seen[f"{name}: {key}"] = self.ask(sql)


@pytest.fixture(scope="module")
def district(example_warehouse, tmp_path_factory) -> District:
    """The district after three runs: a faulty file, the corrected one, none."""
    folder = tmp_path_factory.mktemp("flow")
    raw = Path(shutil.copytree(EXAMPLES, folder / "raw"))
    made = District(raw, copy_of(example_warehouse, folder / "warehouse"))
    correct = made.enrollments.read_text(encoding="utf-8")
    made.remember("example")
    made.enrollments.write_text(correct + ENROLLMENT, encoding="utf-8")
    made.build()
    made.remember("faulty")
    made.enrollments.write_text(correct + "MH-E,E1007,\n", encoding="utf-8")
    made.build()
    made.remember("corrected")
    return made


def test_a_row_is_held_back_and_flows_again_when_it_is_corrected(district):
    assert district.seen["faulty: held back"] == [(1,)]
    assert district.seen["faulty: in fact"] == district.seen["example: in fact"]
    assert district.seen["corrected: held back"] == [(0,)]


def test_an_issue_is_resolved_by_the_next_run_that_looks(district):
    runs = [run for run, _ in district.seen["corrected: runs"]]
    assert district.seen["faulty: issue"] == [("open", runs[1], None)]
    assert district.seen["corrected: issue"] == [("resolved", runs[1], runs[2])]


def test_a_full_refresh_keeps_the_history_and_replaces_the_own_run(district):
    district.build("--full-refresh", models=HISTORY)
    assert district.ask(RUNS) == district.seen["corrected: runs"]
    assert district.ask(PARTS) == district.seen["corrected: parts"]
    assert district.ask(ISSUE) == district.seen["corrected: issue"]


def test_a_new_warehouse_takes_the_history_from_its_files(district):
    with duckdb.connect(str(district.warehouse)) as connection:
        for model in HISTORY:
            name = model.removeprefix("quality__") if "fct" in model else model
            connection.execute(f"drop table quality.{name}")
    district.build(models=HISTORY)
    runs = [run for run, _ in district.seen["corrected: runs"]]
    # the first run was built elsewhere, so that it has no files here
    assert [run for run, _ in district.ask(RUNS)] == runs[1:]
    assert district.ask(PARTS) == [
        row for row in district.seen["corrected: parts"] if row[0] != runs[0]
    ]
    assert district.ask(ISSUE) == district.seen["corrected: issue"]


def test_a_source_that_is_absent_resolves_nothing(district):
    correct = district.enrollments.read_text(encoding="utf-8")
    district.enrollments.write_text(correct + ENROLLMENT, encoding="utf-8")
    district.build()
    assert district.ask(ISSUE)[0][0] == "open"
    shutil.move(district.raw / "clever", district.raw.parent / "away")
    district.build()
    assert district.ask(ISSUE)[0][0] == "not run"
    (run,) = district.ask("select run_id from quality.current_run")
    assert district.ask(
        "select count(*) from quality.fct_dq_results"
        f" where run_id = '{run[0]}' and engine = 'sql'"
    ) == [(0,)]


@pytest.fixture
def example_copy(example_warehouse, tmp_path) -> Path:
    """The example district, to be changed."""
    return copy_of(example_warehouse, tmp_path)


def test_a_waiver_that_has_run_out_fails_with_its_owner(example_copy):
    """The as-of date of the example is the first day without the waiver."""
    with duckdb.connect(str(example_copy)) as connection:
        connection.execute(
            "insert into reference.dq_waivers values ('ENR-012', 'maple_hollow', null,"
            " date '2025-09-22', 'Scheduling office', 'a vacancy')"
        )
    selected = "int_quality__waivers_listed,quality__dq_waivers__none_has_run_out"
    done = dbt(
        ["build", "--select", *selected.split(","), "--indirect-selection", "empty"],
        warehouse=example_copy,
    )
    assert done.returncode == 1
    assert "the waiver of ENR-012 in maple_hollow ran out on 2025-09-22" in done.stdout
    assert "ask its owner, Scheduling office" in done.stdout


def test_a_failing_test_is_a_finding_and_a_passing_one_is_none(example_copy):
    """One term loses its days, which one test of the table of terms looks at."""
    results = (
        "select check_name, status, checked, violations from quality.fct_dq_results"
        " where rule_id = 'TST-001' and check_name like '%district__dim_terms%'"
    )
    assert {row[1:] for row in query(example_copy, results)} == {("passed", 1, 0)}
    with duckdb.connect(str(example_copy)) as connection:
        connection.execute(
            "update district.dim_terms set end_date = start_date"
            " where term_key = (select min(term_key) from district.dim_terms)"
        )
    done = dbt(["test", "--select", "district__dim_terms"], warehouse=example_copy)
    assert done.returncode == 1
    found = {
        check.startswith("valid_half_open_span"): result
        for check, *result in query(example_copy, results)
    }
    assert found == {True: ["failed", 1, 1], False: ["passed", 1, 0]}


def test_every_var_of_the_project_is_in_the_run_id():
    project = yaml.safe_load((REPO / "dbt_project.yml").read_text(encoding="utf-8"))
    macro = (REPO / "macros/quality/settings_of_run.sql").read_text(encoding="utf-8")
    missing = [name for name in project["vars"] if f"'{name}'" not in macro]
    assert missing == []


def test_the_score_is_that_of_the_results(example_warehouse):
    """Scores computed again from fct_dq_results, by the words of the specification."""
    weights = {"blocker": 8, "major": 4, "minor": 1, "info": 0}
    severity = dict(
        query(example_warehouse, "select rule_id, severity from reference.dq_rules")
    )
    counts: dict[str, dict[str, list[int]]] = {}
    for rule, district_id, checked, violations in query(
        example_warehouse,
        "select rule_id, district_id, checked, violations from quality.fct_dq_results"
        " where status <> 'not run'",
    ):
        for unit in ("all", district_id):
            count = counts.setdefault(unit, {}).setdefault(rule, [0, 0])
            count[0] += checked
            count[1] += violations
    scores = dict(
        query(
            example_warehouse,
            "select unit_key, score from quality.fct_dq_scorecards"
            " where unit_type in ('all', 'district')",
        )
    )
    assert set(scores) == {unit for unit in counts if unit}
    for unit, score in scores.items():
        rates = {
            rule: min(1, found / checked) if checked else 1
            for rule, (checked, found) in counts[unit].items()
            if checked or found
        }
        weight = sum(weights[severity[rule]] for rule in rates)
        lost = sum(weights[severity[rule]] * rate for rule, rate in rates.items())
        assert float(score) == pytest.approx(100 * (1 - lost / weight), abs=1e-3)
