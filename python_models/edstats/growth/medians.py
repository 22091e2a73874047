"""Median growth percentiles of groups of students, with bootstrap intervals."""

import hashlib
from dataclasses import dataclass

import numpy as np

STREAM = b"median growth percentile"


@dataclass(frozen=True)
class MedianGrowth:
    """students: number; median, low, high: in percentiles, None below the minimum."""

    students: int
    median: float | None
    low: float | None
    high: float | None


def median_growth(percentiles, parameters):
    """`MedianGrowth` of a group, with the percentile interval of the bootstrap.

    percentiles: growth percentiles of the students, whole numbers, in any order
    The draws are seeded by the group's own percentiles: a group has one interval,
    whatever else is computed beside it and in whatever order.
    Source: Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 13.
    """
    values, counts = np.unique(np.asarray(percentiles, dtype=int), return_counts=True)
    students = int(counts.sum())
    if students < parameters.median_minimum_students:
        return MedianGrowth(students, None, None, None)
    draws = stream(values, counts).multinomial(
        students, counts / students, size=parameters.bootstrap_draws
    )
    outside = (1 - parameters.confidence) / 2
    bounds = np.quantile(medians(values, draws), [outside, 1 - outside])
    return MedianGrowth(
        students, float(medians(values, counts[None])[0]), *map(float, bounds)
    )


def stream(values, counts):
    """The random numbers of one group."""
    content = np.column_stack([values, counts]).astype("<i8").tobytes()
    digest = hashlib.sha256(STREAM + content).digest()
    return np.random.default_rng(int.from_bytes(digest, "little"))


def medians(values, counts):
    """Median of each row of (groups, values) counts of the ascending values."""
    upto = counts.cumsum(axis=1)
    total = upto[:, -1:]
    middle = (total - 1) // 2, total // 2
    low, high = (values[(upto <= place).sum(axis=1)] for place in middle)
    return (low + high) / 2
