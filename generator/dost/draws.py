"""Random numbers by name and counter, whatever other numbers are drawn.

A counter is mixed with a key of seed and name (the finaliser of splitmix64, Steele, Lea
and Flood 2014). So a user, a lesson or a call has its own numbers, whatever the blocks
in which the calls are made, and any subset can be made again alone.
"""

import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
TO_UNIT = 2.0**-53


class Draws:
    """Numbers of the names below `streams` (`generator.streams.Streams`)."""

    def __init__(self, streams):
        self._streams = streams

    def uniform(self, name, counters):
        """Numbers in [0, 1), one for each of `counters` (whole numbers, any shape)."""
        key = np.uint64(self._streams.number(name) & 0xFFFFFFFFFFFFFFFF)
        mixed = _mixed(np.asarray(counters).astype(np.uint64), key)
        return (mixed >> np.uint64(11)) * TO_UNIT

    def whole(self, name, low, high, counters):
        """Whole numbers from `low` to `high` inclusive, int64."""
        uniform = self.uniform(name, counters)
        return low + (uniform * (high - low + 1)).astype(np.int64)

    def coded(self, name, weights, counters):
        """Codes 0..len(weights)-1 by weight, int64."""
        edges = np.cumsum(weights) / np.sum(weights)
        uniform = self.uniform(name, counters)
        codes = np.searchsorted(edges, uniform, side="right")
        return np.minimum(codes, len(edges) - 1)

    def lowest(self, name, eligible, count):
        """Of the row numbers `eligible` the `count` with the lowest numbers, rising."""
        eligible = np.asarray(eligible)
        order = np.argsort(self.uniform(name, eligible), kind="stable")
        return np.sort(eligible[order[:count]])


def _mixed(values, key):
    with np.errstate(over="ignore"):
        mixed = (values + key) * GOLDEN
        mixed ^= mixed >> np.uint64(30)
        mixed *= FIRST
        mixed ^= mixed >> np.uint64(27)
        mixed *= SECOND
        mixed ^= mixed >> np.uint64(31)
    return mixed
