"""Findings of the rules on phone programmes against the answer key of part `dost`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from generator.defects.evaluate import evaluate, unexplained
from generator.dost.parameters import parameters

Row = dict[str, Any]
Finding = tuple[str, str, str]

# What a finding is about -> the field of its evidence that names it on its platform.
NAMED_BY = {
    "call": "call_id",
    "call_week": "week",
    "content": "content_id",
    "enrollment": "experience_id",
    "experience": "experience_id",
    "user": "user_id",
}
# The answer key names another record than the finding does, of the same user.
BY_USER = ("ENG-007", "ENG-012")
# Relation of a line to its mistake, by the file of the answer key.
FILES = {"dost_defects": "expected", "dost_hard_negatives": "hard_negative"}
ENTITY_COLUMNS = ("rule_id", "defect_id", "entity_type", "entity_key", "relation")


def evaluate_engagement(warehouse: Path, truth: Path) -> Row | None:
    """The scores of a built warehouse against an answer key; None when it is not its.

    warehouse: the DuckDB file of dbt; truth: folder of the generator with
    `dost_defects.csv` and `dost_spells.csv`

    Returns what `reporting.evaluate_district` does; each rule is a code.
    """
    if not (truth / "dost_defects.csv").is_file():
        return None
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        if not _is_key_of(connection, truth):
            return None
        users = _users(connection)
        found = list(_findings(connection, users))
    entities = pa.Table.from_pylist(
        [
            dict(zip(ENTITY_COLUMNS, line, strict=True))
            for line in _expected(truth, users)
        ],
        pa.schema([(name, pa.string()) for name in ENTITY_COLUMNS]),
    )
    rules = {rule: rule for rule in parameters("defects")["codes"]}
    scores, _ = evaluate(found, entities, code_of_rule=rules)
    missed, false = unexplained(found, entities)
    return {
        "rules": [{"rule_id": rule} | score for rule, score in scores.items()],
        "codes": [{"code": rule} | score for rule, score in scores.items()],
        "missed": missed,
        "false": false,
    }


def _users(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """platform|experience -> platform|user, as delivered."""
    rows = connection.execute(
        """
        select data_source || '|' || id, data_source || '|' || user_id
        from landing.raw_dost__experiences
        where row_status = 'staged'
        """
    )
    return dict(rows.fetchall())


def _is_key_of(connection: duckdb.DuckDBPyConnection, truth: Path) -> bool:
    """Programmes and starts are drawn anew for each seed: most are in the warehouse."""
    columns = ("data_source", "user_id", "program_id", "start_date")
    delivered = set(
        connection.execute(
            f"select {', '.join(columns)} from landing.raw_dost__experiences"
        ).fetchall()
    )
    with (truth / "dost_spells.csv").open(encoding="utf-8") as lines:
        spells = {
            tuple(line[name] for name in columns) for line in csv.DictReader(lines)
        }
    return len(spells) < 2 * len(spells & delivered)


def _findings(
    connection: duckdb.DuckDBPyConnection, users: dict[str, str]
) -> Iterator[Finding]:
    rows = connection.execute(
        """
        select rule_id, entity_type, evidence
        from quality.fct_dq_violations
        where
            source = 'dost'
            and engine = 'sql'
            and run_seq = (select max(run_seq) from quality.fct_dq_runs)
        """
    ).fetchall()
    for rule, entity_type, evidence in rows:
        ids = json.loads(evidence)
        key = f"{ids['data_source']}|{ids[NAMED_BY[entity_type]]}"
        if entity_type == "enrollment":
            entity_type, key = "user", users[key]
        yield rule, entity_type, key


def _expected(truth: Path, users: dict[str, str]) -> Iterator[tuple[str, ...]]:
    """Lines of the answer key as ENTITY_COLUMNS."""
    for name, relation in FILES.items():
        with (truth / f"{name}.csv").open(encoding="utf-8") as lines:
            for line in csv.DictReader(lines):
                rule, key, file = line["code"], line["row_key"], line["file"]
                entity_type = "call_week" if rule == "ENG-011" else None
                entity_type = entity_type or {"campaigns": "call"}.get(file, file[:-1])
                if rule in BY_USER and file == "experiences":
                    entity_type, key = "user", users[key]
                yield rule, line["defect_id"], entity_type, key, relation
