"""A student's day: attendance code, category and share of the day missed."""

import functools
from dataclasses import dataclass

import numpy as np

from generator.district.parameters import parameters

# attendance codes by what they say in the model
PRESENT, EXCUSED, UNEXCUSED, SUSPENDED, TARDY, REMOTE, PART_EXCUSED, PART_UNEXCUSED = (
    range(8)
)


@dataclass(frozen=True)
class State:
    """States 0..K-1; state 0..5 are the whole-day codes in the order above."""

    code: np.ndarray  # (K,) index into the attendance codes
    share: np.ndarray  # (K,) share of the day that is missed, two decimals
    is_absent: np.ndarray  # (K,) bool: half the day or more is missed
    is_unexcused: np.ndarray  # (K,) bool, among the absent: without an excuse
    # per level (elementary, secondary): first state of excused and of unexcused parts
    # of days, and cumulated shares of the parts in the order of the states
    first_part: np.ndarray  # (2, 2)
    part_edges: list


@functools.cache
def states():
    """The states, from the parameter file."""
    levels = parameters("attendance")["levels"]
    code = [PRESENT, EXCUSED, UNEXCUSED, SUSPENDED, TARDY, REMOTE]
    share = [0.0, 1.0, 1.0, 1.0, 0.0, 0.0]
    first_part, edges = np.zeros((2, 2), dtype=np.uint8), []
    for row, level in enumerate(["elementary", "secondary"]):
        parts = levels[level]["part_day_shares"]
        edges.append(np.cumsum(list(parts.values()))[:-1].astype(np.float32))
        for column, part_code in enumerate([PART_EXCUSED, PART_UNEXCUSED]):
            first_part[row, column] = len(code)
            code += [part_code] * len(parts)
            share += list(parts)
    code, share = np.array(code), np.array(share)
    unexcused = (code == UNEXCUSED) | (code == PART_UNEXCUSED)
    is_absent = share >= 0.5
    return State(code, share, is_absent, is_absent & unexcused, first_part, edges)
