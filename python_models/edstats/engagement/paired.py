"""Two answers of the same persons: McNemar's test and the difference of the shares."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import binom, chi2


@dataclass(frozen=True)
class Change:
    """p_value: two-sided.

    method: exact (binomial; then `statistic` is the smaller of the two numbers of
        persons who changed) or chi_square (with continuity correction)
    difference, low, high: second share less first, and its interval; nan of nobody
    """

    method: str
    statistic: float
    p_value: float
    difference: float
    low: float
    high: float


def paired_change(lost, gained, pairs, exact_below, z):
    """The `Change` among `pairs` persons.

    lost: persons who counted the first time and not the second; gained: the reverse
    exact_below: fewer persons who changed than this are tested exactly
    z: quantile of the normal distribution, 1.96 for an interval of 95 %
    Raises ValueError when more persons changed than there are.
    Sources: McNemar (1947), Psychometrika 12; Edwards (1948), Psychometrika 13.
    """
    changed = lost + gained
    if min(lost, gained) < 0 or changed > pairs:
        raise ValueError(f"{lost} and {gained} of {pairs} persons changed")
    if changed < exact_below:
        method, statistic = "exact", float(min(lost, gained))
        p_value = min(1.0, 2 * float(binom.cdf(statistic, changed, 0.5)))
    else:
        method, statistic = "chi_square", (abs(lost - gained) - 1) ** 2 / changed
        p_value = float(chi2.sf(statistic, 1))
    low, high = paired_interval(lost, gained, pairs, z)
    difference = (gained - lost) / pairs if pairs else np.nan
    return Change(method, statistic, p_value, difference, low, high)


def paired_interval(lost, gained, pairs, z):
    """Interval of the difference of two shares of the same persons; nan of nobody.

    Wald's interval after one more person who lost and one who gained, which keeps its
    level from ten pairs on; its middle lies a little nearer to 0 than the difference.
    Source: Bonett and Price (2012), Journal of Educational and Behavioral Statistics
    37, 479-488.
    """
    if not pairs:
        return np.nan, np.nan
    down, up = (lost + 1) / (pairs + 2), (gained + 1) / (pairs + 2)
    error = np.sqrt((up + down - (up - down) ** 2) / (pairs + 2))
    middle = up - down
    return max(-1.0, middle - z * error), min(1.0, middle + z * error)
