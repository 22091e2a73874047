"""ENG-001 to ENG-012 against the answer key: what was planted is found, nothing else.

Ten rules are exact: they find every record of the answer key and no other. Two are told
by what they name, because a mistake is more than the record that shows it:

* ENG-007 finds an enrolment; the answer key names the user, or the experience, whose
  partner was changed. They are compared by user.
* ENG-010 finds the call that goes back; the answer key has all attempts for the lesson.
  Each planted lesson has to be found once, in one of its calls.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict

import pytest
from conftest import query

# rule -> the field of the evidence that names the record, beside the platform
NAMED_BY = {
    "ENG-001": "call_id",
    "ENG-002": "call_id",
    "ENG-003": "call_id",
    "ENG-004": "call_id",
    "ENG-005": "call_id",
    "ENG-006": "content_id",
    "ENG-007": "experience_id",
    "ENG-008": "experience_id",
    "ENG-009": "call_id",
    "ENG-010": "call_id",
    "ENG-011": "week",
    "ENG-012": "user_id",
}
MODELS = (
    "dq_call_weeks__volume_drop",
    "dq_calls__far_back",
    "dq_calls__implausible",
    "dq_contents__without_duration",
    "dq_experiences__partner_unclear",
    "dq_users__many_programs",
)
# those of which the answer key has other records than the finding: both by user
BY_USER = ("ENG-007", "ENG-012")


@pytest.fixture(scope="module")
def findings(engagement_warehouse) -> list[tuple[str, str, dict[str, str]]]:
    """(rule, all text of the finding, evidence) of every finding."""
    parts = (
        "select rule_id, concat_ws(' ', observed, expected, message, evidence),"
        f" evidence from quality.{model}"
        for model in MODELS
    )
    return [
        (rule, text, json.loads(evidence))
        for rule, text, evidence in query(
            engagement_warehouse, " union all ".join(parts)
        )
    ]


@pytest.fixture(scope="module")
def users(engagement_warehouse) -> dict[str, str]:
    """platform|experience -> platform|user, as the files have them."""
    return dict(
        query(
            engagement_warehouse,
            "select data_source || '|' || id, data_source || '|' || user_id"
            " from landing.raw_dost__experiences where row_status = 'staged'",
        )
    )


@pytest.fixture(scope="module")
def found(findings, users) -> dict[str, list[str]]:
    """Rule -> platform|record of its findings, of BY_USER platform|user."""
    named = defaultdict(list)
    for rule, _, evidence in findings:
        key = f"{evidence['data_source']}|{evidence[NAMED_BY[rule]]}"
        named[rule].append(users[key] if rule == "ENG-007" else key)
    return named


@pytest.fixture(scope="module")
def planted(engagement_warehouse, users):
    """(file of the answer key, rule) -> defect -> its records, as in `found`."""
    key = defaultdict(lambda: defaultdict(set))
    for name in ("dost_defects", "dost_hard_negatives"):
        file = engagement_warehouse.parent / "truth" / f"{name}.csv"
        with file.open(encoding="utf-8") as lines:
            for line in csv.DictReader(lines):
                row = line["row_key"]
                if line["code"] in BY_USER and line["file"] == "experiences":
                    row = users[row]
                key[name, line["code"]][line["defect_id"]].add(row)
    return key


@pytest.mark.parametrize("rule", [rule for rule in NAMED_BY if rule != "ENG-010"])
def test_the_rule_finds_what_was_planted_and_nothing_else(found, planted, rule):
    expected = set().union(*planted["dost_defects", rule].values())
    assert expected, "a rule without a planted mistake proves nothing"
    assert sorted(found[rule]) == sorted(expected)


def test_a_lesson_far_back_is_found_once(found, planted):
    defects = planted["dost_defects", "ENG-010"]
    assert len(defects) >= 10
    for rows in defects.values():
        assert len(rows.intersection(found["ENG-010"])) == 1
    assert len(found["ENG-010"]) == len(set(found["ENG-010"])) == len(defects)


@pytest.mark.parametrize("rule", NAMED_BY)
def test_the_rule_passes_over_legal_cases_that_look_alike(found, planted, rule):
    legal = planted["dost_hard_negatives", rule]
    # of contents there is none in the answer key: drafts are of this kind
    assert legal or rule == "ENG-006"
    assert not set(found[rule]).intersection(set().union(*legal.values()))


def test_drafts_without_duration_are_legal(engagement_warehouse, found):
    drafts = {
        key
        for (key,) in query(
            engagement_warehouse,
            "select data_source || '|' || id from landing.raw_dost__contents"
            " where status = 'draft' and nullif(duration_secs, '') is null",
        )
    }
    assert drafts
    assert not drafts.intersection(found["ENG-006"])


def test_no_finding_holds_a_phone_number(engagement_warehouse, findings):
    phone = re.compile(r"\d{10}")
    numbers = query(
        engagement_warehouse,
        "select provider_number from landing.raw_dost__experiences",
    )
    assert all(phone.search(number) for (number,) in numbers if number)
    assert not [text for _, text, _ in findings if phone.search(text)]
