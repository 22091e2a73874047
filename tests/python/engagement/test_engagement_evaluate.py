"""Findings of phone programmes in the words of the answer key.

A warehouse and an answer key made by hand. Call 1 was planted as a duplicate and is
found, call 2 was planted and missed, call 3 is a legal case and found. The partner of
user 7 was changed: the finding names an experience of theirs, the answer key the user.
A lesson far back has two calls, of which one is found.
"""

import json

import duckdb
import pytest

from reporting.evaluate import evaluated_parts, report_of
from reporting.evaluate_engagement import evaluate_engagement

SPELLS = (
    "data_source,user_id,program_id,start_date\np,7,1,2026-01-05\np,8,1,2026-01-06\n"
)
DEFECTS = """\
defect_id,code,file,row_key
d1,ENG-001,campaigns,p|1
d2,ENG-001,campaigns,p|2
d3,ENG-007,users,p|7
d4,ENG-010,campaigns,p|10
d4,ENG-010,campaigns,p|11
d5,ENG-011,campaigns,p|2026-01-05
d6,ENG-012,experiences,p|80
"""
LEGAL = "defect_id,code,file,row_key\nl1,ENG-001,campaigns,p|3\n"
FINDINGS = [
    ("ENG-001", "call", {"call_id": "1"}),
    ("ENG-001", "call", {"call_id": "3"}),
    ("ENG-007", "enrollment", {"experience_id": "70"}),
    ("ENG-010", "call", {"call_id": "10"}),
    ("ENG-011", "call_week", {"week": "2026-01-05"}),
    ("ENG-012", "user", {"user_id": "8"}),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    file = tmp_path_factory.mktemp("warehouse") / "schoolhouse.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(
            """
            create schema quality; create schema landing;
            create table quality.fct_dq_runs as select 1 as run_seq;
            create table landing.raw_dost__experiences as
                from (values
                    ('p', '70', '7', '1', '2026-01-05', 'staged'),
                    ('p', '80', '8', '1', '2026-01-06', 'staged')
                ) as rows(data_source, id, user_id, program_id, start_date, row_status);
            create table quality.fct_dq_violations (
                rule_id varchar, entity_type varchar, evidence varchar
            );
            """
        )
        for rule, entity_type, ids in FINDINGS:
            connection.execute(
                "insert into quality.fct_dq_violations values (?, ?, ?)",
                [rule, entity_type, json.dumps({"data_source": "p"} | ids)],
            )
        connection.execute(
            "create or replace table quality.fct_dq_violations as select *,"
            " 'sql' as engine, 'dost' as source, 1 as run_seq"
            " from quality.fct_dq_violations"
        )
    return file


@pytest.fixture
def truth(tmp_path):
    for name, text in (
        ("dost_spells", SPELLS),
        ("dost_defects", DEFECTS),
        ("dost_hard_negatives", LEGAL),
    ):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_findings_are_named_as_in_the_answer_key(warehouse, truth):
    found = evaluate_engagement(warehouse, truth)
    scores = {row["code"]: row for row in found["codes"]}
    duplicates = scores["ENG-001"]
    assert (duplicates["recall"], duplicates["precision"]) == (0.5, 0.5)
    assert duplicates["negatives_hit"] == 1
    for code in ("ENG-007", "ENG-010", "ENG-011", "ENG-012"):
        assert (scores[code]["recall"], scores[code]["precision"]) == (1, 1), code
    assert scores["ENG-002"]["recall"] is None
    assert found["missed"] == {"ENG-001": [("call", "p|2")]}
    assert found["false"] == {"ENG-001": [("call", "p|3", True)]}


def test_the_report_has_its_rules_and_what_is_below_the_mark(warehouse, truth):
    report = report_of(evaluated_parts(warehouse, truth), None, "given", [])
    assert report["codes"][0]["name"] == "duplicate call"
    assert report["failures"] == [
        "ENG-001: recall 0.500, wanted 0.95",
        "ENG-001: precision 0.500, wanted 0.95",
    ]


def test_no_answer_key_or_that_of_other_data(warehouse, truth):
    (truth / "dost_spells.csv").write_text(
        SPELLS.replace("-05", "-12"), encoding="utf-8"
    )
    assert evaluate_engagement(warehouse, truth) is None
    (truth / "dost_defects.csv").unlink()
    assert evaluated_parts(warehouse, truth) == []
