"""Who is absent on which day: a model that gives the same days at every call.

A row of a year is an enrolment of that year with at least one day. Each has a rate, the
chance of being absent on an ordinary day; each school day has a factor. A month is
simulated as a matrix of states, rows by days, from one stream per month, so that
attendance of any size takes the memory of one month.
"""

from dataclasses import dataclass, field

import numpy as np
import pyarrow.compute as pc

from generator.district.absence_days import fill_days, keep_plausible
from generator.district.beta import beta_quantiles
from generator.district.parameters import parameters
from generator.district.states import State, states
from generator.district.world import GROUPS

BLOCK = 32_768  # rows simulated at a time, so that the work stays in the cache


@dataclass
class Rows:
    """Enrolments of one year, by student, school and entry, as arrays of length R."""

    spell: np.ndarray  # index into Spells
    student: np.ndarray
    school: np.ndarray
    grade: np.ndarray
    first: np.ndarray  # index of the first day enrolled
    last: np.ndarray  # index after the last day enrolled, in the whole school year
    position: np.ndarray  # share of students of its group with a lower tendency
    group: np.ndarray
    rate: np.ndarray = None  # float32, absences per day
    part: np.ndarray = None  # float32, part-day absences per spell of whole days
    other: np.ndarray = None  # float32, chance to be tardy or remote
    unexcused: np.ndarray = None  # (R, 2) float32, whole days and parts of days
    suspension: np.ndarray = None  # float32, share of spells
    secondary: np.ndarray = None  # bool
    treated: np.ndarray = None  # bool, gets attendance nudges


@dataclass
class Month:
    """States of one month: rows of the year by days, and who is enrolled."""

    days: np.ndarray  # (D,) dates
    first: int  # index of the first day in the school year
    codes: np.ndarray  # (R, D) uint8, index into states().code
    enrolled: np.ndarray  # (R, D) bool


@dataclass
class Absence:
    """The model of a district; `means` by group are set by calibration."""

    world: object
    rows: list[Rows]  # by year
    starts: list[np.ndarray]  # by year (D,): chance of a new spell, relative
    student_rank: np.ndarray  # (N,) place of the student by id
    school_rank: np.ndarray  # (S,) place of the school by id
    means: np.ndarray = None  # (G,) mean rate by GROUPS
    nudge_begin: int = 0  # day of the last year from which nudges work
    nudge_effect: float = 0.0  # share of absences that a nudge prevents
    states: State = field(default_factory=states)

    def set_means(self, means):
        """Give all rows their rates: beta quantiles about the means of their groups."""
        self.means = np.asarray(means, dtype=float)
        for year, rows in enumerate(self.rows):
            rows.rate = rates(self.means, rows, len(self.rows) - 1 - year)
            set_details(self.world, rows)

    def month_spans(self, year, whole_year=False):
        """(month, first, last) of a year: day indices, up to as_of unless whole."""
        calendar = self.world.calendar
        days = calendar.days[year]
        known = len(days) if whole_year else int(np.sum(days <= calendar.as_of))
        months = days[:known].astype("datetime64[M]")
        labels, first = np.unique(months, return_index=True)
        last = np.append(first[1:], known)
        return list(zip(labels, first.tolist(), last.tolist(), strict=True))

    def months(self, year):
        """Yield the `Month`s of a year, up to as_of."""
        rows = self.rows[year]
        days = self.world.calendar.days[year]
        carry = np.zeros((len(rows.spell), 2), dtype=np.uint8)
        for label, first, last in self.month_spans(year):
            codes, carry = self._month(year, label, first, last, carry)
            enrolled = enrolled_days(rows, first, last)
            keep_plausible(codes, enrolled, rows, first, self.states)
            yield Month(days[first:last], first, codes, enrolled)

    def _month(self, year, label, first, last, carry):
        rows, rng = self.rows[year], self.stream(year, label)
        codes = np.zeros((len(rows.spell), last - first), dtype=np.uint8)
        following = np.zeros_like(carry)
        for low in range(0, len(codes), BLOCK):
            part = slice(low, low + BLOCK)
            uniforms = rng.random(codes[part].shape, dtype=np.float32)
            factors = self.factors(year, first, last, part)
            block = (codes[part], following[part], carry[part])
            fill_days(*block, uniforms, factors, rows, part, self.states)
        return codes, following

    def stream(self, year, label):
        """The random stream of one month."""
        return self.world.streams(
            "attendance_daily", self.world.calendar.years[year], label
        )

    def factors(self, year, first, last, part):
        """(1, D) or (R, D) float32: chance that a spell begins, per unit of rate.

        part: the rows, in months in which nudges make a difference between rows.
        """
        starts = self.starts[year][None, first:last]
        is_last_year = year == len(self.rows) - 1
        if not (is_last_year and self.nudge_effect and last > self.nudge_begin):
            return starts
        return self.nudged(starts, first, self.rows[year].treated[part])

    def nudged(self, starts, first, treated):
        """(R, D) float32: the factors `starts` (1, D), lower for `treated` (R,)."""
        after = np.arange(first, first + starts.shape[1]) >= self.nudge_begin
        kept = 1 - np.float32(self.nudge_effect) * (treated[:, None] & after[None, :])
        return (starts * kept).astype(np.float32)


def build_absence(world):
    """The `Absence` of a district, still without means."""
    by_id = text_ranks(world.students.id)
    by_school = text_ranks(world.schools.id)
    rows = [
        _rows(world, year, by_id, by_school, tendency)
        for year, tendency in enumerate(_yearly_tendency(world))
    ]
    starts = [_starts(days) for days in world.calendar.days]
    return Absence(world, rows, starts, by_id, by_school)


def text_ranks(texts):
    """Rank of each text in alphabetical order, as int64."""
    order = pc.array_sort_indices(texts).to_numpy()
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(len(order))
    return ranks


def _yearly_tendency(world):
    """Yield (N,) tendencies to be absent, year by year."""
    lasting = parameters("attendance")["year_correlation"]
    size = len(world.students.id)
    for year in world.calendar.years:
        fresh = world.streams("absence", "year", year).standard_normal(size)
        yield np.sqrt(lasting) * world.students.absence + np.sqrt(1 - lasting) * fresh


def _rows(world, year, by_id, by_school, tendency):
    spells, days = world.spells, world.calendar.days[year]
    first = np.searchsorted(days, spells.entry_date)
    gone = np.isnat(spells.exit_date)
    last = np.where(gone, len(days), np.searchsorted(days, spells.exit_date))
    kept = np.flatnonzero((spells.year == year) & ~spells.is_no_show & (first < last))
    student, school = spells.student[kept], spells.school[kept]
    order = np.lexsort((first[kept], by_school[school], by_id[student]))
    kept = kept[order]
    student, school = spells.student[kept], spells.school[kept]
    group = world.students.group[student]
    return Rows(
        spell=kept.astype(np.int32),
        student=student.astype(np.int32),
        school=school.astype(np.int32),
        grade=np.maximum(spells.grade[kept], 0).astype(np.int16),
        first=first[kept].astype(np.int16),
        last=last[kept].astype(np.int16),
        position=_positions(student, world.students.group, tendency),
        group=group.astype(np.int16),
        treated=np.zeros(len(kept), dtype=bool),
    )


def _positions(student, group, tendency):
    """Rank of each row's student among the group's students of the year, in (0, 1)."""
    present = np.unique(student)
    order = present[np.lexsort((tendency[present], group[present]))]
    sizes = np.bincount(group[order], minlength=len(GROUPS))
    before = np.cumsum(sizes) - sizes
    place = np.zeros(len(group))
    inside = np.arange(len(order)) - before[group[order]]
    place[order] = (inside + 0.5) / sizes[group[order]]
    return place[student]


def rates(means, rows, years_back):
    """(R,) float32 rates of `rows` for the mean rates by group."""
    settings = parameters("attendance")
    rate = np.zeros(len(rows.spell))
    for code, mean in enumerate(means):
        members = rows.group == code
        rate[members] = beta_quantiles(
            rows.position[members], mean, settings["concentration"]
        )
    rate *= np.array(settings["grade_factor"])[rows.grade]
    rate *= settings["factor_per_year_back"] ** years_back
    return np.minimum(rate, settings["max_rate"]).astype(np.float32)


def set_details(world, rows):
    """Set what follows from the rates and levels of `rows`, in place."""
    settings = parameters("attendance")
    rows.secondary = rows.grade >= settings["first_secondary_grade"]

    def by_level(name):
        low, high = (settings["levels"][k][name] for k in ("elementary", "secondary"))
        return np.where(rows.secondary, high, low)

    rows.part = by_level("part_day_ratio").astype(np.float32)
    slope = settings["tardy_slope"] * rows.rate / 0.075
    tardy = by_level("tardy") * (settings["tardy_base"] + slope)
    tardy = np.minimum(tardy, settings["tardy_max"])
    rows.other = (tardy + settings["remote"]).astype(np.float32)
    poor = (world.students.is_frl[rows.student] - 0.5) * settings["unexcused_frl_shift"]
    shares = [by_level("unexcused_full") + poor, by_level("unexcused_part") + poor]
    rows.unexcused = np.stack(shares, axis=1).astype(np.float32)
    male = world.students.sex[rows.student] == 1
    tendency = world.students.absence[rows.student]
    factor = np.where(male, settings["suspension_male_factor"], 1.0)
    factor = factor * np.exp(settings["suspension_latent_slope"] * tendency)
    chance = np.minimum(by_level("suspension") * factor, 0.3)
    rows.suspension = chance.astype(np.float32)


def _starts(days):
    """Factor of the chance that a spell begins, so that absence follows the factors.

    A day's absences are the spells that begin on it and what is left of the two days
    before: a_d = s_d + q2 s_{d-1} + q3 s_{d-2}, solved for s.
    """
    settings = parameters("attendance")
    weekday = (days.astype(np.int64) + 3) % 7
    month = days.astype("datetime64[M]").astype(int) % 12 + 1
    wanted = np.array(settings["weekday_factor"])[weekday % 5]
    wanted = wanted * np.array([settings["month_factor"][int(m)] for m in month])
    apart = np.busday_count(days[:-1], days[1:]) > 1
    beside = np.concatenate([apart, [False]]) | np.concatenate([[False], apart])
    wanted = np.where(beside, wanted * settings["next_to_break_factor"], wanted)
    wanted = wanted / wanted.mean()
    _, two, three = settings["spell_lengths"]
    starts = wanted.copy()
    for day in range(len(days)):
        held = (two + three) * starts[day - 1] if day else 0.0
        held += three * starts[day - 2] if day > 1 else 0.0
        starts[day] = max(wanted[day] - held, 0.1 * wanted[day])
    return starts.astype(np.float32)


def enrolled_days(rows, first, last):
    """(R, D) bool: who is enrolled on the days of the year from `first` to `last`."""
    days = np.arange(first, last)[None, :]
    return (days >= rows.first[:, None]) & (days < rows.last[:, None])
