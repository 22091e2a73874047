"""Which groups have higher rates than others, as far as chance lets one say so."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from edstats.engagement.holm import holm


@dataclass(frozen=True)
class League:
    """Arrays with one entry per group.

    rank: 1 is the highest rate; equal rates share the better rank
    rank_best, rank_worst: ranks that the tests leave
    difference: rate less that of all other groups together
    p_value, p_adjusted: of no difference, two-sided; adjusted after Holm
    standing: above or below the others where p_adjusted says so, else not_different
    """

    rank: np.ndarray
    rank_best: np.ndarray
    rank_worst: np.ndarray
    difference: np.ndarray
    p_value: np.ndarray
    p_adjusted: np.ndarray
    standing: np.ndarray


def league_of(sums, z):
    """The `League` of `Sums`; of one group alone there is nothing to tell but rank 1.

    z: quantile of the normal distribution, 1.96 for tests at 5 %
    The ranks that are left of a group: it is below as many groups as have a higher rate
    in tests of it with each other group, adjusted after Holm, and above as many as
    have a lower one. They hold its true rank with the chance that z says.
    Source: Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for ranks, Review of
    Economic Studies 91, 476-518.
    """
    rate, error = sums.rate(), sums.std_error()
    level = 2 * norm.sf(z)
    better = (rate[None, :] > rate[:, None]).sum(axis=1)
    above, below = np.zeros((2, len(rate)), dtype=np.int64)
    for own in range(len(rate)):
        rest = np.arange(len(rate)) != own
        gap = rate[rest] - rate[own]
        differs = holm(two_sided(gap, np.hypot(error[rest], error[own]))) < level
        above[own] = (differs & (gap > 0)).sum()
        below[own] = (differs & (gap < 0)).sum()
    others = sums.others()
    difference = rate - others.rate()
    p_value = two_sided(difference, np.hypot(error, others.std_error()))
    p_adjusted = holm(p_value)
    sides = np.where(difference > 0, "above", "below")
    return League(
        rank=better + 1,
        rank_best=above + 1,
        rank_worst=len(rate) - below,
        difference=difference,
        p_value=p_value,
        p_adjusted=p_adjusted,
        standing=np.where(p_adjusted < level, sides, "not_different"),
    )


def two_sided(difference, error):
    """P-values of differences; 1 where both groups have no calls to vary."""
    with np.errstate(invalid="ignore", divide="ignore"):
        p_values = 2 * norm.sf(np.abs(difference / error))
    return np.where(np.isnan(p_values), 1.0, p_values)
