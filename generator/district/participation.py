"""Everybody who could take part in one programme, and what became of it."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Participation:
    """(P,) arrays of one programme."""

    row: np.ndarray  # row of the last year
    propensity: np.ndarray  # chance to be served
    is_assigned: np.ndarray  # bool: below the cut score, drawn by lot, or selected
    is_served: np.ndarray  # bool
    dose: np.ndarray = None  # hours, 0 when not served
    y0: np.ndarray = None  # outcome without and
    y1: np.ndarray = None  # with the programme
