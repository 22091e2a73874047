"""Every bad input of docs/landing.md has the effect that the table gives it.

All cases are built in one run. For each: what is blocked, held back and found is
exactly what the case names, and every good row is in staging, in the order of the file.
"""

import json
import re
from collections import Counter

import bad_input_files
import bad_input_rows
import bad_input_values
import pytest
from conftest import REPO, WAREHOUSE_NAME, dbt, query

CASES = [*bad_input_files.CASES, *bad_input_rows.CASES, *bad_input_values.CASES]
SELECTION = (
    "path:seeds +quality__blocked_sources +quality__landing_findings"
    " +quality__landing_quarantined_rows +int_district__schools_conformed"
)
# The column that names a row in the tests, by entity.
NAMES = {
    "schools": "school_id",
    "students": "student_id",
    "attendance": "student_id",
    "orgs": "sourced_id",
    "academic_sessions": "sourced_id",
}
SOURCES = {"orgs": "oneroster", "academic_sessions": "oneroster"}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """(warehouse, dbt's result): every case in one raw root, built once."""
    root = tmp_path_factory.mktemp("bad_inputs")
    for case in CASES:
        case.write(root / "raw")
    warehouse = root / "warehouse" / WAREHOUSE_NAME
    command = (
        f"build -s {SELECTION} quality__no_source_is_blocked"
        " --exclude-resource-type unit_test --indirect-selection cautious"
    )
    return warehouse, dbt(command, raw=root / "raw", warehouse=warehouse)


@pytest.fixture(scope="module")
def results(built):
    """table -> district -> rows as dicts."""
    warehouse, _ = built

    def by_district(table):
        names = [
            n
            for (n,) in query(warehouse, f"select column_name from (describe {table})")
        ]
        grouped = {}
        for values in query(warehouse, f"select * from {table}"):
            row = dict(zip(names, values, strict=True))
            grouped.setdefault(row["district_id"], []).append(row)
        return grouped

    tables = {
        name: by_district(f"quality.{name}")
        for name in (
            "blocked_sources",
            "landing_files",
            "landing_findings",
            "landing_quarantined_rows",
        )
    }
    for entity in NAMES:
        source = SOURCES.get(entity, "clever")
        tables[entity] = by_district(f"staging.stg_{source}__{entity}")
    tables["conformed"] = by_district("intermediate.int_district__schools_conformed")
    return tables


def matches(rows, expected, key, message):
    """Whether rows and expectations pair up: equal keys and the message's part."""
    rows = sorted(rows, key=lambda row: str(key(row)))
    expected = sorted(expected, key=lambda one: str(one[:-1]))
    assert [key(row) for row in rows] == [one[:-1] for one in expected]
    for row, one in zip(rows, expected, strict=True):
        assert one[-1] in row[message]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
class TestCase:
    def test_blocked(self, case, results):
        blocked = results["blocked_sources"].get(case.district, [])
        messages = sorted(f"{row['rule_id']}: {row['message']}" for row in blocked)
        assert len(messages) == len(case.blocked)
        for part in case.blocked:
            assert any(part in message for message in messages), messages
        is_conformed = case.district in results["conformed"]
        assert is_conformed is not bool(case.blocked)

    def test_quarantined(self, case, results):
        rows = results["landing_quarantined_rows"].get(case.district, [])
        matches(
            rows,
            case.quarantined,
            lambda row: (row["line_number"], row["reason_code"], row["column_name"]),
            "message",
        )
        assert all(row["record"] for row in rows)

    def test_found(self, case, results):
        columns = ("rule_id", "column_name", "column_value", "line_number", "row_count")
        matches(
            results["landing_findings"].get(case.district, []),
            case.findings,
            lambda row: tuple(row[column] for column in columns),
            "message",
        )

    def test_every_good_row_is_there(self, case, results):
        for entity, good in case.good.items():
            rows = results[entity].get(case.district, [])
            rows.sort(key=lambda row: row["line_number"])
            assert [row[NAMES[entity]] for row in rows] == good

    def test_values(self, case, results):
        for (entity, name, column), value in case.values.items():
            (row,) = (
                row
                for row in results[entity][case.district]
                if row[NAMES[entity]] == name
            )
            assert row[column] == value

    def test_every_row_is_counted(self, case, results):
        files = results["landing_files"].get(case.district, [])
        total = Counter()
        for file in files:
            parts = [
                file[f"rows_{k}"]
                for k in ("staged", "quarantined", "duplicate", "padding")
            ]
            assert file["rows_read"] == sum(parts)
            total.update({k: v for k, v in file.items() if k.startswith("rows_")})
        assert total["rows_padding"] == case.padding
        assert total["rows_duplicate"] == case.duplicates
        assert total["rows_quarantined"] == len(case.quarantined)


def test_only_the_test_of_blocked_sources_fails(built):
    """The counts reconcile, the keys are unique, and nothing would be published."""
    _, done = built
    assert done.returncode == 1
    failed = set(re.findall(r"\d+ of \d+ (?:FAIL|ERROR) (?:\d+ )?(\S+)", done.stdout))
    assert failed == {"quality__no_source_is_blocked"}


def test_the_record_of_a_quarantined_row_is_whole(results):
    (row,) = results["landing_quarantined_rows"]["key_date_two_digit_year"]
    record = json.loads(row["record"])
    assert record["attendance_date"] == row["column_value"] == "9/1/26"
    assert (record["student_id"], record["attendance_status"]) == ("s2", "present")
    (row,) = results["landing_quarantined_rows"]["quote_unbalanced"]
    assert json.loads(row["record"]) == {"line": 'sch-1,s500,"Name500,Ada,3,2016-05-25'}


def test_the_table_lists_the_cases():
    """docs/landing.md has one row for each case, and no other."""
    text = (REPO / "docs" / "landing.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z0-9-]+)` \|", text, flags=re.MULTILINE)
    assert Counter(listed) == Counter(case.id for case in CASES)
    assert len(listed) >= 30
