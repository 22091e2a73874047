"""Mean rates by group such that chronic absence comes out as published."""

import numpy as np

from generator.district.absence import rates, set_details
from generator.district.absence_trial import make_trial
from generator.district.parameters import parameters
from generator.district.world import GROUPS

START = 0.075
LIMITS = (0.005, 0.4)
SLOPES = (2.0, 9.0)  # chronic share per unit of the mean rate
ROUNDS = (4, 3)  # with few and with all students
MORE_ROUNDS = 10  # for small groups
SMALL_GROUP = 1_500  # students; chance rules their shares, more rounds find the best


def chronic_targets(group):
    """(G,) wanted share of chronically absent students by GROUPS.

    group: group codes of the students. The published shares, all moved by the same
    amount, as far as the leeway goes, so that the district meets the overall share.
    """
    settings = parameters("attendance")
    shares = settings["chronic_share"]
    wanted = np.array([shares["groups"][name] for name in GROUPS])
    missing = shares["overall"] - wanted[group].mean() if len(group) else 0.0
    return wanted + np.clip(
        missing, -settings["group_leeway"], settings["group_leeway"]
    )


def calibrate(absence):
    """Set the means of `absence` by simulating the last school year again and again.

    Always the same random numbers, all groups at once, of large groups the first
    students only. The best mean seen is taken: in a group of a hundred students the
    share jumps by a point from one student to the next.
    """
    rows = absence.rows[-1]
    absence.set_means(np.full(len(GROUPS), START))
    _, first_row = np.unique(rows.student, return_index=True)
    group = rows.group[first_row]
    wanted = chronic_targets(group)
    sizes = np.bincount(group, minlength=len(GROUPS))
    spans = absence.month_spans(len(absence.rows) - 1, whole_year=True)
    search = _Search(wanted, np.full(len(GROUPS), START))
    limits = parameters("attendance")["calibration_students"]
    for limit, rounds in zip(limits, ROUNDS, strict=True):
        trial = make_trial(absence, _sample(rows, limit), spans)
        search.forget()
        for _ in range(rounds):
            search.step(_shares(trial, search.means))
    small = trial.only(sizes[trial.rows.group] < SMALL_GROUP)
    for _ in range(MORE_ROUNDS):
        search.step(_shares(small, search.means), sizes < SMALL_GROUP)
    absence.set_means(search.best)


def _shares(trial, means):
    """(G,) share of chronically absent students with these mean rates."""
    trial.rows.rate = rates(means, trial.rows, 0)
    set_details(trial.absence.world, trial.rows)
    return shares_by_group(trial.rows, *trial.run())


class _Search:
    """Secant steps for all groups at once, which remember the best means."""

    def __init__(self, wanted, means):
        self.wanted, self.means = wanted, means
        self.best = means.copy()
        self.forget()

    def forget(self):
        """Begin again from the present means: what fitted few need not fit all."""
        self.least, self.last = np.full(len(self.means), np.inf), None

    def step(self, shares, groups=True):
        error = shares - self.wanted
        better = groups & (np.abs(error) < self.least)
        self.best = np.where(better, self.means, self.best)
        self.least = np.where(better, np.abs(error), self.least)
        slope = np.full(len(error), 4.5)
        if self.last is not None:
            change = self.means - self.last[0]
            with np.errstate(divide="ignore", invalid="ignore"):
                slope = (error - self.last[1]) / change
            slope = np.clip(np.nan_to_num(slope, nan=4.5), *SLOPES)
        self.last = self.means, error
        self.means = np.clip(self.means - error / slope, *LIMITS)


def _sample(rows, limit):
    """(R,) bool: rows of the students that the means are solved on.

    Evenly spaced by tendency in each group, so that chance has little part in them.
    """
    _, first_row, index = np.unique(
        rows.student, return_index=True, return_inverse=True
    )
    size = np.bincount(rows.group[first_row], minlength=len(GROUPS))[rows.group]
    rank = np.floor(rows.position * size)
    step = np.minimum(limit / size, 1.0)
    chosen = np.floor((rank + 1) * step) > np.floor(rank * step)
    return chosen[first_row][index]


def shares_by_group(rows, away, days):
    """(G,) share of students with a tenth of their days absent, over their schools.

    away, days: (R,) days absent and days enrolled of `rows`.
    """
    size = int(rows.student.max(initial=-1)) + 1
    absent = np.bincount(rows.student, weights=away, minlength=size)
    enrolled = np.bincount(rows.student, weights=days, minlength=size)
    group = np.zeros(size, dtype=np.int64)
    group[rows.student] = rows.group
    judged = enrolled >= max(parameters("attendance")["min_days"], 1)
    chronic = judged & (absent >= 0.1 * enrolled)
    known = np.bincount(group[judged], minlength=len(GROUPS))
    hits = np.bincount(group[chronic], minlength=len(GROUPS))
    return hits / np.maximum(known, 1)
