"""The de-identified analysis file for a research office, and its codebook.

reports/analysis_file/student_years.csv   one row per student and school year
reports/analysis_file/codebook.md         what the columns mean, and what was coarsened

Keys are made anew from those of the warehouse with SCHOOLHOUSE_KEY_SALT, so that they
stay the same from build to build and join to nothing else. Without a salt there is no
file: a salt that everybody has makes keys that everybody can make.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
import os
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb

from reporting.codebook import codebook
from reporting.project import Refused, artifact, quoted

SALT = "SCHOOLHOUSE_KEY_SALT"
MODEL = "model.schoolhouse.rpt_district__student_years"
DISCLOSURE = "model.schoolhouse.py_disclosed_cells"
# column of the table -> what it is called in the file, where it has other values
CODES = {"student_key": "student", "school_key": "school"}
ANY = "*"
SUPPRESSED = "suppressed"

Row = dict[str, Any]


def write_analysis_file(warehouse: Path, target: Path, folder: Path) -> list[Path]:
    """Write file and codebook below `folder`; their paths.

    target: dbt's, whose manifest says what the columns mean and which policy holds
    Raises Refused without a salt, or when the table was not built.
    """
    salt = os.environ.get(SALT)
    if not salt:
        raise Refused(
            f"no analysis file, because {SALT} is not set: set it to a long random"
            " text, keep it, and never change it"
        )
    nodes = artifact(target, "manifest.json")["nodes"]
    columns = nodes[MODEL]["columns"]
    name = nodes[DISCLOSURE]["config"]["meta"]["disclosure_policy"]
    rows, steps, policy, meanings = read(warehouse, list(columns), name)
    of_all = len(rows)
    rows = coarsened(rows, steps, int(policy["analysis_min_group"]))
    rows = with_codes(rows, salt)
    text = codebook(rows, of_all, columns, CODES, steps, meanings, policy | {"": name})
    place = folder / "analysis_file"
    place.mkdir(parents=True, exist_ok=True)
    paths = [place / "student_years.csv", place / "codebook.md"]
    paths[1].write_text(text, encoding="utf-8")
    with paths[0].open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(CODES.get(name, name) for name in columns)
        for row in rows:
            writer.writerow(written(value, policy) for value in row.values())
    return paths


def read(
    warehouse: Path, columns: list[str], policy: str
) -> tuple[list[Row], list[tuple], dict[str, float], dict[tuple, str]]:
    """(rows, steps, parameters of the policy, (column, value) -> meaning)."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        try:
            found = connection.execute(
                f"select {', '.join(map(quoted, columns))}"
                " from reports.rpt_district__student_years order by all"
            ).fetchall()
            steps = connection.execute(
                "select step, column_name, value, becomes from reference.analysis_steps"
                " order by all"
            ).fetchall()
            parameters = connection.execute(
                "select parameter, value from reference.disclosure_policies"
                " where policy_id = $1 and parameter like 'analysis%'",
                [policy],
            ).fetchall()
            meanings = connection.execute(
                "select dimension, split_part(subgroup_key, ':', 2), subgroup_name"
                " from reference.subgroups order by sort_order"
            ).fetchall()
        except duckdb.CatalogException as missing:
            raise Refused(f"no analysis file: {missing}") from None
    rows = [dict(zip(columns, row, strict=True)) for row in found]
    return rows, steps, dict(parameters), {one[:2]: one[2] for one in meanings}


def coarsened(rows: list[Row], steps: list[tuple], least: int) -> list[Row]:
    """The rows whose group has at least `least`, after the steps that this takes.

    rows: with school_year; steps: (step, column, value or ANY, what it becomes)
    """
    rows = [row.copy() for row in rows]
    alone = [column for step, column, _, _ in steps if step == 0]
    together = {column: None for step, column, _, _ in steps if step > 0}
    for column in alone:
        become(rows, ["school_year", column], least, column, {ANY: SUPPRESSED})
    group = ["school_year", *together]
    for number in sorted({step for step, _, _, _ in steps if step > 0}):
        for column in together:
            becomes = {
                value: new
                for step, name, value, new in steps
                if (step, name) == (number, column)
            }
            if becomes:
                become(rows, group, least, column, becomes)
    sizes = Counter(tuple(row[name] for name in group) for row in rows)
    return [row for row in rows if sizes[tuple(row[name] for name in group)] >= least]


def become(
    rows: list[Row],
    group: list[str],
    least: int,
    column: str,
    becomes: dict[str, str],
) -> None:
    """Change the column in the rows of groups that are too small."""
    sizes = Counter(tuple(row[name] for name in group) for row in rows)
    small = [row for row in rows if sizes[tuple(row[name] for name in group)] < least]
    for row in small:
        value = row[column]
        row[column] = becomes.get(value, becomes.get(ANY, value))


def with_codes(rows: list[Row], salt: str) -> list[Row]:
    """The rows with keys of the file, in their order, which says nothing either."""
    for row in rows:
        for column in CODES:
            if row[column] != SUPPRESSED:
                row[column] = code(salt, column, row[column])
    return sorted(rows, key=lambda row: (row["student_key"], row["school_year"]))


def code(salt: str, column: str, key: str) -> str:
    told = f"analysis file {column} {key}".encode()
    return hmac.new(salt.encode(), told, hashlib.sha256).hexdigest()[:20]


def written(value: Any, policy: dict[str, float]) -> str:
    """A value as text: empty where there is none, numbers not further than policy."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        limit, places = policy["analysis_score_limit"], int(policy["analysis_decimals"])
        # 0 is added so that there is no -0.00
        return f"{round(min(max(value, -limit), limit), places) + 0:.{places}f}"
    return str(value)
