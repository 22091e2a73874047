"""What users of the service have put in: sets, data of their own, plans."""

import json

import numpy as np
import pyarrow as pa

from generator.dfe.schools import of_kind
from generator.dfe.text import csv_file

UNKNOWN_URN = 999_999
PLANS = 6


def comparator_sets(world):
    """Sets of schools: good ones and, with mistakes, bad ones."""
    rng = world.streams("user sets")
    schools = world.schools
    state = np.flatnonzero(schools.is_state_funded)

    def some(count):
        return [int(urn) for urn in schools.urn[rng.permutation(state)[:count]]]

    rows = []
    for number, count in enumerate((12, 30, 20), start=1):
        chosen = some(count)
        rows.append((f"user-{number}", chosen[0], chosen))
    # the user forgot the school itself
    chosen = some(16)
    rows.append(("user-4", chosen[0], chosen[1:]))
    # too few for ratings
    chosen = some(6)
    rows.append(("user-5", chosen[0], chosen))
    if world.has_mistakes:
        chosen = some(14)
        rows.append(("user-6", chosen[0], [*chosen, UNKNOWN_URN]))
        chosen = some(12)
        rows.append(("user-7", chosen[0], [*chosen, chosen[3], chosen[3]]))
        rows.append(("user-8", UNKNOWN_URN, some(12)))
        rows.append(("user-9", some(1)[0], "not a list"))
    columns = {
        "run_id": pa.array([run for run, _, _ in rows]),
        "urn": pa.array([urn for _, urn, _ in rows]),
        "set": pa.array([json.dumps(chosen) for _, _, chosen in rows]),
    }
    return csv_file(list(columns), columns), len(rows)


def custom_data(world):
    """Values in the place of published ones."""
    rng = world.streams("user data")
    schools = world.schools
    usual = np.flatnonzero(of_kind(schools, "primary") & schools.is_maintained)
    secondary = np.flatnonzero(of_kind(schools, "secondary") & schools.is_academy)
    first = int(rng.permutation(usual)[0])
    second = int(rng.permutation(secondary)[0])
    one, two = int(schools.urn[first]), int(schools.urn[second])
    teaching = "Teaching and Teaching support staff/Teaching staff"
    rows = [
        ("custom-1", one, "number_of_pupils", world.heads[first] + 12),
        ("custom-1", one, "percent_fsm", 31.5),
        ("custom-1", one, "percent_sen", 4.25),
        ("custom-1", one, teaching, 812_345.67),
        ("custom-1", one, "Utilities/Energy", 41_200),
        ("custom-2", two, "total_internal_floor_area", 9_800),
        ("custom-2", two, teaching, 5_250_000),
        ("custom-2", two, "Catering staff and supplies/Catering staff", 0),
    ]
    if world.has_mistakes:
        rows.append(("custom-3", one, "number_of_horses", 7))
        rows.append(("custom-4", UNKNOWN_URN, "number_of_pupils", 200))
        rows.append(("custom-5", two, "number_of_pupils", "many"))
    columns = {
        "run_id": pa.array([run for run, _, _, _ in rows]),
        "urn": pa.array([urn for _, urn, _, _ in rows]),
        "field": pa.array([field for _, _, field, _ in rows]),
        "value": pa.array([str(value) for _, _, _, value in rows]),
    }
    return csv_file(list(columns), columns), len(rows)


def financial_plans(world):
    """Curriculum plans of some secondary schools."""
    rng = world.streams("user plans")
    schools = world.schools
    fitting = np.flatnonzero(of_kind(schools, "secondary") & schools.is_state_funded)
    rows = []
    for number, row in enumerate(rng.permutation(fitting)[:PLANS]):
        teachers = round(float(world.workforce.teachers_fte[row]), 1)
        pupils = int(world.heads[row])
        plan = {
            "pupils": pupils,
            "timetable_periods": 25 * (1 + number % 2),
            "teaching_periods": int(teachers * 20),
            "teachers_fte": teachers,
            "teacher_cost": round(teachers * 58_000),
            "income": pupils * 7_700,
            "expenditure": pupils * 7_650,
        }
        is_bad = world.has_mistakes and number == PLANS - 1
        rows.append(
            {
                "urn": str(schools.urn[row]),
                "year": str(world.year + 1),
                "input": "{" if is_bad else json.dumps(plan),
                "deployment_plan": json.dumps({"classes": 30 + number}),
                "created": f"{world.year}-10-{number + 1:02d}T09:00:00",
                "created_by": f"user{number}@example.org",
                "updated_at": f"{world.year}-11-{number + 1:02d}T16:30:00",
                "updated_by": f"user{number}@example.org",
                "is_complete": "true" if number % 3 else "false",
                "version": "1",
            }
        )
    header = list(rows[0]) if rows else ["urn"]
    columns = {
        name: pa.array([row[name] for row in rows], pa.string()) for name in header
    }
    return csv_file(header, columns), len(rows)
