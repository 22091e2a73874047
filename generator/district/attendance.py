"""Attendance: codes, a row per student and day of the last years, totals of the others.

`attendance_daily` is streamed: by school year and month, within a month by student,
school and date, so that a batch never needs more than one month in memory.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.parameters import parameters
from generator.district.section_attendance import section_batches
from generator.district.states import SUSPENDED

BATCH_ROWS = 1_000_000


@dataclass
class Suspensions:
    """(X,) arrays: runs of days on suspension, by year, row and day."""

    year: np.ndarray
    student: np.ndarray
    school: np.ndarray
    first: np.ndarray  # index of the first day into the days of the year
    days: np.ndarray  # number of days of school missed


@dataclass
class Totals:
    """(R,) arrays by row of a year, up to as_of."""

    enrolled: np.ndarray  # days
    absent: np.ndarray  # days with half the day or more missed
    unexcused: np.ndarray  # of these, without an excuse


def add_attendance(world):
    """Fill `attendance_codes`, `attendance_years`, `world.attendance_totals` and
    `world.suspensions`; the batches of `attendance_daily` when a year has daily rows,
    and then those of `attendance_sections` when asked for."""
    years = len(world.calendar.years)
    found = [_look_at_year(world, year) for year in range(years)]
    world.attendance_totals = [totals for totals, _ in found]
    columns = zip(*(vars(runs).values() for _, runs in found), strict=True)
    world.suspensions = Suspensions(*(np.concatenate(column) for column in columns))
    world.tables["attendance_codes"] = _codes_table()
    with_days = daily_years(world)
    without = [year for year in range(years) if year not in with_days]
    world.tables["attendance_years"] = _years_table(world, without)
    if not with_days:
        return
    world.batches["attendance_daily"] = lambda: _daily_batches(world, with_days)
    if world.config.district.section_attendance:
        world.batches["attendance_sections"] = lambda: section_batches(world, with_days)


def daily_years(world):
    """Indices of the school years that have a row per student and day."""
    years = len(world.calendar.years)
    return range(max(0, years - world.config.district.daily_years), years)


def _look_at_year(world, year):
    """The `Totals` and `Suspensions` of one year."""
    absence = world.absence
    rows, states = absence.rows[year], absence.states
    known = int(np.sum(world.calendar.days[year] <= world.calendar.as_of))
    enrolled = np.maximum(np.minimum(rows.last, known) - rows.first, 0).astype(np.int64)
    absent, unexcused = np.zeros_like(enrolled), np.zeros_like(enrolled)
    suspended = [np.zeros((0, 2), dtype=np.int64)]
    for month in absence.months(year):
        row, day = np.divmod(
            np.flatnonzero(month.codes * month.enrolled), len(month.days)
        )
        state = month.codes[row, day]
        for sums, counted in (
            (absent, states.is_absent),
            (unexcused, states.is_unexcused),
        ):
            sums += np.bincount(row[counted[state]], minlength=len(sums))
        is_suspended = state == SUSPENDED
        cells = [row[is_suspended], day[is_suspended] + month.first]
        suspended.append(np.stack(cells, axis=1))
    totals = Totals(enrolled, absent, unexcused)
    return totals, _runs(rows, year, np.concatenate(suspended))


def _runs(rows, year, cells):
    """Days on suspension put together to runs of days of school."""
    cells = cells[np.lexsort((cells[:, 1], cells[:, 0]))]
    goes_on = (np.diff(cells[:, 0]) == 0) & (np.diff(cells[:, 1]) == 1)
    begins = np.flatnonzero(np.concatenate([[True], ~goes_on])[: len(cells)])
    days = np.diff(np.append(begins, len(cells)))
    row, first = cells[begins, 0], cells[begins, 1]
    of_year = np.full(len(row), year)
    return Suspensions(of_year, rows.student[row], rows.school[row], first, days)


def _codes_table():
    codes = parameters("attendance")["codes"]
    ordered = sorted(codes)
    return pa.table(
        {
            "attendance_code": pa.array(ordered),
            "description": pa.array([codes[code][0] for code in ordered]),
            "category": pa.array([codes[code][1] for code in ordered]),
        }
    )


def _years_table(world, years):
    """Totals by student, school and school year; rows of one school are one row."""
    pieces = [_year_totals(world, year) for year in years]
    if not pieces:
        pieces = [tuple(np.zeros(0, dtype=np.int64) for _ in range(6))]
    columns = [np.concatenate(column) for column in zip(*pieces, strict=True)]
    student, school, year, enrolled, absent, unexcused = columns
    by_id = world.absence.student_rank[student]
    order = np.lexsort((year, world.absence.school_rank[school], by_id))
    return pa.table(
        {
            "student_id": tables.words(student[order], world.students.id),
            "school_id": tables.words(school[order], world.schools.id),
            "school_year": tables.integers(year[order]),
            "days_enrolled": tables.integers(enrolled[order]),
            "days_absent": tables.integers(absent[order]),
            "days_unexcused": tables.integers(unexcused[order]),
        }
    )


def _year_totals(world, year):
    rows, totals = world.absence.rows[year], world.attendance_totals[year]
    # rows are sorted by student and school
    begins = np.flatnonzero(
        (np.diff(rows.student, prepend=-1) != 0)
        | (np.diff(rows.school, prepend=-1) != 0)
    )
    sums = [
        np.add.reduceat(values, begins) if len(begins) else values
        for values in vars(totals).values()
    ]
    of_year = np.full(len(begins), world.calendar.years[year])
    known = sums[0] > 0  # nothing of a spell that begins after as_of
    found = (rows.student[begins], rows.school[begins], of_year, *sums)
    return tuple(values[known] for values in found)


def _daily_batches(world, years):
    """Record batches of up to a million rows."""
    codes = sorted(parameters("attendance")["codes"])
    states = world.absence.states
    place = np.array(
        [codes.index(code) for code in parameters("attendance")["codes"]],
        dtype=np.int32,
    )[states.code]
    shares = tables.decimals(states.share, 2)
    for year in years:
        rows = world.absence.rows[year]
        for month in world.absence.months(year):
            step = max(1, BATCH_ROWS // len(month.days))
            for low in range(0, len(rows.spell), step):
                part = slice(low, low + step)
                row, day = np.nonzero(month.enrolled[part])
                state = month.codes[part][row, day]
                row = row + low
                yield pa.record_batch(
                    {
                        "student_id": tables.words(
                            rows.student[row], world.students.id
                        ),
                        "school_id": tables.words(rows.school[row], world.schools.id),
                        "attendance_date": tables.dates(month.days[day]),
                        "attendance_code": tables.words(place[state], codes),
                        "absent_share": shares.take(pa.array(state)),
                    }
                )
