"""Draws that the modules share: exact counts, picks, calibrated shares."""

import numpy as np

# Halvings when a shift is searched: more than a double has digits.
HALVINGS = 50


def apportion(total, weights, least=0):
    """Whole numbers that sum to `total`, by weight, largest remainders first.

    least: what every one gets when the total allows it
    """
    weights = np.asarray(weights, dtype=float)
    least = least if least * np.count_nonzero(weights) <= total else 0
    given = np.where(weights > 0, least, 0)
    shares = weights / weights.sum() * total
    wanted = np.maximum(shares - given, 0)
    left = total - int(given.sum())
    exact = wanted / wanted.sum() * left if wanted.sum() else wanted
    counts = np.floor(exact).astype(np.int64)
    order = np.argsort(counts - exact, kind="stable")
    counts[order[: left - int(counts.sum())]] += 1
    return given + counts


def pick(rng, candidates, share, least=1):
    """A share of the candidates (row numbers), at least `least`, in rising order."""
    candidates = np.asarray(candidates)
    count = min(len(candidates), max(least, round(share * len(candidates))))
    return np.sort(rng.permutation(candidates)[:count])


def spread(rng, weights, size):
    """`size` codes 0..len(weights)-1 in random order, in proportion to the weights."""
    edges = np.cumsum(weights) / np.sum(weights)
    uniforms = (rng.permutation(size) + rng.random(size)) / max(size, 1)
    return np.minimum(np.searchsorted(edges, uniforms), len(edges) - 1)


def shares_with_mean(scores, weights, mean):
    """Shares 0..1 whose logits are `scores` plus a shift, with this weighted mean."""
    if not len(scores) or not weights.sum():
        return np.zeros(len(scores))
    low, high = -20.0, 20.0
    for _ in range(HALVINGS):
        shift = (low + high) / 2
        if np.average(logistic(scores + shift), weights=weights) < mean:
            low = shift
        else:
            high = shift
    return logistic(scores + shift)


def logistic(values):
    """1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-values))
