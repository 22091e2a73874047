"""The course catalogue and which courses each grade is offered."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.bells import add_bell_schedule
from generator.district.parameters import parameters

CATALOGUE = Path(__file__).parent / "parameters" / "courses.csv"


@dataclass(frozen=True)
class Catalogue:
    """(K,) per course, in the order of courses.csv; words stand in sorted lists."""

    rows: list  # dicts of the file's columns
    place: dict  # course_id -> row
    departments: list  # who teaches together
    areas: list  # of certificates
    subjects: list
    department: np.ndarray
    area: np.ndarray
    subject: np.ndarray


@dataclass(frozen=True)
class Slot:
    """What one grade can take in one slot: options, and how a section gets one."""

    options: tuple  # tuples of course rows: one, or one after the other by term
    bounds: np.ndarray | None  # mean ability up to which option i is taken


def add_courses(world):
    """Fill the tables `courses` and `bell_schedule`."""
    rows = catalogue().rows
    world.tables["courses"] = pa.table(
        {
            **{
                name: pa.array([row[name] for row in rows], pa.string())
                for name in ("course_id", "course_title", "sced_code", "subject")
            },
            "credits": tables.decimals([float(row["credits"]) for row in rows], 2),
            "is_core": tables.flags([row["is_core"] == "true" for row in rows]),
        }
    )
    add_bell_schedule(world)


@cache
def catalogue():
    """The `Catalogue`, read once."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    words, codes = {}, {}
    for name in ("department", "area", "subject"):
        words[name] = sorted({row[name] for row in rows})
        codes[name] = np.array([words[name].index(row[name]) for row in rows])
    place = {row["course_id"]: index for index, row in enumerate(rows)}
    return Catalogue(
        rows, place, words["department"], words["area"], words["subject"], **codes
    )


@cache
def slot(mode, grade, name):
    """The `Slot` of a mode (middle, high), grade (int) and slot name."""
    rule = parameters("courses")[mode][grade][name]
    if "tracks" in rule:
        options = tuple(courses(pair[0]) for pair in rule["tracks"])
        return Slot(options, np.array([pair[1] for pair in rule["tracks"][:-1]]))
    return Slot(tuple(courses(option) for option in rule["choices"]), None)


def courses(option):
    """Rows of the catalogue: of one course id, or of a list of them."""
    ids = [option] if isinstance(option, str) else option
    return tuple(catalogue().place[course] for course in ids)
