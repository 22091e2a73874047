"""Assessments and their results: interim in three windows, state, reading screener."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import tables
from generator.district.achievement import WINDOWS
from generator.district.assessments import all_assessments
from generator.district.parameters import parameters
from generator.district.schools import GRADE_NAMES
from generator.district.sittings import (
    fold,
    sit_interim,
    sit_screener,
    sit_state,
    whole,
)
from generator.district.world import SUBJECTS
from generator.ids import permuted

ID_DIGITS = 8


@dataclass
class Results:
    """(K,) arrays of results, in small types: a large district has millions."""

    student: np.ndarray
    school: np.ndarray
    assessment: np.ndarray  # index into the assessments
    window: np.ndarray  # WINDOWS
    year: np.ndarray  # index into Calendar.years
    grade: np.ndarray
    date: np.ndarray
    score: np.ndarray
    is_retest: np.ndarray
    is_complete: np.ndarray


def add_scores(world):
    """Fill `assessments` and `assessment_results`, which is ordered by result_id."""
    assessments = all_assessments()
    world.tables["assessments"] = assessments.table()
    pieces = []
    for year in range(len(world.calendar.years)):
        for subject, name in enumerate(SUBJECTS):
            for window in WINDOWS:
                effects = world.achievement.effects(year, subject, window)
                sitting = sit_interim(world, year, window, subject, effects)
                place = assessments.place("interim", name, window)
                pieces += _results(world, year, window, place, sitting, assessments)
            effects = world.achievement.effects(year, subject, "spring")
            sitting = sit_state(world, year, subject, effects)
            place = assessments.place("state", name)
            pieces += _results(world, year, "spring", place, sitting, assessments)
        place = assessments.place("screener", "reading")
        sitting = sit_screener(world, year)
        pieces += _results(world, year, "fall", place, sitting, assessments)
    world.tables["assessment_results"] = _table(world, assessments, pieces)


def _results(world, year, window, place, sitting, assessments):
    """First results of a sitting, and the retests after it."""
    taken = np.flatnonzero(sitting.is_taken)
    rows = world.absence.rows[year]
    assessment = place[rows.grade[taken]]
    names = ("results", year, window, int(place.max(initial=0)))
    rng = world.streams(*names)
    complete = rng.random(len(taken)) >= parameters("scores")["incomplete"]
    first = _piece(world, year, window, taken, assessment, sitting.day[taken])
    first.score = sitting.score[taken].astype(np.int16)
    first.is_complete = complete
    rule = parameters("scores")["retest"]
    poor = sitting.error[taken] < -rule["below_errors"]
    day = sitting.day + rule["days"]
    known = np.sum(world.calendar.days[year] <= world.calendar.as_of)
    again = complete & poor & (rng.random(len(taken)) < rule["share"])
    again &= (day < np.minimum(rows.last, known))[taken]
    row = taken[again]
    second = _piece(world, year, window, row, assessment[again], day[row])
    row_assessments = [assessments.rows[index] for index in assessment[again]]
    spread, low, high = (
        np.array([one[key] for one in row_assessments], dtype=float)
        for key in ("standard_error", "scale_min", "scale_max")
    )
    error = spread * rng.standard_normal(len(row))
    score = fold(whole(sitting.expected[row] + error), low, high)
    second.score = score.astype(np.int16)
    second.is_retest[:] = True
    return [first, second]


def _piece(world, year, window, row, assessment, day):
    rows, size = world.absence.rows[year], len(row)
    return Results(
        student=rows.student[row].astype(np.int32),
        school=rows.school[row].astype(np.int32),
        assessment=assessment.astype(np.int16),
        window=np.full(size, WINDOWS.index(window), dtype=np.int8),
        year=np.full(size, year, dtype=np.int8),
        grade=rows.grade[row].astype(np.int8),
        date=world.calendar.days[year][day],
        score=np.zeros(size, dtype=np.int16),
        is_retest=np.zeros(size, dtype=bool),
        is_complete=np.ones(size, dtype=bool),
    )


def _table(world, assessments, pieces):
    """One column at a time, so that no more than one is there twice."""
    size = sum(len(piece.student) for piece in pieces)
    numbers = permuted(
        size, 10**ID_DIGITS, world.streams.number("ids", "results")
    ).astype(np.int32)
    order = np.argsort(numbers).astype(np.int32)

    def column(name):
        return np.concatenate([getattr(piece, name) for piece in pieces])[order]

    assessment, score = column("assessment"), column("score")
    missing = ~column("is_complete")
    level = np.ones(size, dtype=np.int8)
    for cuts in assessments.cuts.T:
        level += score >= cuts[assessment]
    codes = [row["assessment_id"] for row in assessments.rows]
    years = world.calendar.years.astype(np.int16)
    return pa.table(
        {
            "result_id": _result_ids(numbers[order]),
            "student_id": tables.words(column("student"), world.students.id),
            "assessment_id": tables.words(assessment, codes),
            "school_code": tables.words(column("school"), assessment_codes(world)),
            "test_window": tables.words(column("window"), WINDOWS),
            "school_year": tables.integers(years[column("year")]),
            "tested_grade": tables.words(column("grade"), GRADE_NAMES),
            "test_date": tables.dates(column("date")),
            "scale_score": tables.integers(score, missing),
            "performance_level": tables.integers(level, missing),
            "is_retest": tables.flags(column("is_retest")),
            "is_complete": tables.flags(~missing),
        }
    )


def _result_ids(numbers):
    digits = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), ID_DIGITS, "0")
    return pc.binary_join_element_wise("R", digits, "")


def assessment_codes(world):
    """The code of each school in the assessment system, from the crosswalk."""
    crosswalk = world.tables["school_crosswalk"]
    chosen = crosswalk.filter(
        pc.equal(crosswalk["system"].cast(pa.string()), "assessment")
    )
    school_id = chosen["school_id"].cast(pa.string()).combine_chunks()
    position = pc.index_in(world.schools.id, school_id)
    return chosen["school_code"].cast(pa.string()).combine_chunks().take(position)
