"""The strict Clever profile: the roster active on the as-of date, in API vocabulary.

Dates are MM/DD/YYYY; one student row per contact; up to ten teachers in a section.
attendance.csv has the attendance records of the current school year of the students on
the roster, at the schools where they are.
"""

import pyarrow as pa

from generator.output import OutFile
from generator.writers.roster import open_roster, statement

SOURCE = "clever"
ROSTER_FILES = ["schools", "students", "teachers", "staff", "sections", "enrollments"]
# Attendance records that are sorted at a time, for little memory
SORTED_ROWS = 250_000
ATTENDANCE_FILES = ["attendance_daily", "attendance_sections"]


def files(world):
    """An `OutFile` per Clever file of the district. Raises `roster.UnknownCode`."""
    tables = roster_tables(world)
    made = [OutFile(SOURCE, world.name, name, table) for name, table in tables.items()]
    if not any(_batches_of(world, name) for name in ATTENDANCE_FILES):
        return made
    return [
        *made,
        OutFile(SOURCE, world.name, "attendance", lambda: attendance_batches(world)),
    ]


def roster_tables(world):
    """File name without .csv -> `pyarrow.Table`, all but attendance.

    Raises `roster.UnknownCode`.
    """
    connection = open_roster(world)
    return {
        name: connection.execute(statement(SOURCE, name)).to_arrow_table()
        for name in ROSTER_FILES
    }


def attendance_batches(world):
    """Record batches of attendance.csv; each ordered by student and day."""
    connection = open_roster(world)
    for name in ATTENDANCE_FILES:
        query = statement(SOURCE, name)
        for part in _parts(_batches_of(world, name) or []):
            connection.register("attendance_batch", part)
            table = connection.execute(query).to_arrow_table()
            # one without rows still says the columns
            empty = pa.RecordBatch.from_pylist([], table.schema)
            yield from table.to_batches() or [empty]


def _parts(batches):
    for batch in batches:
        for start in range(0, batch.num_rows, SORTED_ROWS):
            yield pa.Table.from_batches([batch.slice(start, SORTED_ROWS)])


def _batches_of(world, name):
    """An iterator over the batches of a canonical file; None where there is no file."""
    if name in world.batches:
        return world.batches[name]()
    return world.tables[name].to_batches() if name in world.tables else None
