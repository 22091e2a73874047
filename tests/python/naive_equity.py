"""Gaps between groups of students, counted pair by pair from the raw files.

Written from the card docs/metrics/equity.md, without any of the models' SQL: Welch's
interval is scipy's, Newcombe's that of statsmodels, and V compares every pair of
students.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from naive_marks import Figures, Near, Z, district_of, found_in, nearly
from scipy.stats import norm, ttest_ind
from statsmodels.stats.proportion import confint_proportions_2indep

METRICS = ("proficiency_gap", "score_gap", "score_gap_g", "score_gap_v")
LEAST_STUDENTS = 10
# of the quantile of t that the card states
T_ERROR = 0.00002


def welch(focal: np.ndarray, others: np.ndarray) -> Figures:
    tested = ttest_ind(others, focal, equal_var=False)
    interval = tested.confidence_interval(0.95)
    gap = others.mean() - focal.mean()
    error = math.sqrt(focal.var(ddof=1) / len(focal) + others.var(ddof=1) / len(others))
    ends = (Near(float(end), T_ERROR * error) for end in interval)
    return (*nearly(gap, 1, gap, error), *ends)


def hedges(focal: np.ndarray, others: np.ndarray) -> Figures:
    n, m = len(focal), len(others)
    squares = ((focal - focal.mean()) ** 2).sum()
    squares += ((others - others.mean()) ** 2).sum()
    spread = math.sqrt(squares / (n + m - 2))
    difference = (others.mean() - focal.mean()) * (1 - 3 / (4 * (n + m) - 9))
    g = difference / spread
    error = math.sqrt((n + m) / (n * m) + g * g / (2 * (n + m)))
    return nearly(difference, spread, g, error, g - Z * error, g + Z * error)


def metric_free(focal: np.ndarray, others: np.ndarray) -> Figures:
    n, m = len(focal), len(others)
    pairs = others[:, None] - focal[None, :]
    chance = ((pairs > 0).sum() + 0.5 * (pairs == 0).sum()) / (n * m)
    if chance in (0, 1):
        return (None,) * 6
    two_others, two_focal = chance / (2 - chance), 2 * chance**2 / (1 + chance)
    spread = chance * (1 - chance)
    spread += (m - 1) * (two_others - chance**2) + (n - 1) * (two_focal - chance**2)
    quantile = norm.ppf(chance)
    v = math.sqrt(2) * quantile
    error = math.sqrt(2 * spread / (n * m)) / norm.pdf(quantile)
    return nearly(v, 1, v, error, v - Z * error, v + Z * error)


def newcombe(focal: np.ndarray, others: np.ndarray) -> Figures:
    n, m, p, q = len(focal), len(others), focal.mean(), others.mean()
    ends = confint_proportions_2indep(
        others.sum(), m, focal.sum(), n, method="newcomb", compare="diff"
    )
    error = math.sqrt(p * (1 - p) / n + q * (1 - q) / m)
    return nearly(q - p, 1, q - p, error, *ends)


def contrasts(values: dict[tuple, dict[str, list[float]]]) -> Iterator[tuple]:
    """(cell, group and others) of all dimensions; ``values``: by cell and group."""
    for cell, groups in values.items():
        for focal, own in groups.items():
            others = [
                value
                for group, rest in groups.items()
                if group != focal
                for value in rest
            ]
            if others:
                yield (*cell, focal), np.array(own, float), np.array(others, float)


def metrics(folder: Path, as_of: date, warehouse: Path) -> tuple[dict, dict]:
    """(metric, policy, unit type, unit, subject, year, group): found, counted here."""
    district = district_of(folder, warehouse)
    passed: dict[tuple, dict] = defaultdict(lambda: defaultdict(list))
    normed: dict[tuple, dict] = defaultdict(lambda: defaultdict(list))
    for rows, values in ((district.standard, passed), (district.norm, normed)):
        for mark in rows.values():
            for *cell, group in district.cells(
                mark.student, mark.school, mark.subject, mark.year
            ):
                dimension, _, name = group.partition(":")
                if dimension not in ("all", "grade") and name != "unknown":
                    value = mark.distance >= 0 if values is passed else mark.z
                    values[*cell, dimension][group].append(value)
    expected: dict[tuple, Figures] = {}
    scales = {"score_gap": welch, "score_gap_g": hedges, "score_gap_v": metric_free}
    for values, formulas in ((passed, {"proficiency_gap": newcombe}), (normed, scales)):
        for (*cell, _, focal), own, others in contrasts(values):
            least = min(len(own), len(others))
            for name, formula in formulas.items():
                enough = least >= LEAST_STUDENTS
                figures = formula(own, others) if enough else (None,) * 6
                expected[name, "all_others", *cell, focal] = (least, *figures)
    return found_in(warehouse, METRICS), expected
