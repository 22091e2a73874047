"""School-finance sets for tests: their models and, read back, their files."""

import csv
import io
from functools import cache
from pathlib import Path

from python_calamine import CalamineWorkbook

from generator.config import Config, DfeOptions
from generator.dfe.build import World
from generator.dfe.files import files, truth

BOM = b"\xef\xbb\xbf"
# How each file is encoded, as the service reads it.
CP1252 = {
    "gias.csv",
    "gias_links.csv",
    "gias_all_links.csv",
    "census_pupils.csv",
    "sen.csv",
    "maintained_schools_master_list.csv",
}


@cache
def world(schools, layout=2023, year=None, defects="default", seed=1):
    """The model of a set."""
    options = DfeOptions(schools=schools, layout=layout, year=year or layout)
    return World(Config(dfe=options, defects=defects, seed=seed))


@cache
def written(schools, layout=2023, **more):
    """{folder/file: bytes} of a set."""
    made = files(world(schools, layout, **more))
    return {f"{item.district}/{item.name}": item.data for item in made}


@cache
def rows_of(schools, name, layout=2023, sheet=0, header=0):
    """The rows of a file of the run year as dicts; rows of nothing are left out."""
    data = written(schools, layout)[f"{layout}/{name}"]
    if name.endswith(".xlsx"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    else:
        found = list(csv.reader(io.StringIO(text_of(name, data), newline="")))
    names = found[header]
    body = [row for row in found[header + 1 :] if any(cell != "" for cell in row)]
    return [dict(zip(names, row, strict=True)) for row in body]


def text_of(name, data):
    """The text of a CSV file, decoded as the service does it."""
    return data.removeprefix(BOM).decode("cp1252" if name in CP1252 else "utf-8")


def header_of(schools, name, layout):
    """The names of the columns of a CSV file, in order."""
    text = text_of(name, written(schools, layout)[f"{layout}/{name}"])
    return next(csv.reader(io.StringIO(text)))


def cases(schools, **more):
    """{case: set of URNs} of the answer key."""
    table = truth(world(schools, **more))["dfe_cases"]
    found = {}
    for row in table.to_pylist():
        found.setdefault(row["case"], set()).add(row["urn"])
    return found


HEADERS = Path(__file__).parents[3] / "generator" / "dfe" / "layouts"
