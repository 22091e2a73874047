"""Answers of the same users in two phases: which answers count, and the tests."""

from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from edstats.engagement.panel import panel_changes
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

Z = 1.959963984540054
PHASES = ("Baseline", "Endline")
PARAMETERS = pa.table(
    {
        "parameter": ["mcnemar_exact_below", "retention_weeks", "league_min_users"],
        "value": [25, 30, 30],
    }
)
COLUMNS = ("user_key", "question", "phase", "responded_at", "is_valid", "is_desired")


def panel(answers):
    """Rows by question; answers: tuples in COLUMNS, the last with the first key."""
    table = pa.table(
        {name: pa.array([row[i] for row in answers]) for i, name in enumerate(COLUMNS)}
        | {
            "organization_id": ["o"] * len(answers),
            "response_id": [f"r{len(answers) - i:05}" for i in range(len(answers))],
            "module": ["M1"] * len(answers),
        }
    )
    made = panel_changes(table, PARAMETERS, PHASES, Z)
    return {row["question"]: row for row in made.to_pylist()}


def at(day, hour=9):
    return datetime(2026, 1, day, hour)


def test_the_first_valid_answer_of_each_phase_counts():
    rows = panel(
        [
            # of two valid answers the first, not the desired one
            ("a", "Q1", "Baseline", at(1), True, False),
            ("a", "Q1", "Baseline", at(2), True, True),
            ("a", "Q1", "Endline", at(20), True, True),
            # a key without meaning is no answer
            ("b", "Q1", "baseline", at(1), False, None),
            ("b", "Q1", "Baseline", at(3), True, True),
            ("b", "Q1", "Endline", at(20), True, True),
            # no second answer
            ("c", "Q1", "Baseline", at(1), True, True),
            # the phase between does not count
            ("d", "Q1", "Midline", at(9), True, False),
            ("d", "Q1", "Endline", at(20), True, True),
            ("a", "Q2", "Endline", at(20), True, True),
        ]
    )
    first = rows["Q1"]
    counts = ("n_first", "n_last", "n_users", "desired_first", "desired_last")
    assert [first[name] for name in counts] == [3, 3, 2, 1, 2]
    assert (first["lost"], first["gained"], first["difference"]) == (0, 1, 0.5)
    assert (first["method"], first["p_value"], first["module"]) == ("exact", 1, "M1")
    second = rows["Q2"]
    assert (second["n_users"], second["n_last"]) == (0, 1)
    assert second["p_value"] is second["p_adjusted"] is second["share_first"] is None


def test_of_two_answers_at_the_same_time_the_key_settles_it():
    rows = panel(
        [
            ("a", "Q1", "Baseline", at(1), True, True),
            ("a", "Q1", "Baseline", at(1), True, False),
            ("a", "Q1", "Endline", at(2), True, True),
        ]
    )
    assert rows["Q1"]["desired_first"] == 0


def test_questions_are_as_in_statsmodels():
    random = np.random.default_rng(11)
    answers, expected = [], {}
    for question, (users, share) in {
        "Q1": (20, 0.5),
        "Q2": (90, 0.9),
        "Q3": (150, 0.6),
        "Q4": (60, 0.55),
    }.items():
        before, after = random.random((2, users)) < [[0.5], [share]]
        table = pd.crosstab(before, after)
        changed = table.loc[True, False] + table.loc[False, True]
        test = mcnemar(table, exact=changed < 25, correction=True)
        expected[question] = test.statistic, test.pvalue, after.mean() - before.mean()
        for phase, day, desired in (("Baseline", 1, before), ("Endline", 9, after)):
            answers += [
                (f"u{user:03}", question, phase, at(day), True, bool(desired[user]))
                for user in range(users)
            ]
    random.shuffle(answers)
    rows = panel(answers)
    adjusted = multipletests([p for _, p, _ in expected.values()], method="holm")[1]
    for (question, figures), p_adjusted in zip(expected.items(), adjusted, strict=True):
        row = rows[question]
        found = [row[name] for name in ("statistic", "p_value", "difference")]
        # stored to 10 significant digits
        assert found == pytest.approx(figures, rel=1e-9)
        assert row["p_adjusted"] == pytest.approx(p_adjusted, rel=1e-9)
        assert row["ci_low"] < row["difference"] < row["ci_high"]


def test_without_answers_there_is_no_question():
    empty = pa.schema(
        [(name, pa.string()) for name in ("user_key", "question", "phase")]
        + [("response_id", pa.string()), ("module", pa.string())]
        + [("organization_id", pa.string())]
        + [("responded_at", pa.timestamp("us"))]
        + [("is_valid", pa.bool_()), ("is_desired", pa.bool_())]
    ).empty_table()
    assert len(panel_changes(empty, PARAMETERS, PHASES, Z)) == 0
