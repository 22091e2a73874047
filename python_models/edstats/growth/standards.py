"""Growth beside the norm, and whether it leads to the standard in time.

A norm says what students gain from one spring to the next: on average `expected_gain`
from the score `start_mean`, `gain_per_point` more for each point above it, with the
standard deviation `gain_sd`. The growth index of a year is what was gained beyond that,
in these standard deviations: 0 is typical. A student is on pace who reaches the cut at
the next target grade by the index of the last year, kept up in every year to come.
"""

from dataclasses import dataclass

import numpy as np

# Scores are compared in billionths of a point: what is beyond is rounding.
DECIMALS = 9


@dataclass(frozen=True)
class Norm:
    """Gains of one year, from one grade on, in points of the scale.

    gain_per_point: has no unit
    """

    start_mean: float
    expected_gain: float
    gain_per_point: float
    gain_sd: float

    def gain(self, start):
        """Points that students with these scores gain on average."""
        return self.expected_gain + self.gain_per_point * (start - self.start_mean)


@dataclass(frozen=True)
class Standard:
    """What the scores of one district and subject are measured by.

    norms: grade -> Norm of the year from its spring to the next
    cuts: grade -> lowest score that meets the standard in spring
    target_grades: grades by which it is to be met, ascending
    """

    norms: dict
    cuts: dict
    target_grades: tuple

    def target(self, grade):
        """The first target grade above a grade; None after the last one."""
        return next((target for target in self.target_grades if target > grade), None)


@dataclass(frozen=True)
class Pace:
    """One array entry per student; NaN where a norm or a cut is missing.

    index: growth index of the last year
    needed: the index that reaches the cut when it is kept up
    projected: score at the target grade when the student's own is kept up
    target_grade, target_score: of the whole grade, None where there is none
    """

    index: np.ndarray
    needed: np.ndarray
    projected: np.ndarray
    target_grade: int | None
    target_score: float | None

    @property
    def is_known(self):
        return np.isfinite(self.projected) & np.isfinite(self.needed)

    @property
    def is_on_pace(self):
        """Whether the projected score is at the cut or above; false where not known."""
        if self.target_score is None:
            return np.zeros(len(self.index), dtype=bool)
        return np.round(self.projected, DECIMALS) >= self.target_score


def growth_index(norm, start, end):
    """Conditional growth index: the gain beyond the norm's, in its standard deviations.

    start, end: scores of two springs, a year apart
    """
    return (end - start - norm.gain(start)) / norm.gain_sd


def path(norms, scores):
    """Where scores lead with an index of 0, and by how much more for each unit of it.

    norms: one `Norm` for each year to come; scores: (students,) now
    """
    typical, per_index = np.asarray(scores, dtype=float), 0.0
    for norm in norms:
        per_index = per_index * (1 + norm.gain_per_point) + norm.gain_sd
        typical = typical + norm.gain(typical)
    return typical, per_index


def pace(standard, grade, scores, prior_grades, priors):
    """`Pace` of the students of one grade.

    scores: (students,) of this spring; prior_grades, priors: of the spring before
    """
    index = np.full(len(scores), np.nan)
    for prior_grade in np.unique(prior_grades):
        norm = standard.norms.get(int(prior_grade))
        if norm is not None:
            rows = prior_grades == prior_grade
            index[rows] = growth_index(norm, priors[rows], scores[rows])
    unknown = np.full(len(scores), np.nan)
    target = standard.target(grade)
    years = range(grade, grade if target is None else target)
    if target is None or any(year not in standard.norms for year in years):
        return Pace(index, unknown, unknown, target, standard.cuts.get(target))
    typical, per_index = path([standard.norms[year] for year in years], scores)
    cut = standard.cuts.get(target)
    needed = unknown if cut is None else (cut - typical) / per_index
    return Pace(index, needed, typical + per_index * index, target, cut)
