"""Rates of calls whose calls come in clusters, one per parent."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit


@dataclass(frozen=True)
class Sums:
    """Sums over parents of a group's delivered calls d and answered calls a.

    Whole numbers, so they do not depend on the order of the parents; arrays, with one
    entry per group. Groups without common parents are added and taken off.
    """

    users: np.ndarray
    d: np.ndarray
    a: np.ndarray
    dd: np.ndarray
    da: np.ndarray
    aa: np.ndarray

    def rate(self):
        """Answered over delivered calls; nan without calls."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.a / self.d

    def std_error(self):
        """Standard error of the rate, with parents and not calls as what was drawn.

        A ratio of two sums, linearised: each parent's calls answered beyond the rate.
        nan of fewer than two parents.
        Source: Cochran (1977), Sampling techniques, 3rd edition, section 6.3.
        """
        rate = self.rate()
        with np.errstate(invalid="ignore", divide="ignore"):
            squares = self.aa - 2 * rate * self.da + rate**2 * self.dd
            # nothing is left of equal parents but the last bits
            squares = np.maximum(squares, 0) * self.users / (self.users - 1)
            return np.where(self.users > 1, np.sqrt(squares) / self.d, np.nan)

    def interval(self, z):
        """Ends of the interval, symmetric in the logit; nan for rates of 0 and 1."""
        rate, error = self.rate(), self.std_error()
        with np.errstate(invalid="ignore", divide="ignore"):
            width = z * error / (rate * (1 - rate))
            ends = expit(logit(rate) - width), expit(logit(rate) + width)
        return tuple(np.where((rate > 0) & (rate < 1), end, np.nan) for end in ends)

    def of(self, groups):
        """The `Sums` of these groups, by number or mask."""
        return Sums(*(part[groups] for part in self.parts()))

    def others(self):
        """Of each group, the `Sums` of all other groups together."""
        return Sums(*(part.sum() - part for part in self.parts()))

    def parts(self):
        return [getattr(self, name) for name in self.__dataclass_fields__]


def sums_of(group, groups, delivered, answered):
    """`Sums` of `groups` groups.

    group: number of the group, from 0, of each parent; delivered, answered: the
        parent's calls
    """
    d, a = (np.asarray(calls, dtype=np.int64) for calls in (delivered, answered))

    def summed(values):
        sums = np.zeros(groups, dtype=np.int64)
        np.add.at(sums, group, values)
        return sums

    return Sums(
        *(summed(values) for values in (np.ones_like(d), d, a, d * d, d * a, a * a))
    )
