"""Course grades: a mark per student, section and term, with credits."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.absence import text_ranks
from generator.district.parameters import parameters
from generator.district.world import SUBJECTS

BATCH_MEMBERS = 250_000
PERIOD_LETTERS = {"semester": "S", "trimester": "T", "quarter": "Q"}


@dataclass
class Terms:
    """(T,) the terms of one year in which marks are given."""

    name: list  # such as S1
    start: np.ndarray
    end: np.ndarray
    last: np.ndarray  # last day of school in the term


@dataclass
class YearMarks:
    """What marks of one year are made from."""

    rank: np.ndarray  # (C,) place of the section by id
    base: np.ndarray  # (N, 3) points by student: reading, math, mean of both
    follows: np.ndarray  # (K,) column of `base` by course
    relief: np.ndarray  # (C,) points that the level of the class takes away
    credits: np.ndarray  # (K,) by course


def add_grades(world):
    """Fill the batches of `course_grades`: by year, student, section and term."""
    world.batches["course_grades"] = lambda: _batches(world)


def _batches(world):
    ranks = text_ranks(world.teaching.section_id)
    section = world.teaching.member_section
    for year in range(len(world.calendar.years)):
        terms = terms_of(world, year)
        members = np.flatnonzero(world.teaching.section_year[section] == year)
        student = world.absence.student_rank[world.teaching.member_student[members]]
        members = members[np.lexsort((ranks[section[members]], student))]
        marks = _year_marks(world, year, members, ranks)
        rng = world.streams("course_grades", world.calendar.years[year])
        for low in range(0, len(members), BATCH_MEMBERS):
            some = members[low : low + BATCH_MEMBERS]
            yield _batch(world, terms, marks, some, rng)


def terms_of(world, year):
    """The `Terms` of a year that are neither the whole year nor summer."""
    calendar = world.calendar
    chosen = [
        place
        for place in np.flatnonzero(calendar.term_year == year)
        if calendar.term_type[place] in PERIOD_LETTERS
    ]
    chosen.sort(key=lambda place: calendar.term_start[place])
    end = calendar.term_end[chosen]
    days = calendar.days[year]
    return Terms(
        [
            f"{PERIOD_LETTERS[calendar.term_type[place]]}{number}"
            for number, place in enumerate(chosen, 1)
        ],
        calendar.term_start[chosen],
        end,
        days[np.searchsorted(days, end) - 1],
    )


def _year_marks(world, year, members, ranks):
    teaching, known = world.teaching, parameters("grades")
    base = _points(world, year)
    subject = world.tables["courses"]["subject"].to_pylist()
    follows = np.full(len(subject), len(SUBJECTS))
    for place, name in enumerate(SUBJECTS):
        is_close = [taught in known["follows"][name] for taught in subject]
        follows[np.array(is_close)] = place
    section, student = (
        teaching.member_section[members],
        teaching.member_student[members],
    )
    level = base[student, follows[teaching.section_course[section]]]
    size = len(ranks)
    count = np.bincount(section, minlength=size)
    mean = np.bincount(section, weights=level, minlength=size) / np.maximum(count, 1)
    every = level.mean() if len(level) else 0.0
    relief = known["class_share"] * (mean - every)
    credit = np.array(world.tables["courses"]["credits"].to_pylist(), dtype=float)
    return YearMarks(ranks, base, follows, relief, credit)


def _points(world, year):
    """(N, 3) points by student in courses close to reading, to math, and in others."""
    known, rows = parameters("grades"), world.absence.rows[year]
    totals = world.attendance_totals[year]
    size = len(world.students.id)
    away = np.bincount(rows.student, totals.absent, minlength=size)
    days = np.bincount(rows.student, totals.enrolled, minlength=size)
    levels = np.zeros((size, 3))
    levels[rows.student, :2] = world.achievement.year_levels(year)
    levels[:, 2] = levels[:, :2].mean(axis=1)
    mean = np.zeros(size)
    by_grade = [known["mean"]["elementary"]] * 6
    by_grade += [known["mean"]["middle"]] * 3 + [known["mean"]["high"]] * 4
    mean[rows.student] = np.array(by_grade)[rows.grade]
    rng = world.streams("grades", "student", world.calendar.years[year])
    own = known["student_sd"] * rng.standard_normal(size)
    absent = away / np.maximum(days, 1) - 0.075
    points = mean + own + known["absence_slope"] * absent
    return points[:, None] + known["level_slope"] * levels


def _batch(world, terms, marks, members, rng):
    """Marks of the members in every term that they were in class to its end."""
    teaching, known = world.teaching, parameters("grades")
    section = teaching.member_section[members]
    student, course = teaching.member_student[members], teaching.section_course[section]
    count = len(terms.name)
    points = marks.base[student, marks.follows[course]] - marks.relief[section]
    noise = known["mark_sd"] * rng.standard_normal((len(members), count))
    stopped = rng.random((len(members), count)) < known["collapse"]["share"]
    points = points[:, None] + noise - known["collapse"]["points"] * stopped
    number = np.clip(np.rint(points), known["lowest"], 100)
    row, term = np.nonzero(_marked(world, terms, members, section))
    number = number[row, term]
    attempted = _credits(marks, terms, teaching, section, course)[row, term]
    passed = number >= known["pass"]
    # lowest points of the letters, best letter first
    bounds = np.array(list(known["letters"].values()))
    letter = len(bounds) - 1 - np.searchsorted(bounds[::-1][1:], number, side="right")
    return pa.record_batch(
        {
            "student_id": tables.words(student[row], world.students.id),
            "section_id": tables.words(section[row], teaching.section_id),
            "marking_period": tables.words(term, terms.name),
            "letter_grade": tables.words(letter, list(known["letters"])),
            "numeric_grade": tables.integers(number),
            "credits_attempted": tables.decimals(attempted, 2),
            "credits_earned": tables.decimals(np.where(passed, attempted, 0.0), 2),
        }
    )


def _marked(world, terms, members, section):
    """(P, T) bool: in the class from the middle of the term or earlier to its end."""
    teaching = world.teaching
    begin = teaching.member_begin[members][:, None]
    end = teaching.member_end[members][:, None]
    middle = terms.start + (terms.last - terms.start) // 2
    there = np.isnat(end) | (end > terms.last)
    runs = (teaching.section_start[section][:, None] <= middle) & (
        teaching.section_end[section][:, None] > terms.last
    )
    return there & (begin <= middle) & runs & (terms.last <= world.calendar.as_of)


def _credits(marks, terms, teaching, section, course):
    """(P, T) credits of the course, spread over the terms that the section runs in."""
    runs = (teaching.section_start[section][:, None] <= terms.start) & (
        teaching.section_end[section][:, None] > terms.last
    )
    total = np.maximum(runs.sum(axis=1), 1)[:, None]
    done = np.cumsum(runs, axis=1)
    whole = marks.credits[course][:, None]
    # differences of rounded sums, so that thirds add up to the whole
    upto = np.round(whole * done / total, 2)
    before = np.round(whole * (done - runs) / total, 2)
    return np.round(upto - before, 2)
