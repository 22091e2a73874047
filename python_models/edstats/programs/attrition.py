"""Who was there when the programme began and has no outcome at its end."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Attrition:
    """Shares of those there at the beginning; differential is the absolute difference.

    is_low: None when an arm is empty
    """

    overall: float
    differential: float
    is_low: bool | None


def attrition(is_treated, has_outcome, parameters):
    """The `Attrition` of bools (N,): arm at the beginning, outcome at the end."""
    arms = [has_outcome[is_treated], has_outcome[~is_treated]]
    if not len(has_outcome):
        return Attrition(np.nan, np.nan, None)
    overall = float(1 - has_outcome.mean())
    if not all(map(len, arms)):
        return Attrition(overall, np.nan, None)
    differential = float(abs(arms[0].mean() - arms[1].mean()))
    return Attrition(overall, differential, is_low(overall, differential, parameters))


def is_low(overall, differential, parameters):
    """Whether attrition (shares) is within the boundary of `parameters`.

    The boundary is a table by whole percent, so the overall share is rounded to it,
    halves up.
    """
    percent = int(np.floor(100 * overall + 0.5 + 1e-9))
    highest = parameters.boundary.get(percent)
    return highest is not None and differential <= highest + 1e-9
