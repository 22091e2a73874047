"""Tables of counts to disclose: by hand, or counted from generated districts."""

import csv
import functools
import itertools
import random
from collections import Counter

import pyarrow as pa
from conftest import REPO
from edstats.disclosure.policy import read_policy

from generator.config import Config, DistrictOptions
from generator.district import calendar, histories, households, schools, services
from generator.district import students as people
from generator.district.world import World
from generator.streams import Streams

DIMENSIONS = ["school", "grade", "subgroup"]
STEPS = [
    calendar.add_calendar,
    schools.add_schools,
    households.add_households,
    people.add_students,
    histories.add_spells,
    services.add_services,
]


@functools.cache
def seed_rows():
    """The seed `disclosure_policies` as dicts, with the types of the table."""
    with (REPO / "seeds/policies/disclosure_policies.csv").open() as file:
        return [
            row
            | {
                "value": float(row["value"]),
                "from_students": int(row["from_students"]),
            }
            for row in csv.DictReader(file)
        ]


def preset(name):
    return read_policy(seed_rows(), name)


def table_of(cells, dimensions=DIMENSIONS, table_name="t"):
    """The Arrow table of a dict: members -> students, or (events, students)."""
    counts = [one if isinstance(one, tuple) else (None, one) for one in cells.values()]
    columns = {
        name: [members[at] for members in cells] for at, name in enumerate(dimensions)
    }
    return pa.table(
        {
            "table_name": [table_name] * len(cells),
            "measure": ["measure"] * len(cells),
            **columns,
            "numerator": pa.array([events for events, _ in counts], pa.int64()),
            "denominator": pa.array([students for _, students in counts], pa.int64()),
        }
    )


def with_margins(students):
    """Members -> students, every margin among them.

    students: iterable of (school, grade, [subgroup, ...])
    """
    counts = Counter()
    for school, grade, subgroups in students:
        for cell in cells_of(school, grade, subgroups):
            counts[cell] += 1
    return dict(counts)


def with_rates(students, share, seed):
    """Members -> (events, students); each student counts with probability share."""
    chance = random.Random(seed)
    counts, events = Counter(), Counter()
    for school, grade, subgroups in students:
        is_one = chance.random() < share
        for cell in cells_of(school, grade, subgroups):
            counts[cell] += 1
            events[cell] += is_one
    return {cell: (events[cell], count) for cell, count in counts.items()}


def cells_of(school, grade, subgroups):
    return itertools.product((school, "all"), (grade, "all"), ("all", *subgroups))


@functools.cache
def generated_people(seed):
    """(school, grade, subgroups) of the students of a small district in its last year.

    A student counts at the school of the year's first enrolment.
    """
    district = DistrictOptions(schools=4, students=1_200)
    config = Config(seed=seed, as_of="2026-05-29", years=2, district=district)
    world = World(config=config, streams=Streams(config.seed, "district", 0))
    for step in STEPS:
        step(world)
    served = Counter()
    for row in world.tables["student_services"].to_pylist():
        if row["service"] in ("iep", "el"):
            served[row["student_id"], row["service"]] += 1
    race = {
        row["student_id"]: "hispanic" if row["is_hispanic"] else row["race"]
        for row in world.tables["students"].to_pylist()
    }
    found = {}
    for row in world.tables["enrollments"].to_pylist():
        if int(row["school_year"]) == 2026 and row["enrollment_status"] == "enrolled":
            student = row["student_id"]
            subgroups = [f"race:{race[student] or 'unknown'}"]
            subgroups += [
                f"{service}:{'yes' if served[student, service] else 'no'}"
                for service in ("iep", "el")
            ]
            found.setdefault(student, (row["school_id"], row["grade_level"], subgroups))
    return list(found.values())
