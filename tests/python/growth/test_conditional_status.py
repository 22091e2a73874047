"""Conditional status percentiles: by hand, and beside statsmodels and pandas."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from edstats.growth.percentiles import conditional_status_percentiles
from growth_cohorts import cohort, parameters


def naive(scores, priors):
    """Rank of the residual of statsmodels' least squares, row by row."""
    frame = pd.DataFrame(priors).assign(score=scores)
    model = sm.OLS(frame["score"], sm.add_constant(frame.drop(columns="score"))).fit()
    residuals = model.resid.round(9)
    found = []
    for own in residuals:
        below, equal = (residuals < own).sum(), (residuals == own).sum()
        rank = 100 * (below + equal / 2) / len(residuals)
        found.append(min(max(int(np.floor(rank + 0.5)), 1), 99))
    return found


def test_conditional_status_by_hand():
    """After 200 the scores are 201 and 203, after 210 they are 208 and 212.

    Least squares goes through the means 202 and 210, so the residuals are -1, 1, -2, 2.
    Below and half of themselves: 1.5, 2.5, 0.5, 3.5 of 4, which is 37.5, 62.5, 12.5 and
    87.5 percent, rounded half up.
    """
    scores = np.array([201.0, 203, 208, 212])
    priors = np.array([200.0, 200, 210, 210])[:, None]
    found = conditional_status_percentiles(scores, priors, parameters())
    assert found.tolist() == [38, 63, 13, 88]


def test_equal_residuals_share_a_rank():
    """Of five residuals -3, 1, 1, 1, 0 the three have 2 below and 1.5: 70 percent."""
    scores = np.array([197.0, 201, 201, 201, 200])
    priors = np.full((5, 1), 190.0)
    found = conditional_status_percentiles(scores, priors, parameters())
    assert found.tolist() == [10, 70, 70, 70, 30]


def test_halves_are_the_bounds_of_percentiles():
    """Of 100 students the ranks are .5, 1.5 to 99.5, which are 1, 2 to 100."""
    found = conditional_status_percentiles(
        np.arange(100.0), np.zeros((100, 1)), parameters()
    )
    assert found[[0, 1, 2, 97, 98, 99]].tolist() == [1, 2, 3, 98, 99, 99]
    # of 1,000 the ranks .05, .15 to .45 are 0, which is clipped to 1
    found = conditional_status_percentiles(
        np.arange(1_000.0), np.zeros((1_000, 1)), parameters()
    )
    assert np.bincount(found)[[1, 2, 50, 98, 99]].tolist() == [15, 10, 10, 10, 15]


@pytest.mark.parametrize("springs", [1, 2, 3])
def test_conditional_status_is_that_of_statsmodels(springs):
    scores, priors = cohort(160, springs, seed=springs)
    ours = conditional_status_percentiles(scores, priors, parameters())
    assert ours.tolist() == naive(scores, priors)


def test_equal_priors_and_equal_scores():
    policy = parameters()
    same = conditional_status_percentiles(
        np.full(60, 200.0), np.full((60, 3), 7.0), policy
    )
    assert set(same) == {50}
    scores, priors = cohort(60, 1)
    twice = conditional_status_percentiles(scores, np.hstack([priors, priors]), policy)
    once = conditional_status_percentiles(scores, priors, policy)
    assert (twice == once).all()
