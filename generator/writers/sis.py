"""The canonical district extract: every table of the district as a file of its own."""

from functools import cache

import yaml

from generator.output import OutFile
from generator.writers.roster import HERE

SOURCE = "sis"


class WrongColumns(ValueError):
    """A table does not have the columns of the canonical extract."""


@cache
def layout():
    """File name without its ending -> {"key": columns, "others": columns}."""
    return yaml.safe_load((HERE / "sis_files.yml").read_text(encoding="utf-8"))


def columns_of(name):
    """All columns of a canonical file, in order. Raises KeyError for another name."""
    return layout()[name]["key"] + layout()[name]["others"]


def files(world):
    """An `OutFile` per canonical table that the district has, in the layout's order.

    Raises WrongColumns when a table differs from the layout, KeyError for a table that
    the canonical extract does not have.
    """
    names = [*world.tables, *world.batches]
    for name in names:
        columns_of(name)
    return [_file(world, name) for name in layout() if name in names]


def _file(world, name):
    marks = {world.marks[name]: True} if name in world.marks else {}
    if name not in world.tables:
        batches = _checked(name, world.batches[name])
        return OutFile(SOURCE, world.name, name, batches, **marks)
    table = world.spellings.get(name, world.tables[name])
    _check(name, table.column_names)
    return OutFile(SOURCE, world.name, name, table, **marks)


def _checked(name, batches):
    def checked_batches():
        for batch in batches():
            _check(name, batch.schema.names)
            yield batch

    return checked_batches


def _check(name, columns):
    if columns != columns_of(name):
        raise WrongColumns(f"{name}: {columns}, expected {columns_of(name)}")
