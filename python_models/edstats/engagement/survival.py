"""The estimate of Kaplan and Meier, with Greenwood's variance."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Curve:
    """One row per time at which somebody was lost or left observation, and time 0.

    time: ascending, in the unit of the input
    at_risk: who is still observed just before that time and not yet lost
    events, censored: who is lost, and who leaves observation, at that time
    survival: share not lost up to and including that time
    low, high: interval of `survival`
    """

    time: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    censored: np.ndarray
    survival: np.ndarray
    low: np.ndarray
    high: np.ndarray


def kaplan_meier(time, events, censored, z):
    """The `Curve` of subjects who are counted by time.

    time: 0 or more, in any order; equal times are added up
    events, censored: whole numbers of subjects, at each entry of `time`
    z: quantile of the normal distribution, 1.96 for intervals of 95 %
    Who leaves observation at the time of an event still was at risk. Intervals are
    symmetric in log(-log(survival)), so within 0 and 1; they are 1 before the first
    event, and 0 where nobody is left.
    Raises ValueError for a negative time or count.
    Source: Kalbfleisch and Prentice (2002), The statistical analysis of failure time
    data, 2nd edition, section 1.4.
    """
    time = np.asarray(time, dtype=float)
    counts = np.array([events, censored], dtype=np.int64).reshape(2, len(time))
    if (time < 0).any() or (counts < 0).any():
        raise ValueError("times and numbers of subjects are 0 or more")
    times, place = np.unique(np.append(time, 0.0), return_inverse=True)
    lost, left = np.zeros((2, len(times)), dtype=np.int64)
    np.add.at(lost, place[:-1], counts[0])
    np.add.at(left, place[:-1], counts[1])
    gone = np.cumsum(lost + left)
    at_risk = gone[-1] - gone + lost + left
    with np.errstate(divide="ignore", invalid="ignore"):
        log_survival = np.cumsum(np.log((at_risk - lost) / at_risk))
        terms = lost / (at_risk * (at_risk - lost))
        # where nobody is left, survival is 0 and so are both ends
        error = np.sqrt(np.cumsum(np.where(np.isfinite(terms), terms, 0)))
        middle, width = np.log(-log_survival), z * error / -log_survival
        ends = np.exp(-np.exp([middle + width, middle - width]))
    low, high = np.where(log_survival == 0, 1.0, ends)
    return Curve(times, at_risk, lost, left, np.exp(log_survival), low, high)
