"""P-values of many tests."""

import numpy as np


def holm(p_values):
    """Adjusted p-values, in the order of the input.

    Each is the level at which its hypothesis falls while the chance of any false
    rejection stays below that level.
    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
    """
    p_values = np.asarray(p_values, dtype=float)
    order = np.argsort(p_values, kind="stable")
    stepped = p_values[order] * np.arange(len(p_values), 0, -1)
    adjusted = np.empty_like(p_values)
    adjusted[order] = np.minimum(np.maximum.accumulate(stepped), 1)
    return adjusted
