"""Districts for the tests of attendance, scores, programmes and grades, built once."""

import functools

import duckdb
import pyarrow as pa

from generator.config import Config, DistrictOptions
from generator.district.build import build_district


@functools.cache
def district(seed=1, years=5, as_of="2026-05-29", **options):
    """A `World`; like preset `tiny` unless `options` of the district say otherwise."""
    options = {"schools": 4, "students": 1_200, **options}
    config = Config(
        seed=seed,
        years=years,
        as_of=as_of,
        defects="none",
        district=DistrictOptions(**options),
    )
    return build_district(config)


def table(world, name):
    """An extract table, whether it is kept or streamed."""
    if name in world.tables:
        return world.tables[name]
    return pa.Table.from_batches(world.batches[name]())


@functools.cache
def database(world_key):
    """A DuckDB connection on the files of `district(**dict(world_key))`."""
    world = district(**dict(world_key))
    connection = duckdb.connect()
    for name in [*world.tables, *world.batches]:
        connection.register(name, table(world, name))
    for name, truth in world.truth.items():
        connection.register(f"truth_{name}", truth)
    connection.register(
        "latent",
        pa.table(
            {
                "student_id": world.students.id,
                "is_frl": world.students.is_frl,
                "motivation": world.students.motivation,
                "reading": world.students.ability[:, 0],
                "math": world.students.ability[:, 1],
            }
        ),
    )
    return connection


def tiny():
    """The files of a tiny district, daily attendance of two years, as a database."""
    return database((("daily_years", 2), ("section_attendance", True)))


def default():
    """The files of the default district, as a database."""
    return database((("years", 2), ("schools", 40), ("students", 25_000)))
