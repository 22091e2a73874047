"""The interior point method: fits are optimal, as scipy's linear programmes say."""

import numpy as np
import pytest
from edstats.growth import quantiles
from edstats.growth.quantiles import NotConvergedError, fitted_quantiles
from edstats.growth.splines import design
from growth_cohorts import cohort, parameters
from scipy import sparse
from scipy.optimize import linprog


def tilted(residuals, tau):
    """The sum that a quantile regression makes least."""
    return (residuals * (tau - (residuals < 0))).sum()


def least(x, y, tau):
    """The same sum at the optimum, as HiGHS finds it."""
    count, columns = x.shape
    return linprog(
        np.concatenate(
            [np.zeros(columns), np.full(count, tau), np.full(count, 1 - tau)]
        ),
        A_eq=sparse.hstack(
            [sparse.csr_array(x), sparse.eye(count), -sparse.eye(count)]
        ),
        b_eq=y,
        bounds=[(None, None)] * columns + [(0, None)] * (2 * count),
        method="highs",
    ).fun


def spline_design(priors):
    policy = parameters()
    return design(priors, policy.knot_quantile, policy.boundary_share)


def many_cases():
    random = np.random.default_rng(11)
    scores, priors = cohort(700)
    ones = np.ones((len(scores), 1))
    yield "three priors", spline_design(priors), scores
    yield (
        "three values of the score",
        spline_design(priors),
        np.digitize(scores, [210, 230]),
    )
    yield "one far away", spline_design(priors), np.r_[1e6, scores[1:]]
    yield "heavy tails", spline_design(priors), random.standard_cauchy(len(scores))
    yield "one column twice", np.hstack([ones, priors[:, :1], priors[:, :1]]), scores
    yield "all but one alike", np.hstack([ones, priors]), np.r_[1, np.zeros(699)]
    yield "two students", np.ones((2, 1)), np.array([3.0, 5.0])


@pytest.mark.parametrize(
    ("x", "y"), [pytest.param(*case[1:], id=case[0]) for case in many_cases()]
)
def test_fits_are_optimal(x, y):
    taus = np.array([0.005, 0.255, 0.505, 0.995])
    fitted = fitted_quantiles(x, y, taus)
    scale = np.abs(y - np.mean(y)).sum()
    for tau, values in zip(taus, fitted.T, strict=True):
        assert tilted(y - values, tau) == pytest.approx(
            least(x, y, tau), abs=1e-7 * scale
        )
        # the fit is a plane over x
        plane = x @ np.linalg.lstsq(x, values)[0]
        assert np.abs(plane - values).max() < 1e-7 * scale


def test_quantiles_of_a_constant_are_order_statistics():
    # 5 scores: quantile .3 is the ceil(1.5) = 2nd, .5 the 3rd, .9 the 5th
    y = np.array([10.0, 1, 3, 4, 2])
    fitted = fitted_quantiles(np.ones((5, 1)), y, np.array([0.3, 0.5, 0.9]))
    assert np.abs(fitted - [2, 3, 10]).max() < 1e-6


def test_a_median_line_by_hand():
    """Of six points four lie on y = x, which leaves 1 of (1, 0) and 6 of (3, 9).

    A line that is a little d(x) above it, d linear, leaves |d(0)| + |d(2)| +
    (|d(1)| + d(1)) + (|d(3)| - d(3)) more, which is nothing only where d is nothing.
    """
    x = np.column_stack([np.ones(6), [0, 1, 2, 3, 1, 3]])
    fitted = fitted_quantiles(x, np.array([0.0, 1, 2, 3, 0, 9]), np.array([0.5]))
    assert np.abs(fitted[:, 0] - x[:, 1]).max() < 1e-6


def test_points_on_one_plane_are_fitted_exactly():
    _, priors = cohort(50)
    fitted = fitted_quantiles(
        np.column_stack([np.ones(50), priors]), priors.sum(axis=1), [0.1, 0.9]
    )
    assert np.abs(fitted - priors.sum(axis=1)[:, None]).max() < 1e-9
    constant = fitted_quantiles(np.ones((9, 1)), np.full(9, 7.0), [0.5])
    assert np.abs(constant - 7).max() < 1e-12


@pytest.mark.parametrize("factor", [1e-6, 1e6])
def test_units_do_not_matter(factor):
    scores, priors = cohort(300)
    x, taus = spline_design(priors[:, :1]), np.array([0.25, 0.75])
    fitted = fitted_quantiles(x, scores, taus)
    assert (
        np.abs(fitted_quantiles(x, factor * scores, taus) / factor - fitted).max()
        < 1e-4
    )


@pytest.mark.parametrize(
    ("x", "y", "taus"),
    [
        (np.ones((3, 1)), np.ones(4), [0.5]),
        (np.ones(3), np.ones(3), [0.5]),
        (np.ones((0, 1)), np.ones(0), [0.5]),
        (np.ones((3, 1)), np.array([1, 2, np.nan]), [0.5]),
        (np.ones((3, 1)), np.arange(3), [0.0]),
        (np.ones((3, 1)), np.arange(3), [1.0]),
    ],
)
def test_what_cannot_be_fitted_is_turned_down(x, y, taus):
    with pytest.raises(ValueError, match=r"shape|finite|between 0 and 1"):
        fitted_quantiles(x, y, taus)


def test_a_fit_that_does_not_converge_says_so(monkeypatch):
    scores, priors = cohort(300)
    monkeypatch.setattr(quantiles, "MOST_STEPS", 3)
    with pytest.raises(NotConvergedError, match=r"quantile 0\.\d+ of 300 observations"):
        fitted_quantiles(spline_design(priors), scores, parameters().taus)
