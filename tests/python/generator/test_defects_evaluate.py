"""Scores of findings against an answer key, by a worked example."""

import pyarrow as pa

from generator.defects.evaluate import as_table, evaluate, pooled, unexplained
from generator.defects.family import parents_of

# Four educators above 1.0 full-time equivalent (D07, rule STF-007), one of them also
# known by the id of the assignment; one with an expired certificate (D04, STF-004); two
# hard negatives for STF-007.
KEY = [
    ("D07-0001", "D07", "STF-007", "educator", "P1", "expected"),
    ("D07-0001", "D07", "STF-007", "assignment", "A1", "expected"),
    ("D07-0001", "D07", "STF-007", "educator", "P1", "owner"),
    ("D07-0002", "D07", "STF-007", "educator", "P2", "expected"),
    ("D07-0003", "D07", "STF-007", "educator", "P3", "expected"),
    ("D07-0004", "D07", "STF-007", "educator", "P4", "expected"),
    ("D04-0001", "D04", "STF-004", "certification", "Z5", "expected"),
    ("D04-0001", "D04", "STF-004", "educator", "P5", "owner"),
    ("D07-N0001", "D07", "STF-007", "educator", "P6", "hard_negative"),
    ("D07-N0002", "D07", "STF-007", "educator", "P7", "hard_negative"),
]
PARENTS = [
    ("section", "X1", "educator", "P5"),
    ("section_enrollment", "X1|S1", "section", "X1"),
]
FINDINGS = [
    ("STF-007", "educator", "P1"),  # true
    ("STF-007", "assignment", "A1"),  # true, the same defect again
    ("STF-007", "educator", "P2"),  # true
    ("STF-007", "educator", "P2"),  # the same finding: counts once
    ("STF-007", "educator", "P3"),  # true
    ("STF-007", "educator", "P6"),  # a hard negative: false
    ("STF-007", "educator", "P9"),  # nothing is known of P9: false
    ("STF-007", "section_enrollment", "X1|S1"),  # a grandchild of P5: apart
    ("STF-004", "educator", "P5"),  # spoilt, but expected at the certificate: apart
]


def entities(rows):
    names = ["defect_id", "code", "rule_id", "entity_type", "entity_key", "relation"]
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])


def test_worked_example():
    by_rule, by_code = evaluate(FINDINGS, entities(KEY), PARENTS)
    # 3 of 4 defects found; 4 true of 6 findings that count: F1 = 2·(2/3)·.75/(2/3+.75)
    assert by_rule["STF-007"] == {
        "injected": 4,
        "found": 3,
        "true_positives": 4,
        "false_positives": 2,
        "apart": 1,
        "negatives_hit": 1,
        "precision": 4 / 6,
        "recall": 0.75,
        "f1": 12 / 17,
    }
    assert by_code["D07"] == by_rule["STF-007"]
    expired = by_rule["STF-004"]
    assert (expired["injected"], expired["found"], expired["apart"]) == (1, 0, 1)
    assert (expired["precision"], expired["recall"]) == (None, 0.0)


def test_a_code_puts_its_rules_together():
    key = [
        ("D01-0001", "D01", "STF-001", "educator", "P1", "expected"),
        ("D01-0002", "D01", "STF-002", "educator", "P2", "expected"),
    ]
    findings = [("STF-001", "educator", "P1"), ("STF-002", "educator", "P8")]
    by_rule, by_code = evaluate(findings, entities(key))
    assert (by_rule["STF-001"]["precision"], by_rule["STF-001"]["recall"]) == (1, 1)
    assert (by_rule["STF-002"]["precision"], by_rule["STF-002"]["recall"]) == (0, 0)
    assert by_rule["STF-002"]["f1"] == 0
    assert (by_code["D01"]["precision"], by_code["D01"]["recall"]) == (0.5, 0.5)


def test_an_entity_of_another_type_or_rule_is_another_entity():
    key = entities([("D07-0001", "D07", "STF-007", "educator", "P1", "expected")])
    by_rule, _ = evaluate([("STF-007", "student", "P1")], key)
    assert by_rule["STF-007"]["false_positives"] == 1
    by_rule, _ = evaluate([("STF-008", "educator", "P1")], key)
    assert by_rule["STF-008"]["apart"] == 1


def test_districts_are_counted_apart_and_a_circle_of_parents_ends():
    rows = [("D07-0001", "D07", "STF-007", "educator", "P1", "expected")]
    one = entities(rows).append_column("district_id", pa.array(["a"]))
    rows = [("D07-0001", "D07", "STF-007", "educator", "P2", "expected")]
    other = entities(rows).append_column("district_id", pa.array(["b"]))
    circle = [("row", "1", "row", "2"), ("row", "2", "row", "1")]
    findings = [("STF-007", "educator", "P1"), ("STF-007", "row", "1")]
    by_rule, _ = evaluate(findings, pa.concat_tables([one, other]), circle)
    score = by_rule["STF-007"]
    assert (score["injected"], score["found"], score["false_positives"]) == (2, 1, 1)


def test_as_table():
    by_rule, _ = evaluate(FINDINGS, entities(KEY), PARENTS)
    table = as_table(by_rule, "rule_id")
    row = table.to_pylist()[list(by_rule).index("STF-007")]
    assert (row["rule_id"], row["found"], row["recall"]) == ("STF-007", 3, 0.75)


def test_parents_stand_in_keys_and_in_files():
    """Attendance names its student; the section's educator stands in a file."""
    findings = [
        ("ATT-002", "attendance", "S1|E1|2026-03-01"),
        ("ENR-009", "section_enrollment", "X1|S2|2025-08-18"),
        ("ASM-002", "result", "R7"),
        ("STF-002", "educator", "P9"),
    ]
    tables = {
        "section_educators": pa.table(
            {"section_id": ["X1", "X2"], "educator_id": ["P5", "P6"]}
        ),
        "assessment_results": pa.table({"result_id": ["R7"], "student_id": ["S3"]}),
    }
    assert set(parents_of(findings, tables)) == {
        ("attendance", "S1|E1|2026-03-01", "student", "S1"),
        ("attendance", "S1|E1|2026-03-01", "school", "E1"),
        ("section_enrollment", "X1|S2|2025-08-18", "section", "X1"),
        ("section_enrollment", "X1|S2|2025-08-18", "student", "S2"),
        ("section", "X1", "educator", "P5"),
        ("result", "R7", "student", "S3"),
    }


def test_pooled_ratios_are_those_of_the_sums():
    by_rule, _ = evaluate(FINDINGS, entities(KEY), PARENTS)
    all_found = [("STF-007", "educator", f"P{number}") for number in (1, 2, 3, 4)]
    others, _ = evaluate(all_found, entities(KEY))
    # 3 + 4 of 4 + 4 defects; 4 + 4 true and 2 + 0 false findings
    score = pooled([by_rule, others])["STF-007"]
    assert (score["recall"], score["precision"]) == (7 / 8, 8 / 10)


def test_unexplained_names_what_was_missed_and_what_is_false():
    missed, false = unexplained(FINDINGS, entities(KEY), PARENTS)
    assert missed == {
        "STF-004": [("certification", "Z5")],
        "STF-007": [("educator", "P4")],
    }
    assert false == {"STF-007": [("educator", "P6", True), ("educator", "P9", False)]}
