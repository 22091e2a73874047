"""Growth percentiles by libraries: splines of patsy, as in R, and statsmodels."""

import warnings

import numpy as np
from patsy import bs
from statsmodels.regression.quantile_regression import QuantReg


def patsy_design(priors, policy):
    """A constant and the columns of patsy's bs() for each prior."""
    columns = [np.ones((len(priors), 1))]
    for prior in priors.T:
        beyond = policy.boundary_share * np.ptp(prior)
        columns.append(
            bs(
                prior,
                knots=np.percentile(prior, [20, 40, 60, 80]),
                degree=3,
                lower_bound=prior.min() - beyond,
                upper_bound=prior.max() + beyond,
            )
        )
    return np.hstack(columns)


def statsmodels_percentiles(scores, priors, policy):
    """What `student_growth_percentiles` computes, one quantile after the other."""
    regression = QuantReg(scores, patsy_design(priors, policy))
    with warnings.catch_warnings():
        # it stops at 1,000 iterations, near enough
        warnings.simplefilter("ignore")
        fits = [regression.fit(q=tau).fittedvalues for tau in policy.taus]
    exceeded = np.sum([fitted < scores - 0.001 for fitted in fits], axis=0)
    return np.clip(exceeded, policy.lowest_percentile, policy.highest_percentile)
