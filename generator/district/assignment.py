"""Who takes part in a programme: by observed need, by cut score, by lot."""

from dataclasses import dataclass

import numpy as np

from generator.district.parameters import parameters
from generator.district.participation import Participation
from generator.district.sittings import interim_means, sit_interim, sit_screener
from generator.district.world import SUBJECTS


@dataclass
class Season:
    """When the programmes of the last year run, and who can take part."""

    begin: int  # index of the first day into the days of the last year
    end: int  # index of the first day after
    able: np.ndarray  # (R,) bool: enrolled on the first day, and long enough before
    absent: np.ndarray = None  # (R,) share of days absent before, over all schools

    @classmethod
    def of(cls, world):
        """The season of the district; nobody is able before it has begun."""
        settings, calendar = parameters("programs"), world.calendar
        days = calendar.days[-1]
        begin, end = (int(settings[key] * len(days)) for key in ("begin", "end"))
        rows = world.absence.rows[-1]
        able = (rows.first <= begin - settings["min_days_before"]) & (rows.last > begin)
        if days[begin] > calendar.as_of:
            able = np.zeros_like(able)
        return cls(begin, end, able)

    def look_back(self, world):
        """Set the share of days absent before the first day of the programmes."""
        absence = world.absence
        rows, year = absence.rows[-1], len(absence.rows) - 1
        size = len(world.students.id)
        away, days = np.zeros(size), np.zeros(size)
        for month in absence.months(year):
            if month.first >= self.begin:
                break
            counted = month.enrolled[:, : self.begin - month.first]
            absent = absence.states.is_absent[month.codes[:, : counted.shape[1]]]
            away += np.bincount(rows.student, (absent & counted).sum(1), minlength=size)
            days += np.bincount(rows.student, counted.sum(1), minlength=size)
        self.absent = (away / np.maximum(days, 1))[rows.student]

    def _last_day(self, world, program, rows, row):
        """(P,) index of the first day after the participation."""
        whole = len(world.calendar.days[-1])
        end = whole if program["domain"] == "attendance" else self.end
        return np.minimum(end, rows.last[row])

    def weeks(self, world, program, rows, row):
        """(P,) weeks of participation up to as_of."""
        calendar = world.calendar
        known = int(np.sum(calendar.days[-1] <= calendar.as_of))
        last = np.minimum(self._last_day(world, program, rows, row), known)
        return np.maximum(last - self.begin, 0) / 5

    def dates(self, world, program, rows, row):
        """First day of participation and first day after it, NaT when not over."""
        calendar, spells = world.calendar, world.spells
        days = calendar.days[-1]
        begin = np.full(len(row), days[self.begin])
        whole = program["domain"] == "attendance"
        planned = calendar.end[-1] if whole else days[self.end]
        left = spells.exit_date[rows.spell[row]]
        end = np.where(np.isnat(left), planned, np.minimum(left, planned))
        return begin, np.where(end > calendar.as_of, np.datetime64("NaT"), end)


def assign_selected(world, season, program):
    """By a logit on fall score, poverty and earlier absence, all observed."""
    year = len(world.absence.rows) - 1
    rows, subject = world.absence.rows[year], SUBJECTS.index(program["subject"])
    fall = sit_interim(world, year, "fall", subject)
    able = season.able & fall.is_taken & np.isin(rows.grade, program["grades"])
    row = np.flatnonzero(able)
    grade = rows.grade[row]
    mean = interim_means(program["subject"], "fall")[grade]
    sd = np.array(parameters("interim_calibration")["sd"])[grade]
    score = (fall.score[row] - mean) / sd
    absent = np.minimum(season.absent[row], program["max_absence"])
    weight = program["logit"]
    logit = weight["base"] + weight["score"] * score + weight["absence"] * absent
    logit = logit + weight["frl"] * world.students.is_frl[rows.student[row]]
    chance = 1 / (1 + np.exp(-logit))
    rng = world.streams("programs", program["id"], "assignment")
    served = rng.random(len(row)) < chance
    return Participation(row, chance, served, served)


def assign_by_cutoff(world, season, program):
    """By a score below the cut, with some on either side who do otherwise."""
    year = len(world.absence.rows) - 1
    rows, fall = world.absence.rows[year], sit_screener(world, year)
    able = season.able & fall.is_taken & np.isin(rows.grade, program["grades"])
    row = np.flatnonzero(able)
    above = fall.score[row] - program["cutoff_score"]
    below = above < 0
    fading = np.exp(-np.maximum(above, 0) / program["crossover_points"])
    cross = program["crossover"]
    chance = np.where(below, 1 - cross, cross * fading)
    rng = world.streams("programs", program["id"], "assignment")
    served = rng.random(len(row)) < chance
    return Participation(row, chance, below, served)


def randomise(world, season, program):
    """By lot within each participating school: as exactly half as can be."""
    rows = world.absence.rows[-1]
    rng = world.streams("programs", program["id"], "assignment")
    schools = len(world.schools.id)
    # at least one school, so that a small district has the programme, too
    count = max(1, round(schools * program["school_share"]))
    takes_part = np.zeros(schools, dtype=bool)
    takes_part[rng.permutation(schools)[:count]] = True
    row = np.flatnonzero(season.able & takes_part[rows.school])
    order = row[np.lexsort((rng.random(len(row)), rows.school[row]))]
    school = rows.school[order]
    size = np.bincount(school, minlength=schools)
    inside = np.arange(len(order)) - (np.cumsum(size) - size)[school]
    drawn = inside < np.rint(program["treated_share"] * size[school])
    served = np.zeros(len(rows.spell), dtype=bool)
    served[order] = drawn
    chance = np.full(len(row), program["treated_share"])
    return Participation(row, chance, served[row], served[row])
