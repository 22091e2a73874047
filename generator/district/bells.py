"""Bell schedules: the periods of each school's day."""

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.parameters import parameters
from generator.district.world import LEVELS

ELEMENTARY, MIDDLE, HIGH, COMBINED = range(len(LEVELS))
MIDDLE_GRADE, HIGH_GRADE = 6, 9
DAY_HALF = 4  # blocks on one of the two alternating days


def add_bell_schedule(world):
    """Fill the table `bell_schedule`: a row per school and period, 0 = homeroom."""
    columns = {"school_id": [], "period": [], "start_time": [], "end_time": []}
    kinds = bell_kinds(world)
    for school, kind in enumerate(kinds):
        has_homeroom = world.schools.low_grade[school] <= MIDDLE_GRADE
        for period, start, end in _bells(kind, has_homeroom):
            columns["school_id"].append(school)
            columns["period"].append(str(period))
            columns["start_time"].append(start)
            columns["end_time"].append(end)
    world.tables["bell_schedule"] = pa.table(
        {
            "school_id": tables.words(columns.pop("school_id"), world.schools.id),
            **{name: pa.array(texts, pa.string()) for name, texts in columns.items()},
        }
    )


def bell_kinds(world):
    """Per school: elementary, middle, high or block, by its highest grade."""
    schools, share = world.schools, parameters("bells")["block_share"]
    has_blocks = world.streams("bells", "blocks").random(len(schools.level)) < share
    kinds = []
    for school, high in enumerate(schools.high_grade):
        if high >= HIGH_GRADE:
            blocks = has_blocks[school] and schools.level[school] == HIGH
            kinds.append("block" if blocks else "high")
        elif high > MIDDLE_GRADE or schools.level[school] != ELEMENTARY:
            kinds.append("middle")
        else:
            kinds.append("elementary")
    return kinds


def periods_per_day(world):
    """(S,) int: periods that a class may have in each school, without homeroom."""
    known = parameters("bells")
    return np.array([known[kind]["periods"] for kind in bell_kinds(world)])


def _bells(kind, has_homeroom):
    """Tuples (period, start, end), as HH:MM."""
    known, minutes = parameters("bells"), parameters("bells")["homeroom_minutes"]
    rule = known[kind]
    first = int(rule["first"][:2]) * 60 + int(rule["first"][3:])
    if has_homeroom:
        yield 0, _clock(first - minutes - rule["passing"]), _clock(first)
    time = first
    for period in range(1, rule["periods"] + 1):
        if kind == "block" and period == DAY_HALF + 1:
            time = first
        yield period, _clock(time), _clock(time + rule["length"])
        time += rule["length"] + rule["passing"]
        if (period - 1) % DAY_HALF + 1 == rule["lunch_after"]:
            time += rule["lunch"] - rule["passing"]


def _clock(minutes):
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
