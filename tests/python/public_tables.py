"""The public tables of groups, and the cells behind them, for somebody who attacks."""

from __future__ import annotations

from pathlib import Path

from conftest import query

NAMES = ["school_key", "grade_number", "subgroup_key"]
# what a reader is told -> column of the public tables; not all have all
TOLD = {
    "state": "suppression_state",
    "denominator": "student_count",
    "numerator": "counted_count",
    "rate_low": "rate_low",
    "rate_high": "rate_high",
}
COLUMNS = """
    select null::varchar as grade_number, null::varchar as measure,
        null::bigint as counted_count,
        null::double as rate_low, null::double as rate_high
    limit 0
"""


def latest_cells(warehouse: Path, measure: str) -> dict:
    """Cell -> (students who count, students) of the measure in its latest year."""
    return {
        tuple(cell): (events, students)
        for *cell, events, students in query(
            warehouse,
            f"select {', '.join(NAMES)}, numerator, denominator"
            " from intermediate.int_district__public_cells_counted"
            f" where measure = '{measure}'"
            " qualify dense_rank() over (order by school_year desc) = 1",
        )
    }


def latest_rows(warehouse: Path, table: Path, measure: str) -> list[dict]:
    """What a public table tells of the same cells, as `table_attacker` reads it."""
    rows = query(
        warehouse,
        f"with told as (({COLUMNS}) union all by name (from '{table}'))"
        f" select school_key, coalesce(grade_number, 'all'), subgroup_key,"
        f" {', '.join(TOLD.values())} from told"
        f" where coalesce(measure, '{measure}') = '{measure}'"
        " qualify dense_rank() over (order by school_year desc) = 1",
    )
    return [dict(zip([*NAMES, *TOLD], row, strict=True)) for row in rows]


def counted_twice(cells: dict) -> list[dict]:
    """What the district has beyond its schools: a reader is taken to know it."""
    rest = {}
    for (school, *others), (events, students) in cells.items():
        sign = 1 if school == "all" else -1
        before = rest.get(tuple(others), (0, 0))
        rest[tuple(others)] = (before[0] + sign * events, before[1] + sign * students)
    return [
        dict(zip(NAMES, ("twice", *others), strict=True))
        | {"state": "published", "numerator": events, "denominator": students}
        for others, (events, students) in rest.items()
    ]
