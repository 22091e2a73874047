"""Estimators of effects, written plainly, for the tests of programmes."""

import numpy as np


def least_squares(columns, outcome, weights=None):
    """Coefficients and their standard errors."""
    design = np.column_stack(columns)
    if weights is not None:
        design, outcome = design * weights[:, None], outcome * weights
    found, *_ = np.linalg.lstsq(design, outcome, rcond=None)
    left = outcome - design @ found
    spread = left @ left / (len(left) - design.shape[1])
    return found, np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * spread)


def jump(distance, outcome, width=14):
    """Jump at the cut score, from above to below: local linear, triangular kernel."""
    weights = np.sqrt(np.maximum(1 - np.abs(distance) / width, 0))
    near = weights > 0
    distance, outcome, weights = distance[near], outcome[near], weights[near]
    below = (distance < 0).astype(float)
    columns = [below, np.ones(len(below)), distance, distance * below]
    found, error = least_squares(columns, outcome, weights)
    return found[0], error[0]
