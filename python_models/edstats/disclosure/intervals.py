"""Intervals of hidden numbers: what the sums leave of them, one sum at a time.

Each sum alone bounds each of its numbers, given the bounds of the others. Repeated
until nothing changes, this never bounds too tightly: what a number can be lies within.
"""

from dataclasses import dataclass

import numpy as np

# What is left open then is left to the linear programs.
MOST_SWEEPS = 100


@dataclass(frozen=True)
class Intervals:
    """Bounds of every number, and for each entry of a sum those from that sum alone."""

    low: np.ndarray
    high: np.ndarray
    entry_low: np.ndarray
    entry_high: np.ndarray


def propagated(numbers, low, high, sweeps=MOST_SWEEPS):
    """The `Intervals` that the sums leave, from what is known of each number alone."""
    low, high = low.copy(), high.copy()
    if not len(numbers.constant):
        nothing = np.zeros(0, dtype=np.int64)
        return Intervals(low, high, nothing, nothing)
    sum_of, number, is_margin = numbers.sum_of, numbers.number, numbers.sign == 1
    starts = np.searchsorted(sum_of, np.arange(len(numbers.constant)))
    constant = numbers.constant[sum_of]
    order = np.argsort(number, kind="stable")
    touched, firsts = np.unique(number[order], return_index=True)
    for _ in range(sweeps):
        least = np.where(is_margin, low[number], -high[number])
        most = np.where(is_margin, high[number], -low[number])
        rest_least = np.add.reduceat(least, starts)[sum_of] - least
        rest_most = np.add.reduceat(most, starts)[sum_of] - most
        from_below, from_above = constant - rest_most, constant - rest_least
        entry_low = np.where(is_margin, from_below, -from_above)
        entry_high = np.where(is_margin, from_above, -from_below)
        lower = np.maximum.reduceat(entry_low[order], firsts)
        upper = np.minimum.reduceat(entry_high[order], firsts)
        new_low = np.maximum(low[touched], lower)
        new_high = np.minimum(high[touched], upper)
        if np.array_equal(new_low, low[touched]) and np.array_equal(
            new_high, high[touched]
        ):
            break
        low[touched], high[touched] = new_low, new_high
    return Intervals(low, high, entry_low, entry_high)
