"""Who could be in the evaluation of programmes, from the raw files row by row.

Written from the descriptions of int_district__program_subjects and
int_district__program_scores, without any of their SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from naive_scores_and_staff import rows_of, scores

Key = tuple[str, str]
Scores = list[float | None]


def pre_and_post(folder: Path) -> dict[Key, Scores]:
    """(program_id, student_id): z of the fall before and of the spring after, of
    programmes whose domain is a subject; by the interim test of the last year."""
    judged = scores(folder)
    tests = {row["assessment_id"]: row for row in rows_of(folder / "assessments.csv")}
    begins = first_days(folder)
    year = max(row["school_year"] for row in rows_of(folder / "assessment_results.csv"))
    found: dict[tuple[str, str, str], list[tuple[str, str, float | None]]] = {}
    for row in rows_of(folder / "assessment_results.csv"):
        test = tests[row["assessment_id"]]
        _, is_picked, z = judged[row["result_id"]]
        if is_picked and test["kind"] == "interim" and row["school_year"] == year:
            place = (row["student_id"], test["subject"], row["test_window"])
            sat = (row["test_date"], row["result_id"], z)
            found.setdefault(place, []).append(sat)
    pairs: dict[Key, Scores] = {}
    for program in rows_of(folder / "programs.csv"):
        begin = begins[program["program_id"]]
        for student, subject, _ in found:
            if subject != program["domain"]:
                continue
            fall = [
                s for s in found.get((student, subject, "fall"), []) if s[0] < begin
            ]
            spring = [
                s for s in found.get((student, subject, "spring"), []) if s[0] >= begin
            ]
            pairs[program["program_id"], student] = [
                min(fall)[2] if fall else None,
                min(spring)[2] if spring else None,
            ]
    return pairs


def first_days(folder: Path) -> dict[str, str]:
    """program_id: the first day on which anybody begins."""
    begins: dict[str, str] = {}
    for row in rows_of(folder / "program_participations.csv"):
        day = begins.setdefault(row["program_id"], row["begin_date"])
        begins[row["program_id"]] = min(day, row["begin_date"])
    return begins


def participants(folder: Path) -> set[Key]:
    """(program_id, student_id) of everybody who took part, the control arm left out."""
    return {
        (row["program_id"], row["student_id"])
        for row in rows_of(folder / "program_participations.csv")
        if row["assigned_arm"] != "control"
    }


def block_difference(rows: list[tuple[str, bool, float]]) -> float:
    """Effect of being drawn, of (school, is drawn, outcome): the difference of the arms
    of each school, weighted by n p (1 - p), which is what least squares with a constant
    per school makes of it."""

    def parts() -> Iterator[tuple[float, float]]:
        for school in sorted({row[0] for row in rows}):
            drawn = np.array([row[2] for row in rows if row[0] == school and row[1]])
            other = np.array(
                [row[2] for row in rows if row[0] == school and not row[1]]
            )
            if len(drawn) and len(other):
                weight = len(drawn) * len(other) / (len(drawn) + len(other))
                yield weight, weight * (drawn.mean() - other.mean())

    weights, differences = zip(*parts(), strict=True)
    return sum(differences) / sum(weights)
