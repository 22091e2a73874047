"""Graduations: who completed, when, with which diploma, of which cohort."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import tables
from generator.district.parameters import parameters

# exit codes after which school is over
OUTCOMES = ["graduate", "dropout", "no_diploma"]
DIPLOMAS = ["regular", "alternate", "ged", "none"]
YEARS_OF_HIGH_SCHOOL = 4


def add_graduations(world):
    """Fill `graduations`: a row per student whose time in school is over since grade 9.

    The cohort year is the spring in which the fourth year after entry into grade 9
    ends. Who dropped out, or ended grade 12 without a diploma, has diploma `none` with
    an empty date, or a later `ged`. Who moved away has no row.
    """
    spells = world.spells
    exits = world.tables["enrollments"]["exit_code"].cast(pa.string())
    code = pc.index_in(exits, pa.array(OUTCOMES)).fill_null(-1).to_numpy()
    last = _last_spells(spells)
    code = code[last]
    student, exits = spells.student[last], spells.exit_date[last]
    first_9 = world.tables["students"]["first_grade_9_year"].fill_null(0)
    cohort = first_9.to_numpy()[student]
    over = (code >= 0) & (cohort > 0)
    student, code, exits, cohort = (
        values[over] for values in (student, code, exits, cohort)
    )
    diploma, date = _diplomas(world, student, code, exits)
    order = np.argsort(world.absence.student_rank[student])
    world.tables["graduations"] = pa.table(
        {
            "student_id": tables.words(student[order], world.students.id),
            "cohort_year": tables.integers(cohort[order] + YEARS_OF_HIGH_SCHOOL - 1),
            "completion_date": tables.dates(date[order]),
            "diploma_type": tables.words(diploma[order], DIPLOMAS),
        }
    )


def _last_spells(spells):
    """Index of the last spell of each student; spells are by student and entry."""
    return np.flatnonzero(np.append(np.diff(spells.student) != 0, True))


def _diplomas(world, student, code, exits):
    """Diploma and date of completion, NaT for none."""
    known = parameters("graduations")
    rng = world.streams("graduations", "diploma")
    drawn, wait = rng.random(len(student)), rng.random(len(student))
    graduate = code == OUTCOMES.index("graduate")
    alternate = (
        graduate
        & world.students.is_iep[student]
        & (drawn < known["alternate_share_of_iep"])
    )
    low, high = known["ged_days"]
    ged_date = exits + np.floor(low + wait * (high - low)).astype("timedelta64[D]")
    ged = (code == OUTCOMES.index("dropout")) & (drawn < known["ged_share_of_dropouts"])
    ged &= ged_date <= world.calendar.as_of
    diploma = np.select([alternate, graduate, ged], [1, 0, 2], 3)
    # the exit date is the first day not enrolled; school was completed the day before
    completed = np.where(graduate, exits - np.timedelta64(1, "D"), ged_date)
    return diploma, np.where(diploma == 3, np.datetime64("NaT"), completed)
