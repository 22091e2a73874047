"""Scores that count, read from the raw files, and numbers that are nearly equal.

What naive_attainment and naive_equity count with. Taken from the warehouse is what
other tests check: which subgroups a student is in, and the main school of a year.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import numpy as np
from conftest import query
from naive_scores_and_staff import Words, first_of, rows_of, scores
from statsmodels.stats.proportion import proportion_confint

Z = 1.959963984540054

Cell = tuple[str, str, str, int, str]  # unit type, unit, subject, year, group
Figures = tuple  # students, numerator, denominator, value, error, low, high


class Near(float):
    """A number that equals others next to it."""

    def __new__(cls, value: float, within: float = 0) -> Near:
        return super().__new__(cls, value)

    def __init__(self, value: float, within: float = 0) -> None:
        self.within = max(within, 1e-9, 1e-8 * abs(value))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, float | int) and abs(self - other) <= self.within

    __hash__ = None


class Tail(float):
    """A number that about 2.5 % of the draws lie beyond; side -1: below, 1: above."""

    def __new__(cls, draws: np.ndarray, side: int) -> Tail:
        return super().__new__(cls, np.quantile(draws, 0.5 + 0.475 * side))

    def __init__(self, draws: np.ndarray, side: int) -> None:
        self.draws, self.side = draws * side, side

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, float):
            return False
        end = other * self.side
        return bool(
            np.mean(self.draws > end) <= 0.055 and np.mean(self.draws >= end) >= 0.005
        )

    __hash__ = None


class Mark(NamedTuple):
    student: str
    school: str
    subject: str
    year: int
    test: str
    test_grade: int | None
    student_grade: int | None
    score: float
    z: float | None
    distance: float


def nearly(*figures: float | None) -> Figures:
    return tuple(figure if figure is None else Near(figure) for figure in figures)


def of_share(events: float, students: float, told: int) -> Figures:
    rate = events / students
    low, high = proportion_confint(events, students, method="wilson")
    error = math.sqrt(rate * (1 - rate) / students)
    return nearly(told, events, students, rate, error, max(low, 0), min(high, 1))


def of_mean(values: list[float]) -> Figures:
    n, mean, size = len(values), fmean(values), 1e-8 * fmean(map(abs, values))
    shared = n, Near(n * mean, n * size), n, Near(mean, size)
    if n == 1:
        return (*shared, None, None, None)
    error = float(np.std(values, ddof=1)) / math.sqrt(n)
    ends = (Near(mean + side * Z * error, 2 * size) for side in (-1, 1))
    return (*shared, Near(error, size), *ends)


def marks(
    folder: Path, kind: str, judged: dict, mains: dict
) -> dict[tuple[str, str, int], Mark]:
    """(student, subject, year): the score of spring that counts; of two the last."""
    words = Words()
    tests = {row["assessment_id"]: row for row in rows_of(folder / "assessments.csv")}
    codes = {
        row["school_code"]: row["school_id"]
        for row in rows_of(folder / "school_crosswalk.csv")
        if row["system"] == "assessment"
    }
    schools = {row["school_id"] for row in rows_of(folder / "schools.csv")}
    best: dict[tuple[str, str, int], tuple] = {}
    for row in first_of(rows_of(folder / "assessment_results.csv"), "result_id"):
        test = tests[row["assessment_id"]]
        _, is_picked, z = judged[row["result_id"]]
        if not is_picked or test["kind"] != kind or row["test_window"] != "spring":
            continue
        student, year = row["student_id"], int(row["school_year"][-4:])
        subject = words.of("subject", test["subject"])
        school = codes.get(row["school_code"], row["school_code"])
        score, grade = float(row["scale_score"]), words.grade(row["tested_grade"])
        mark = Mark(
            student,
            school if school in schools else mains.get((student, year)),
            subject,
            year,
            row["assessment_id"],
            words.grade(test["grade_level"]),
            grade,
            score,
            z,
            score - float(test["cut_level_3"]),
        )
        order = (row["test_date"], -1 if grade is None else grade)
        place = student, subject, year
        if place not in best or order > best[place][0]:
            best[place] = order, mark
    return {place: mark for place, (_, mark) in best.items()}


class District(NamedTuple):
    """What is counted with: the extract's folder, and what the warehouse says."""

    folder: Path
    groups: dict[tuple[str, int], list[str]]
    standard: dict[tuple[str, str, int], Mark]
    norm: dict[tuple[str, str, int], Mark]

    def cells(self, student: str, school: str, subject: str, year: int) -> Iterator:
        for group in self.groups[student, year]:
            yield "school", school, subject, year, group
            yield "district", self.folder.name, subject, year, group


@cache
def district_of(folder: Path, warehouse: Path) -> District:
    groups: dict[tuple[str, int], list[str]] = defaultdict(list)
    for student, year, group in query(
        warehouse,
        "select student_id, school_year, subgroup_key"
        " from district.bridge_student_subgroups"
        " join district.dim_students using (student_key)",
    ):
        groups[student, year].append(group)
    mains = {
        (student, year): school
        for student, year, school in query(
            warehouse,
            "select student_id, school_year, school_id from district.fct_student_years"
            " join district.dim_students using (student_key)"
            " join district.dim_schools using (school_key)",
        )
    }
    judged = scores(folder)
    both = (marks(folder, kind, judged, mains) for kind in ("state", "interim"))
    return District(folder, groups, *both)


def found_in(warehouse: Path, names: tuple[str, ...]) -> dict[tuple, Figures]:
    """(metric, policy, unit type, unit, subject, year, group): what met_values says."""
    return {
        tuple(row[:7]): row[7:]
        for row in query(
            warehouse,
            "select metric_name, policy_id, unit_type, coalesce(school_id, unit_key),"
            " subject, school_year, subgroup_key, n_students, numerator, denominator,"
            " value, std_error, ci_low, ci_high from metrics.met_values"
            " left join district.dim_schools on unit_key = school_key"
            f" where metric_name in {names}",
        )
    }
