"""Enrolment histories: the moves of all children as spells and as enrollments.csv."""

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.careers import ENTRY, EXIT
from generator.district.schools import GRADE_NAMES
from generator.district.students import sorted_ids
from generator.district.world import Spells

STATUSES = ["enrolled", "no_show"]


def add_spells(world):
    """Fill `world.spells` and the table `enrollments`, ordered by student and time."""
    moves = world.households.moves
    size = len(moves.child)
    world.spells = Spells(
        id=sorted_ids(world.streams, "enrollments", size, "E", 9),
        # wide types from here on: others multiply and add these
        student=moves.child.astype(np.int64),
        school=moves.school.astype(np.int64),
        year=moves.year.astype(np.int64),
        grade=moves.grade.astype(np.int64),
        entry_date=moves.entry_date,
        exit_date=moves.exit_date,
        is_no_show=moves.is_no_show,
    )
    years = world.calendar.years[moves.year]
    world.tables["enrollments"] = pa.table(
        {
            "enrollment_id": world.spells.id,
            "student_id": tables.words(moves.child, world.students.id),
            "school_id": tables.words(moves.school, world.schools.id),
            "school_year": tables.integers(years),
            "grade_level": tables.words(moves.grade, GRADE_NAMES),
            "entry_date": tables.dates(moves.entry_date),
            "entry_code": tables.words(moves.entry_code, ENTRY),
            "exit_date": tables.dates(moves.exit_date),
            "exit_code": tables.words(moves.exit_code, EXIT),
            "is_primary": tables.flags(np.ones(size)),
            "enrollment_status": tables.words(
                moves.is_no_show.astype(np.int32), STATUSES
            ),
        }
    )
    world.households.moves = None
