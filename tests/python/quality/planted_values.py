"""Fills the tables of a warehouse with rows that break expectations.

``plant(file)`` gives every table that a suite asks some dozens of random rows in place
of its own, in two districts, from values inside and outside of what is expected. Tables
lose their constraints, which would turn the faults down.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import counted_apart
import duckdb

ROWS = 60
# More than may ever be taken out of the database.
MANY_ROWS = 120_000
MANY = "raw_sis__attendance_daily"

DATES = ["2025-08-18", "2026-01-05", "08/20/2025", "20260301", "2031-01-01"]
DATES += ["1890-01-01", "2025-02-30", "N/A", "", None]
NUMBERS = ["0", "0.5", "1", "-1", "3", "7", "40", "2026", "150000", "x", " 2 ", None]
# More than half of them, and not all, are in each table that others refer to.
KEYS = [str(key) for key in range(100_001, 100_041)]
TEXTS = [*KEYS, "AZ", "855", "12345678", "", None]
TYPED = {
    "BOOLEAN": ["true", "false", None],
    "DATE": ["2025-08-18", "2026-01-05", "2031-01-01", "1990-01-01", None],
}


def values_of(column: str, kind: str, suite: dict[str, Any], codes: Any) -> list[Any]:
    """What a column is filled from: right and wrong values of its kind, and nulls."""
    reading = suite.get("columns", {}).get(column, "")
    for entry in suite["expectations"]:
        if entry.get("column") == column and "value_set" in entry:
            listed = entry["value_set"]
            if isinstance(listed, dict):
                listed = codes[None, None, None, listed["$CODES"]]
            return [*sorted(listed)[:4], "ZZZ", " " + sorted(listed)[0], "NULL", None]
    if kind in TYPED:
        return TYPED[kind]
    if kind != "VARCHAR":
        return [value for value in NUMBERS if value not in ("x", " 2 ")] + KEYS
    if "landed_date" in reading:
        return DATES
    return NUMBERS if "landed_number" in reading else TEXTS


def plant(warehouse: Path, parameters: Any) -> None:
    pick = random.Random(5)
    asked = counted_apart.suites("landing") | counted_apart.suites("marts")
    by_table = {suite["table"]: suite for suite in asked.values()}
    required = {
        model
        for suite in asked.values()
        for entry in suite["expectations"]
        for model in entry.get("requires", [])
    }
    with duckdb.connect(str(warehouse)) as connection:
        for model in sorted(required | set(by_table)):
            table = counted_apart.table_of(model)
            suite = by_table.get(model, {"expectations": []})
            fill(connection, table, model, suite, parameters, pick)


def fill(connection, table, model, suite, parameters, pick):
    connection.execute(f"create or replace table {table} as from {table} limit 0")
    described = connection.execute(f"describe {table}").fetchall()
    pools = {
        "source": ["sis", "oneroster", "dfe", "clever", "dost"],
        "district_id": ["elm", "oak"],
        "file_key": ["f1", "f2"],
        "run_id": ["2023"],
        "row_status": ["staged", "staged", "quarantined", "duplicate", "header"],
    }
    columns = [
        (name, kind, pools.get(name) or values_of(name, kind, suite, parameters))
        for name, kind, *_ in described
    ]
    rows = MANY_ROWS if model == MANY else ROWS
    indexes = [
        f"cast(list_value({', '.join(map(quoted, pool))})"
        f"[1 + cast(hash(i, {pick.randrange(10**6)}) % {len(pool)} as int)] as {kind})"
        for _, kind, pool in columns
    ]
    connection.execute(
        f"insert into {table} select {', '.join(indexes)} from range({rows}) as r(i)"
    )


def quoted(value):
    return "null" if value is None else "'" + value.replace("'", "''") + "'"
