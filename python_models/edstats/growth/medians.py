"""Median growth percentiles of groups of students, with bootstrap intervals."""

import hashlib
from dataclasses import dataclass

import numpy as np

STREAM = b"median growth percentile"


@dataclass(frozen=True)
class MedianGrowth:
    """students: number; the rest in percentiles, None below the minimum.

    error: standard deviation of the medians of the draws
    """

    students: int
    median: float | None
    error: float | None
    low: float | None
    high: float | None


def median_growth(percentiles, parameters):
    """`MedianGrowth` of a group, with the percentile interval of the bootstrap.

    percentiles: growth percentiles of the students, whole numbers, in any order
    The ends of a 95 % interval are the 25th of 1,000 medians from either end. The
    draws are seeded by the group's own percentiles: a group has one interval, whatever
    else is computed beside it and in whatever order.
    Source: Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 13.
    """
    values, counts = np.unique(np.asarray(percentiles, dtype=int), return_counts=True)
    students = int(counts.sum())
    if students < parameters.median_minimum_students:
        return MedianGrowth(students, None, None, None, None)
    upto = counts.cumsum()
    middle = np.array([[(students - 1) // 2], [students // 2]])
    drawn = np.sort(
        median_of(
            values,
            upto,
            middle_places(stream(values, counts), students, parameters.bootstrap_draws),
        )
    )
    outside = round(len(drawn) * (1 - parameters.confidence) / 2)
    return MedianGrowth(
        students,
        float(median_of(values, upto, middle)[0]),
        float(drawn.std(ddof=1)),
        float(drawn[outside - 1]),
        float(drawn[-outside]),
    )


def stream(values, counts):
    """The random numbers of one group."""
    content = np.column_stack([values, counts]).astype("<i8").tobytes()
    digest = hashlib.sha256(STREAM + content).digest()
    return np.random.default_rng(int.from_bytes(digest, "little"))


def middle_places(random, students, draws):
    """Places, from 0, of the two students in the middle of each draw: (2, draws).

    A draw with replacement picks as many uniform numbers as there are students; the
    middle one of them has a beta distribution, and the next is the least of those that
    are left above it. So two numbers stand for a draw of all.
    Source: David and Nagaraja (2003), Order statistics, section 2.5.
    """
    below = (students - 1) // 2
    low = random.beta(below + 1, students - below, draws)
    high = low
    if students % 2 == 0:
        left = students - below - 1
        high = 1 - (1 - low) * random.random(draws) ** (1 / left)
    places = (np.stack([low, high]) * students).astype(int)
    return np.minimum(places, students - 1)


def median_of(values, upto, places):
    """Mean of the two values at `places`; `upto`: students up to each of the values."""
    return values[np.searchsorted(upto, places, side="right")].mean(axis=0)
