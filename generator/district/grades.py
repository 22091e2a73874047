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

    base: np.ndarray  # (N, 3) points by student: reading, math, mean of both
    follows: np.ndarray  # (K,) column of `base` by course
    relief: np.ndarray  # (C,) points that the level of the class takes away
    runs: np.ndarray  # (C, T) bool: the section runs in the term
    credit: np.ndarray  # (C, T) index into `credits`
    credits: np.ndarray  # values, the first is 0


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
        key = student * len(ranks) + ranks[section[members]]
        members = members[np.argsort(key, kind="stable")]
        marks = _year_marks(world, year, terms, members)
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


def _year_marks(world, year, terms, members):
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
    size = len(teaching.section_id)
    count = np.bincount(section, minlength=size)
    mean = np.bincount(section, weights=level, minlength=size) / np.maximum(count, 1)
    every = level.mean() if len(level) else 0.0
    relief = known["class_share"] * (mean - every)
    runs, credit = _credits(world, terms)
    values, codes = np.unique(np.append(0.0, credit), return_inverse=True)
    codes = codes[1:].reshape(credit.shape).astype(np.int32)
    return YearMarks(base, follows, relief, runs, codes, values)


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
    row, term = np.nonzero(_marked(world, terms, marks, members, section))
    number = number[row, term]
    credit = marks.credit[section[row], term]
    earned = np.where(number >= known["pass"], credit, 0)
    values = tables.decimals(marks.credits, 2)
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
            "credits_attempted": values.take(pa.array(credit)),
            "credits_earned": values.take(pa.array(earned)),
        }
    )


def _marked(world, terms, marks, members, section):
    """(P, T) bool: in the class from the middle of the term or earlier to its end."""
    teaching, as_of = world.teaching, world.calendar.as_of
    begin, end = teaching.dates(members)
    end = np.where(np.isnat(end), as_of + np.timedelta64(1, "D"), end)
    middle = terms.start + (terms.last - terms.start) // 2
    marked = np.empty((len(members), len(terms.name)), dtype=bool)
    for term, last in enumerate(terms.last):
        there = (end > last) & (begin <= middle[term]) & (last <= as_of)
        marked[:, term] = there & marks.runs[section, term]
    return marked


def _credits(world, terms):
    """(C, T) whether a section runs in a term, and the term's part of its credits."""
    teaching = world.teaching
    runs = (teaching.section_start[:, None] <= terms.start) & (
        teaching.section_end[:, None] > terms.last
    )
    credits_of = np.array(world.tables["courses"]["credits"].to_pylist(), dtype=float)
    whole = credits_of[teaching.section_course][:, None]
    total = np.maximum(runs.sum(axis=1), 1)[:, None]
    done = np.cumsum(runs, axis=1)
    # differences of rounded sums, so that thirds add up to the whole
    upto = np.round(whole * done / total, 2)
    before = np.round(whole * (done - runs) / total, 2)
    return runs, np.round(upto - before, 2)
