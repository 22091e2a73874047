"""Effect sizes of two groups, as the What Works Clearinghouse defines them."""

import numpy as np
from scipy.stats import norm


def small_sample(count):
    """Factor that takes the bias of few degrees of freedom from d: 1 - 3 / (4N - 9)."""
    return 1 - 3 / (4 * count - 9)


def pooled_sd(treated, comparison):
    """Pooled SD of two arrays of at least two values each; unadjusted."""
    freedom = len(treated) + len(comparison) - 2
    squares = (len(treated) - 1) * treated.var(ddof=1)
    squares += (len(comparison) - 1) * comparison.var(ddof=1)
    return np.sqrt(squares / freedom)


def standardised(difference, treated, comparison):
    """A difference in SDs: Hedges' factor times difference over the pooled SD.

    Infinite when the groups have no spread but differ, 0 when they do not differ.
    """
    if difference == 0:
        return 0.0
    spread = pooled_sd(treated, comparison)
    if spread == 0:
        return np.copysign(np.inf, difference)
    count = len(treated) + len(comparison)
    return float(small_sample(count) * difference / spread)


def hedges_g(treated, comparison):
    """Difference of the means of two arrays in pooled SDs, small samples corrected."""
    return standardised(treated.mean() - comparison.mean(), treated, comparison)


def cox_index(treated, comparison, divisor):
    """Difference of two shares as log odds ratio / divisor; arrays of 0 and 1.

    Where a cell is empty each cell gets half a student (Haldane 1956); two groups that
    are all alike differ by 0.
    """
    cells = np.array(
        [[part.sum(), len(part) - part.sum()] for part in (treated, comparison)]
    )
    if not cells.sum(axis=0).all():
        return 0.0
    if not cells.all():
        cells = cells + 0.5
    odds = cells[:, 0] / cells[:, 1]
    return float(np.log(odds[0] / odds[1]) / divisor)


def improvement_index(effect):
    """Percentile points by which an average comparison student would rise."""
    return float(100 * (norm.cdf(effect) - 0.5))
