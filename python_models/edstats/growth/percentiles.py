"""The growth percentiles of one cohort: subject, grade and spring of one district.

A student is compared by the longest chain of earlier springs that the student has and
that enough of the cohort have too: a model of k priors is fitted on all students with
at least k, and gives the percentile of those whose chain it is.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from edstats.growth.quantiles import fitted_quantiles, orthonormal, projected
from edstats.growth.splines import design

METHODS = ("sgp", "conditional_status")

# Residuals are compared in billionths of a point: what is beyond is rounding.
DECIMALS = 9


@dataclass(frozen=True)
class Growth:
    """One array entry per student, in the order of the cohort.

    method: index into METHODS, -1 for students without a percentile
    percentile: whole number; 0 without
    priors_used: springs before; without a percentile, those that the student has
    cohort_students: students that the model was fitted on; without a percentile, those
        with at least one prior
    """

    method: np.ndarray
    percentile: np.ndarray
    priors_used: np.ndarray
    cohort_students: np.ndarray


def cohort_growth(scores, priors, parameters):
    """`Growth` of a cohort: student growth percentiles where it is large enough.

    scores: (students,) in points of the scale
    priors: (students, springs), the latest first, NaN where there is none; a chain ends
        before its first gap
    Raises ValueError when a score is missing, NotConvergedError when a fit fails.
    """
    scores, priors = np.asarray(scores, dtype=float), np.asarray(priors, dtype=float)
    if not np.isfinite(scores).all():
        raise ValueError("every student of a cohort needs a score")
    lengths = chain_lengths(priors, parameters.most_priors)
    growth = Growth(
        method=np.full(len(scores), -1),
        percentile=np.zeros(len(scores), dtype=int),
        priors_used=lengths.copy(),
        cohort_students=np.full(len(scores), np.count_nonzero(lengths)),
    )
    minimums = parameters.sgp_minimum_cohort, parameters.conditional_minimum_cohort
    functions = student_growth_percentiles, conditional_status_percentiles
    for method, minimum in enumerate(minimums):
        sizes = [np.count_nonzero(lengths >= k) for k in range(1, lengths.max() + 1)]
        longest = sum(size >= minimum for size in sizes)
        for k in range(1, longest + 1):
            wanted = np.minimum(lengths, longest) == k
            if wanted.any():
                fitted = lengths >= k
                found = functions[method](
                    scores[fitted], priors[fitted, :k], parameters
                )
                growth.method[wanted] = method
                growth.percentile[wanted] = found[wanted[fitted]]
                growth.priors_used[wanted] = k
                growth.cohort_students[wanted] = sizes[k - 1]
        if longest:
            break
    return growth


def chain_lengths(priors, most):
    """Springs before without a gap, at most `most`, one number per student."""
    return np.logical_and.accumulate(np.isfinite(priors[:, :most]), axis=1).sum(axis=1)


def student_growth_percentiles(scores, priors, parameters):
    """How many of the fitted quantiles each score exceeds by more than the tie margin.

    scores: (students,); priors: (students, springs) without gaps
    Returns whole numbers, clipped to the lowest and highest percentile.
    Source: Betebenner (2009), Norm- and criterion-referenced student growth.
    """
    fitted = growth_quantiles(scores, priors, parameters)
    exceeded = (fitted < scores[:, None] - parameters.tie_margin).sum(axis=1)
    return clipped(exceeded, parameters)


def growth_quantiles(scores, priors, parameters):
    """Scores at each quantile, given the priors: (students, quantiles), ascending.

    Quantiles that were fitted one by one can cross, so each student's are sorted.
    """
    x = design(priors, parameters.knot_quantile, parameters.boundary_share)
    return np.sort(fitted_quantiles(x, scores, parameters.taus), axis=1)


def conditional_status_percentiles(scores, priors, parameters):
    """Percentile ranks of what least squares on the priors leaves of each score.

    The rank is the share of students below plus half of those at the same residual, the
    student included, in percent, rounded half up and clipped: the bounds between two
    percentiles are those of the growth percentiles, at halves.
    Arguments and result as of `student_growth_percentiles`.
    Source: Castellano and Ho (2013), Contrasting OLS and quantile regression approaches
    to student growth percentiles.
    """
    basis = orthonormal(np.column_stack([np.ones(len(scores)), priors]))
    residuals = np.round(scores - projected(basis, scores), DECIMALS)
    # twice the mean rank is whole, so that halves are exact
    doubled = np.rint(2 * rankdata(residuals)).astype(int)
    count = len(scores)
    return clipped((100 * (doubled - 1) + count) // (2 * count), parameters)


def clipped(percentiles, parameters):
    lowest, highest = parameters.lowest_percentile, parameters.highest_percentile
    return np.clip(percentiles, lowest, highest)
