"""Quantiles of the beta distribution, without scipy."""

import numpy as np

GRID = 4001


def beta_quantiles(shares, mean, concentration):
    """The quantiles of Beta(mean * concentration, (1 - mean) * concentration).

    shares: float array in (0, 1); mean: in (0, 1); concentration: above 0, and such
    that the second parameter is at least 1.
    Exact to about 1e-5: the density is integrated over t = x^a, in which it has no pole
    at zero.
    """
    a, b = mean * concentration, (1 - mean) * concentration
    # denser where x is small, so that low quantiles are as exact as high ones
    t = np.linspace(0.0, 1.0, GRID) ** max(1.0, 2 * a)
    x = t ** (1 / a)
    # the density of x is x^(a-1) (1-x)^(b-1); dt = a x^(a-1) dx takes the pole away
    density = (1 - x) ** (b - 1)
    steps = (density[1:] + density[:-1]) / 2 * np.diff(t)
    cumulated = np.concatenate([[0.0], np.cumsum(steps)])
    return np.interp(shares, cumulated / cumulated[-1], x)
