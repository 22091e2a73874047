"""Attendance by section: what the day's attendance means for each class of the day."""

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.absence import text_ranks
from generator.district.parameters import parameters
from generator.district.states import (
    EXCUSED,
    PART_EXCUSED,
    PART_UNEXCUSED,
    PRESENT,
    TARDY,
    UNEXCUSED,
)

PERIODS = 7  # periods of the day, for the classes that a part of it covers
BATCH_CELLS = 1_000_000


def section_batches(world, years):
    """Record batches of attendance_sections, by year, month, student and section."""
    codes = sorted(parameters("attendance")["codes"])
    place = np.array(
        [codes.index(code) for code in parameters("attendance")["codes"]],
        dtype=np.int32,
    )
    ranks = text_ranks(world.teaching.section_id)
    for year in years:
        members = _members(world, year, ranks)
        for month in world.absence.months(year):
            by_student, index = _by_student(world, year, month)
            step = max(1, BATCH_CELLS // len(month.days))
            for low in range(0, len(members), step):
                some = members[low : low + step]
                row, day, code = _section_days(world, month, by_student, index, some)
                yield _batch(world, some[row], month.days[day], place[code], codes)


def _batch(world, member, dates, code, codes):
    teaching = world.teaching
    return pa.record_batch(
        {
            "student_id": tables.words(
                teaching.member_student[member], world.students.id
            ),
            "section_id": tables.words(
                teaching.member_section[member], teaching.section_id
            ),
            "attendance_date": tables.dates(dates),
            "attendance_code": tables.words(code, codes),
        }
    )


def _members(world, year, ranks):
    """Section enrolments of a year, by student, section and first day."""
    teaching = world.teaching
    section = teaching.member_section
    members = np.flatnonzero(teaching.section_year[section] == year)
    student = world.absence.student_rank[teaching.member_student[members]]
    begin, _ = teaching.dates(members)
    return members[np.lexsort((begin, ranks[section[members]], student))]


def _by_student(world, year, month):
    """(S, D) states, 255 when not enrolled, and (N,) row of each student, -1 = none."""
    rows = world.absence.rows[year]
    students, inverse = np.unique(rows.student, return_inverse=True)
    states = np.full((len(students), len(month.days)), 255, dtype=np.uint8)
    row, day = np.nonzero(month.enrolled)
    states[inverse[row], day] = month.codes[row, day]
    index = np.full(len(world.students.id), -1)
    index[students] = np.arange(len(students))
    return states, index


def _section_days(world, month, by_student, index, members):
    """(row, day, code) of the days on which the members' classes meet."""
    teaching, states = world.teaching, world.absence.states
    section = teaching.member_section[members]
    begin, end = teaching.dates(members)
    begin = np.maximum(begin, teaching.section_start[section])
    end = np.where(np.isnat(end), teaching.section_end[section], end)
    end = np.minimum(end, teaching.section_end[section])
    student = index[teaching.member_student[members]]
    known = student >= 0
    state = by_student[np.where(known, student, 0)]
    meets = known[:, None] & (state != 255)
    meets &= month.days[None, :] >= begin[:, None]
    meets &= month.days[None, :] < end[:, None]
    row, day = np.nonzero(meets)
    state = state[row, day]
    code, share = states.code[state], states.share[state]
    period = teaching.section_period[section][row]
    # part of a day: the last periods are missed; a homeroom (0) goes by the half day
    missed = np.where(period == 0, share >= 0.5, period > PERIODS * (1 - share) + 1e-9)
    code = _part(code, missed, PART_EXCUSED, EXCUSED)
    code = _part(code, missed, PART_UNEXCUSED, UNEXCUSED)
    # who comes late misses the beginning of the first class only
    return row, day, np.where((code == TARDY) & (period > 1), PRESENT, code)


def _part(code, missed, part, whole):
    return np.where(code == part, np.where(missed, whole, PRESENT), code)
