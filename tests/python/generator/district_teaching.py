"""Districts for the tests of courses, staff and sections: built once, not written."""

import functools

import duckdb
from district_people import people

from generator.district import courses, sections, staff


def built(seed=1, **options):
    """A new `World` up to its sections; `options` as of `district_people.people`."""
    world = people.__wrapped__(seed=seed, **options)
    for step in (courses.add_courses, staff.add_staff, sections.add_sections):
        step(world)
    return world


district = functools.cache(built)


def small():
    """Twelve schools: large enough for shares."""
    return district(schools=12, students=7_000)


@functools.cache
def queries(seed=1, **options):
    """A connection in which the tables of `district` can be asked."""
    connection = duckdb.connect()
    for name, table in district(seed=seed, **options).tables.items():
        connection.register(name, table)
    connection.execute("create macro known(day) as coalesce(day, date '9999-12-31')")
    return connection


def rows(sql, **options):
    """All rows of a query of `queries`."""
    return queries(**options).sql(sql).fetchall()


def value(sql, **options):
    """The only value of a query."""
    return rows(sql, **options)[0][0]
