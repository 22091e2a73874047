"""The roster that is active on the as-of date, as DuckDB tables for the roster writers.

Both roster formats are projections of the canonical tables by the statements in `sql/`:
`sql/roster/` says who and what is on the roster, `sql/<format>/` has a statement per
file. All statements order their rows by a key, so that the number of threads does not
show in the files.
"""

import re
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import yaml

HERE = Path(__file__).parent
CODES = HERE / "codes.yml"
# Each reads the canonical tables and those before it.
ROSTER_TABLES = [
    "active_schools",
    "active_spells",
    "active_sections",
    "active_members",
    "active_teachers",
    "school_staff",
    "user_roles",
]
# Where a code of each set stands in the canonical tables.
CODED_COLUMNS = {
    "grade": [
        ("schools", "low_grade"),
        ("schools", "high_grade"),
        ("enrollments", "grade_level"),
        ("sections", "grade_level"),
    ],
    "sex": [("students", "sex")],
    "race": [("students", "race")],
    "home_language": [("students", "home_language")],
    "relationship": [("student_contacts", "relationship")],
    "contact_type": [("student_contacts", "contact_type")],
    "phone_type": [("contacts", "phone_type")],
    "subject": [("courses", "subject")],
    "position": [("assignments", "position")],
    "term_type": [("terms", "term_type")],
    "disability": [("iep_services", "detail")],
    "attendance_category": [("attendance_codes", "category")],
}


class UnknownCode(ValueError):
    """A code of the canonical tables has no entry in codes.yml."""


def open_roster(world, version=None):
    """A DuckDB connection with the canonical tables, the code lists and the roster.

    world: `World` with its `tables`
    version: OneRoster version that roles are worded for, such as "1.1"
    Raises UnknownCode when a table of a district without defects holds a code that
    codes.yml does not list; with defects it is sent as empty.
    """
    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = false; set threads = 2")
    for name, table in world.tables.items():
        connection.register(name, table)
    connection.execute(
        "create view iep_services as from student_services where service = 'iep'"
    )
    for code_set, columns in CODED_COLUMNS.items():
        _add_codes(connection, code_set, columns, world.config.defects == "none")
    _add_context(connection, world, version)
    for name in ROSTER_TABLES:
        connection.execute(f"create table {name} as {statement('roster', name)}")
    return connection


def statement(folder, name):
    """The text of `sql/<folder>/<name>.sql`."""
    return (HERE / "sql" / folder / f"{name}.sql").read_text(encoding="utf-8")


def _add_codes(connection, code_set, columns, is_clean):
    """The table `<set>_codes`: sis, the code as spelled, and a column per format."""
    known = _known_codes()[code_set]
    rows = {}
    for table, column in columns:
        found = connection.execute(
            f"select distinct {column} from {table} where {column} is not null"
        ).fetchall()
        for spelling in sorted(spelling for (spelling,) in found):
            code = re.sub("[^a-z0-9]+", "_", spelling.lower())
            if code not in known and is_clean:
                message = f"{table}.{column}: {spelling} is not in {CODES.name}"
                raise UnknownCode(message)
            rows[spelling] = {"sis": spelling, **known.get(code, {})}
    formats = {name: None for entry in known.values() for name in entry}
    # a set without codes in the tables still has its columns
    template = {"sis": None, **next(iter(known.values()))}
    table = pa.Table.from_pylist([template, *(formats | row for row in rows.values())])
    connection.register(f"{code_set}_codes", table.slice(1))


@cache
def _known_codes():
    return yaml.safe_load(CODES.read_text(encoding="utf-8"))


def _add_context(connection, world, version):
    """The table `context`: one row with the as-of date and the school year it is in."""
    connection.execute(
        """
        create table context as
        with current_year as (
            select max(school_year) as school_year
            from terms
            where start_date <= $as_of
        )
        select
            -- behind the end of the last term the roster stays as it was
            least(cast($as_of as date), max(terms.end_date) - 1) as as_of,
            $district as district_id,
            $version as version,
            current_year.school_year,
            current_year.school_year || '-school-year' as year_session_id,
            min(years.start_date) as year_start,
            max(years.end_date) as year_end
        from current_year
        inner join terms as years on current_year.school_year = years.school_year
        inner join terms
            on
            current_year.school_year = terms.school_year
            and terms.start_date <= $as_of
        group by current_year.school_year
        """,
        {
            "as_of": world.config.as_of.astype(object),
            "district": world.name,
            "version": version,
        },
    )
