"""Who sits which test on which day, and what the test shows."""

from dataclasses import dataclass

import numpy as np

from generator.district.achievement import WINDOWS
from generator.district.parameters import parameters
from generator.district.world import SUBJECTS


@dataclass
class Sitting:
    """(R,) arrays by row of the year; students with two rows sit a test once."""

    is_taken: np.ndarray  # bool
    day: np.ndarray  # index into the days of the year
    score: np.ndarray  # whole numbers on the test's scale
    expected: np.ndarray  # score without the error of the test
    error: np.ndarray  # error of the test, in its standard errors


def sit_interim(world, year, window, subject, effects=0.0):
    """The `Sitting` of the interim test, one subject (index) and window (name).

    effects: (R,) SDs by which teachers and programmes raise the level of the row.
    """
    calibration = parameters("interim_calibration")
    rows = world.absence.rows[year]
    names = ("interim", year, window, SUBJECTS[subject])
    grade = np.minimum(rows.grade, len(calibration["grades"]) - 1)
    column = WINDOWS.index(window)
    level = world.achievement.levels(year)[:, subject, column] + effects
    mean = interim_means(SUBJECTS[subject], window)[grade]
    sd = np.array(calibration["sd"])[grade]
    expected, error = mean + sd * level, _errors(world, names)
    score = whole(expected + calibration["standard_error"] * error)
    score = fold(score, *calibration["scale"])
    tested = rows.grade <= calibration["grades"][-1]
    days = sitting_days(world, year, parameters("scores")["windows"][window], subject)
    missing = _missing(world, year, "interim", window)
    taken = _once(rows, days, tested & ~missing, world, year)
    return Sitting(taken, days, score, expected, error)


def sit_state(world, year, subject, effects=0.0):
    """The `Sitting` of the state test in spring; `effects` as in `sit_interim`."""
    state, shares = parameters("state_assessment"), parameters("scores")["variance"]
    rows = world.absence.rows[year]
    place = places(state["grades"])[rows.grade]
    name = SUBJECTS[subject]
    error = _errors(world, ("state", year, name))
    level = world.achievement.year_levels(year)[:, subject] + effects
    own = np.sqrt(1 - shares["lasting"] - shares["year"])
    mean, sd = (np.array(state[key][name])[place] for key in ("mean", "sd"))
    low, high = state_scale(name)
    expected = mean + sd * level
    score = fold(whole(expected + sd * own * error), low[place], high[place])
    days = sitting_days(world, year, parameters("scores")["state_window"], subject)
    taken = (place >= 0) & ~_missing(world, year, "state", "spring")
    taken = _once(rows, days, taken, world, year)
    return Sitting(taken, days, score, expected, error)


def sit_screener(world, year):
    """The `Sitting` of the reading screener in fall."""
    screener = parameters("scores")["screener"]
    rows = world.absence.rows[year]
    level = world.achievement.levels(year)[:, 0, 0]
    error = _errors(world, ("screener", year))
    expected = screener["mean"] + screener["sd"] * level
    score = whole(expected + screener["standard_error"] * error)
    score = fold(score, *screener["scale"])
    tested = np.isin(rows.grade, screener["grades"])
    days = sitting_days(world, year, parameters("scores")["windows"]["fall"], 0) + 2
    missing = _missing(world, year, "interim", "fall")
    taken = _once(rows, days, tested & ~missing, world, year)
    return Sitting(taken, days, score, expected, error)


def interim_means(subject, window):
    """(G,) mean of the norms by grade, whole points except in winter."""
    calibration = parameters("interim_calibration")
    fall, spring = (
        np.array(calibration["mean"][subject][key], dtype=float)
        for key in ("fall", "spring")
    )
    share = {"fall": 0.0, "winter": calibration["winter_share"], "spring": 1.0}
    return np.round(fall + share[window] * (spring - fall), 1)


def state_scale(subject):
    """Lowest and highest score of the state test by place in its grades."""
    state = parameters("state_assessment")
    grades = state["grades"]
    ends = [grades[0], grades[-1]]
    low, high = (
        np.rint(np.interp(grades, ends, state[key][subject])).astype(np.int64)
        for key in ("scale_min", "scale_max")
    )
    return low, high


def places(grades):
    """(13,) place of each grade in `grades`, -1 for the others."""
    place = np.full(13, -1)
    place[grades] = np.arange(len(grades))
    return place


def whole(score):
    """The nearest whole score."""
    return np.rint(score).astype(np.int64)


def fold(score, low, high):
    """Scores mirrored at the ends of the scale: none outside, no heap at an end."""
    score = np.where(score > high, 2 * high - score, score)
    return np.clip(np.where(score < low, 2 * low - score, score), low, high)


def sitting_days(world, year, window, subject):
    """(R,) index of the day on which the row's school and grade sit the subject."""
    rows, days = world.absence.rows[year], world.calendar.days[year]
    first = int(window["begin"] * len(days))
    length = max(int(window["length"] * len(days)) - 6, 1)
    planned = first + (rows.school * 3 + rows.grade * 2 + subject) % length
    make_up = parameters("scores")["make_up"]
    rng = world.streams("sittings", "make_up", year, window["begin"], subject)
    late = rng.random(len(rows.spell)) < make_up["share"]
    return planned + make_up["days"] * late


def _errors(world, names):
    """(R,) standard normals; the two rows of a student who moved share one."""
    rows = world.absence.rows[names[1]]
    rng = world.streams("test_error", *names)
    return rng.standard_normal(len(world.students.id))[rows.student]


def _missing(world, year, kind, window):
    """(R,) bool: misses the window in all subjects, more often when often absent."""
    chance = parameters("scores")["missing"][kind]
    rows = world.absence.rows[year]
    rng = world.streams("sittings", "missing", kind, year, window)
    drawn = rng.random(len(world.students.id))[rows.student]
    return drawn < chance["base"] + chance["slope"] * rows.rate


def _once(rows, days, wanted, world, year):
    """Rows that are enrolled on their day, the first row of each student only."""
    calendar = world.calendar
    known = int(np.sum(calendar.days[year] <= calendar.as_of))
    taken = wanted & (days >= rows.first) & (days < rows.last) & (days < known)
    chosen = np.flatnonzero(taken)
    _, first = np.unique(rows.student[chosen], return_index=True)
    once = np.zeros(len(taken), dtype=bool)
    once[chosen[first]] = True
    return once
