"""The columns of the quantile regressions: splines of each prior, and a constant."""

import numpy as np
from scipy.interpolate import BSpline

DEGREE = 3


def design(priors, knot_quantiles, boundary_share):
    """Columns of the regression, (students, 1 + splines of each prior).

    priors: (students, priors), without gaps
    knot_quantiles, boundary_share: see `Parameters`
    """
    columns = [np.ones((len(priors), 1))]
    for prior in priors.T:
        columns.append(cubic_splines(prior, knot_quantiles, boundary_share))
    return np.hstack(columns)


def cubic_splines(scores, knot_quantiles, boundary_share):
    """Cubic B-splines of one score, without the first, which the constant stands for.

    Inner knots that coincide are one; equal scores have no columns.
    """
    low, high = scores.min(), scores.max()
    if low == high:
        return np.empty((len(scores), 0))
    beyond = boundary_share * (high - low)
    inner = np.unique(np.quantile(scores, knot_quantiles))
    ends = [low - beyond] * (DEGREE + 1), [high + beyond] * (DEGREE + 1)
    knots = np.concatenate([ends[0], inner, ends[1]])
    return BSpline.design_matrix(scores, knots, DEGREE).toarray()[:, 1:]
