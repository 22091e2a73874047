"""Findings of a warehouse in the words of the answer key, and what is below the mark.

The warehouse is made by hand: student S1 has an exchanged span (found), S2 another one
(missed), S3 none (a false alarm); educator T1 stands twice in the file; a column has a
stray space. Pooling and the verdicts themselves: generator/test_defects_evaluate.py.
"""

import json

import duckdb
import pytest

from reporting.evaluate import clean_findings, main, report_of
from reporting.evaluate_district import evaluate_district

ANSWER_KEY = """\
district_id,defect_id,code,rule_id,entity_type,entity_key,relation
d,D10-1,D10,ENR-001,enrollment,E1,expected
d,D10-1,D10,ENR-001,student,S1,owner
d,D10-2,D10,ENR-001,enrollment,E2,expected
d,D10-2,D10,ENR-001,student,S2,owner
d,D02-1,D02,LND-010,row,educators.csv|T1,expected
d,D17-1,D17,LND-013,column,students.csv|city,expected
d,D17-1,D17,LND-013,student,S1,owner
d,D17-2,D17,LND-011,file,schools.csv,expected
d,D07-1,D07,STF-007,educator,T2,expected
"""
COLUMNS = "engine, rule_id, severity, entity_type, evidence"
IN_FILE = {"column": None, "file_path": "sis/d/educators.csv"}
DAY = {"student_id": "S2", "school_id": "A", "attendance_date": "2026-01-05"}
FINDINGS = [
    ("sql", "ENR-001", "major", "enrollment", {"enrollment_id": "E1"}),
    ("sql", "ENR-001", "major", "enrollment", {"enrollment_id": "E3"}),
    # a child of S2, whose enrolment is spoilt: apart
    ("sql", "ATT-002", "minor", "attendance", DAY),
    # a rule that the answer key does not know, about a thing that it cannot name
    ("sql", "RST-001", "minor", "bus", {}),
    ("landing", "LND-010", "minor", "row", IN_FILE),
    (
        "landing",
        "LND-011",
        "info",
        "file",
        IN_FILE | {"file_path": "sis/d/schools.csv"},
    ),
    (
        "landing",
        "LND-013",
        "minor",
        "value",
        {"column": "city", "file_path": "sis/d/students.csv"},
    ),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    file = tmp_path_factory.mktemp("warehouse") / "schoolhouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            f"""
            create schema quality; create schema intermediate; create schema landing;
            create table quality.fct_dq_runs as select unnest([1, 2]) as run_seq;
            create table quality.fct_dq_violations as
                select {", ".join(f"'' as {name}" for name in COLUMNS.split(", "))},
                    'sis' as source, 'd' as district_id, 2 as run_seq limit 0;
            create table intermediate.int_district__students_conformed as
                select unnest(['S1', 'S2', 'S3']) as student_id;
            create table landing.raw_sis__educators as
                select 'T1' as educator_id, 'sis/d/educators.csv' as file_path,
                    unnest(['staged', 'duplicate']) as row_status;
            create table landing.raw_sis__enrollments as
                select unnest(['E1', 'E2', 'E3']) as enrollment_id,
                    unnest(['S1', 'S2', 'S3']) as student_id
            """
        )
        # the run before had found E2
        earlier = ("sql", "ENR-001", "major", "enrollment", {"enrollment_id": "E2"})
        for run_seq, finding in [(1, earlier), *((2, row) for row in FINDINGS)]:
            connection.execute(
                "insert into quality.fct_dq_violations"
                " values (?, ?, ?, ?, ?, 'sis', 'd', ?)",
                [*finding[:-1], json.dumps(finding[-1]), run_seq],
            )
    return file


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    folder = tmp_path_factory.mktemp("truth")
    (folder / "defect_entities.csv").write_text(ANSWER_KEY, encoding="utf-8")
    return folder


def test_findings_are_named_as_in_the_answer_key(warehouse, truth):
    found = evaluate_district(warehouse, truth)
    codes = {row["code"]: row for row in found["codes"]}
    assert codes["D10"]["recall"] == 0.5
    assert codes["D10"]["precision"] == 0.5
    assert codes["D16"]["apart"] == 1
    assert codes["D02"]["recall"] == codes["D02"]["precision"] == 1
    assert codes["D17"]["recall"] == codes["D17"]["precision"] == 1
    assert (codes["D07"]["recall"], codes["D07"]["precision"]) == (0, None)
    assert found["missed"] == {
        "ENR-001": [("enrollment", "E2")],
        "STF-007": [("educator", "T2")],
    }
    assert found["false"] == {"ENR-001": [("enrollment", "E3", False)]}


def test_no_answer_key_or_that_of_other_data(warehouse, tmp_path):
    assert evaluate_district(warehouse, tmp_path) is None
    other = ANSWER_KEY.replace("student,S", "student,Z")
    (tmp_path / "defect_entities.csv").write_text(other, encoding="utf-8")
    assert evaluate_district(warehouse, tmp_path) is None


def test_what_is_below_the_mark_fails_the_command(warehouse, truth, tmp_path, capsys):
    arguments = ["--warehouse", warehouse, "--truth", truth, "--out", tmp_path]
    assert main(list(map(str, arguments))) == 1
    assert capsys.readouterr().err.splitlines() == [
        "below the mark: D07: recall 0.000, wanted 0.95",
        "below the mark: D10: recall 0.500, wanted 0.95",
        "below the mark: D10: precision 0.500, wanted 0.95",
    ]
    report = json.loads((tmp_path / "evaluation.json").read_text(encoding="utf-8"))
    assert report["codes"][0]["code"] == "D01"
    page = (tmp_path / "evaluation.md").read_text(encoding="utf-8")
    assert "| D10 | enrolment outside the calendar" in page


def test_clean_data_may_have_few_findings(warehouse, truth):
    clean = clean_findings(warehouse)
    refused = {row["rule_id"] for row in clean if not row["is_allowed"]}
    # LND-011 is info; everything else is major, or minor and not on the list
    assert refused == {"ATT-002", "ENR-001", "LND-010", "LND-013", "RST-001"}
    report = report_of([evaluate_district(warehouse, truth)], clean, "x", [1])
    assert "clean data: 2 major findings of ENR-001" in report["failures"]
