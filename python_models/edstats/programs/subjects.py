"""A programme and everybody who could be in its evaluation, as arrays."""

import dataclasses
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Program:
    """What is known of a programme before anything is counted.

    assignment: selected, cutoff, randomised or universal
    assignment_unit: student, class or school
    cutoff: score below which students are assigned; NaN when there is none
    is_achievement: the outcome is a score in SDs of its norms, else a share of days
    favourable: 1 when more of the outcome is better, -1 when less is
    """

    assignment: str
    assignment_unit: str
    is_within_school: bool
    is_achievement: bool
    favourable: int
    cutoff: float = np.nan

    @property
    def is_clustered(self):
        return self.assignment_unit != "student"


@dataclass(frozen=True)
class Subjects:
    """(N,) arrays, by key; one element per student. NaN is missing.

    key: unique texts; is_served: took part; is_assigned: drawn for treatment or below
        the cut score, else as is_served
    grade, school_type, school: codes; school is also the cluster of programmes that are
        assigned by class or school, and the block of those randomised within schools
    pre, post, earlier: outcome before, after, and a year or so before `pre`
    change, expected: change of the score and the change in the norms, in SDs of the
        norms of the later test
    running: score that is compared with the cutoff
    covariates: name -> floats, known before the programme; flags are named is_...
    """

    key: np.ndarray
    is_served: np.ndarray
    is_assigned: np.ndarray
    grade: np.ndarray
    school_type: np.ndarray
    school: np.ndarray
    pre: np.ndarray
    post: np.ndarray
    earlier: np.ndarray
    change: np.ndarray
    expected: np.ndarray
    running: np.ndarray
    covariates: dict

    def __len__(self):
        return len(self.key)

    def take(self, rows):
        """The subjects `rows`, a mask or indices."""
        fields = {
            field.name: getattr(self, field.name)[rows]
            for field in dataclasses.fields(self)
            if field.name != "covariates"
        }
        covariates = {name: values[rows] for name, values in self.covariates.items()}
        return Subjects(**fields, covariates=covariates)

    def by_key(self):
        """The same in the order of the keys, so that no result hangs on row order.

        Raises ValueError when a key stands twice.
        """
        order = np.argsort(self.key, kind="stable")
        ordered = self.take(order)
        if np.any(ordered.key[1:] == ordered.key[:-1]):
            raise ValueError("a student stands twice among the subjects of a programme")
        return ordered

    def baseline(self):
        """{name: floats} of what is known before the programme and not missing for all.

        The pretest comes first and is always there.
        """
        known = {
            name: values
            for name, values in self.covariates.items()
            if not np.isnan(values).all()
        }
        return {"pretest": self.pre, **known}


def is_flag(name):
    """Whether a covariate of this name has the values 0 and 1 only."""
    return name.startswith("is_")


class NoEstimate(Exception):
    """Why a design gives no estimate, in words for readers of the table."""
