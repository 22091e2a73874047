"""Student growth percentiles of a cohort: by hand, uniform, beside statsmodels."""

import numpy as np
import pytest
from edstats.growth.percentiles import (
    METHODS,
    chain_lengths,
    cohort_growth,
    growth_quantiles,
    student_growth_percentiles,
)
from edstats.growth.splines import design
from growth_cohorts import cohort, parameters
from naive_growth import patsy_design, statsmodels_percentiles
from scipy.stats import kstest

SGP, CONDITIONAL = range(len(METHODS))


def test_the_quantiles_are_those_of_the_policy():
    taus = parameters().taus
    assert len(taus) == 100
    assert taus[[0, 1, 50, 99]].tolist() == [0.005, 0.015, 0.505, 0.995]


def test_the_basis_is_that_of_patsy():
    """Where the outer knots lie changes the columns, though not what they span."""
    _, priors = cohort(300)
    policy = parameters()
    ours = design(priors, policy.knot_quantile, policy.boundary_share)
    assert ours.shape == (300, 1 + 3 * 7)
    assert np.abs(ours - patsy_design(priors, policy)).max() < 1e-12


def test_knots_that_coincide_are_one_and_equal_priors_have_no_columns():
    policy = parameters()
    # 70 of 100 at 200: of the four knots three lie there, so that 8 - 2 - 1 are left
    values = np.concatenate([np.full(70, 200.0), np.arange(201.0, 231)])
    shares = policy.knot_quantile, policy.boundary_share
    assert design(values[:, None], *shares).shape == (100, 1 + 5)
    assert design(np.full((9, 2), 200.0), *shares).tolist() == [[1]] * 9


def test_percentiles_by_hand():
    """Two groups of 101 students; in each the quantiles are order statistics.

    Of the scores 0 to 100 quantile j - .5 percent is number ceil(1.01 j - .505), and so
    the score 0 for j = 1, 49 for j = 50, 51 for j = 51, 89 for j = 89, 90 for j = 90,
    100 for j = 100. A score of 50 exceeds 50 of them; 51 exceeds 50 as well, because it
    does not exceed itself; 0 exceeds none and is 1, 100 exceeds 99, and 90 exceeds 89.
    After a prior score of 250 all have 40 more, so that 90 is 50 there.
    """
    scores = np.concatenate([np.arange(101.0), np.arange(40.0, 141)])
    priors = np.repeat([200.0, 250], 101)[:, None]
    found = student_growth_percentiles(scores, priors, parameters())
    low, high = found[:101], found[101:]
    assert low[[0, 49, 50, 51, 90, 100]].tolist() == [1, 49, 50, 50, 89, 99]
    assert high[[0, 50, 100]].tolist() == [1, 50, 99]
    assert (low == high).all()


def test_quantiles_never_cross():
    scores, priors = cohort(1_100)
    fitted = growth_quantiles(scores, priors, parameters())
    assert fitted.shape == (1_100, 100)
    assert (np.diff(fitted, axis=1) >= 0).all()


def deciles(values):
    """The tenth, 0 to 9, of each value."""
    ranks = values.argsort(kind="stable").argsort(kind="stable")
    return ranks * 10 // len(values)


@pytest.mark.parametrize("springs", [1, 3])
def test_percentiles_are_uniform_within_deciles_of_the_prior_score(springs):
    """In each decile, of 190 students: no share up to a percentile is more than .1 off,

    as 95 % of uniform samples of 190 are (1.36 / sqrt(190)), and the mean is within 4.5
    of 50 (2.1 standard errors). Ranks of the score itself are far from it.
    """
    scores, priors = cohort(1_900, springs, seed=springs)
    found = student_growth_percentiles(scores, priors, parameters())
    status = scores.argsort().argsort() / 19
    for decile in range(10):
        inside = deciles(priors[:, 0]) == decile
        assert kstest((found[inside] - 0.5) / 99, "uniform").statistic < 0.1, decile
        assert abs(found[inside].mean() - 50) < 4.5, decile
    lowest = deciles(priors[:, 0]) == 0
    assert status[lowest].mean() < 30


@pytest.mark.parametrize(("springs", "count"), [(1, 25), (3, 15)])
def test_percentiles_are_those_of_statsmodels(springs, count):
    """A few quantiles, from .005 to .995; make bench compares all 100."""
    scores, priors = cohort(1_050, springs, seed=4)
    policy = parameters(quantile_count=count, quantile_step=0.99 / (count - 1))
    ours = student_growth_percentiles(scores, priors, policy)
    theirs = statsmodels_percentiles(scores, priors, policy)
    assert np.mean(ours == theirs) >= 0.99
    assert np.abs(ours - theirs).max() <= 1


def test_equal_scores_have_the_lowest_percentile():
    """No quantile is exceeded by the tie margin where all lie on the score."""
    _, priors = cohort(1_000, 1)
    assert set(
        student_growth_percentiles(np.full(1_000, 200.0), priors, parameters())
    ) == {1}


def test_equal_priors_leave_the_ranks_of_the_scores():
    scores = np.arange(1_001.0)
    found = student_growth_percentiles(scores, np.full((1_001, 2), 200.0), parameters())
    # of 1001 scores 500 is the median: 50 quantiles lie below
    assert found[500] == 50
    assert (np.diff(found) >= 0).all()


@pytest.mark.parametrize(("students", "method"), [(999, CONDITIONAL), (1_000, SGP)])
def test_a_cohort_below_a_thousand_has_conditional_status(students, method):
    scores, priors = cohort(students, 1)
    growth = cohort_growth(scores, priors, parameters())
    assert set(growth.method) == {method}
    assert set(growth.cohort_students) == {students}
    assert growth.percentile.min() == 1
    assert growth.percentile.max() == 99


@pytest.mark.parametrize(("students", "method"), [(49, -1), (50, CONDITIONAL)])
def test_a_cohort_below_fifty_has_nothing(students, method):
    scores, priors = cohort(students, 1)
    growth = cohort_growth(scores, priors, parameters())
    assert set(growth.method) == {method}
    assert (growth.percentile > 0).all() == (method == CONDITIONAL)


def test_students_are_compared_by_the_longest_chain_that_enough_have():
    """1,200 have one prior, 1,100 of them two, 999 of them three, which are too few."""
    scores, priors = cohort(1_200)
    priors[1_100:, 1], priors[999:, 2] = np.nan, np.nan
    growth = cohort_growth(scores, priors, parameters())
    assert growth.priors_used.tolist() == [2] * 1_100 + [1] * 100
    assert growth.cohort_students.tolist() == [1_100] * 1_100 + [1_200] * 100
    policy = parameters()
    two = student_growth_percentiles(scores[:1_100], priors[:1_100, :2], policy)
    one = student_growth_percentiles(scores, priors[:, :1], policy)
    assert growth.percentile.tolist() == [*two, *one[1_100:]]


def test_a_chain_ends_before_its_first_gap():
    gap = np.nan
    priors = np.array(
        [[200, 190, 180], [200, gap, 180], [gap, 190, 180], [200, 190, gap]]
    )
    assert chain_lengths(priors, 3).tolist() == [3, 1, 0, 2]
    assert chain_lengths(priors, 2).tolist() == [2, 1, 0, 2]


def test_students_without_a_prior_have_no_percentile_and_change_none():
    scores, priors = cohort(1_010, 1)
    priors[:10] = np.nan
    growth = cohort_growth(scores, priors, parameters())
    assert growth.method[:10].tolist() == [-1] * 10
    assert growth.priors_used[:10].tolist() == [0] * 10
    alone = cohort_growth(scores[10:], priors[10:], parameters())
    assert (growth.percentile[10:] == alone.percentile).all()


def test_a_missing_score_is_turned_down():
    scores, priors = cohort(60, 1)
    scores[3] = np.nan
    with pytest.raises(ValueError, match="needs a score"):
        cohort_growth(scores, priors, parameters())
