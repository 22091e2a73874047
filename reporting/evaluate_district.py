"""Findings of the rules on districts against the answer key of part `district`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.csv

from generator.defects.catalogue import CODE_OF_RULE
from generator.defects.evaluate import evaluate, unexplained
from generator.defects.family import parents_of
from generator.defects.findings import natural_key
from generator.writers.sis import layout

Row = dict[str, Any]
Finding = tuple[str, str, str]

# files whose rows are the parents of what findings are about
PARENT_FILES = (
    "enrollments",
    "assessment_results",
    "assignments",
    "certifications",
    "section_educators",
)


def evaluate_district(warehouse: Path, truth: Path) -> Row | None:
    """The scores of a built warehouse against an answer key; None when it is not its.

    warehouse: the DuckDB file of dbt; truth: folder of the generator with
    `defect_entities.csv`

    Returns `rules` and `codes`, lists of dicts with rule_id or code and the fields of
    `generator.defects.evaluate.FIELDS`, and `missed` and `false`, dicts of rule id ->
    list of [entity type, entity key].
    """
    file = truth / "defect_entities.csv"
    if not file.is_file():
        return None
    entities = _texts_of(file)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        if not _is_key_of(connection, entities):
            return None
        found = list(findings(connection))
        tables = _delivered(connection)
    parents = parents_of(found, tables)
    by_rule, by_code = evaluate(found, entities, parents)
    missed, false = unexplained(found, entities, parents)
    return {
        "rules": [{"rule_id": name} | score for name, score in by_rule.items()],
        "codes": [{"code": name} | score for name, score in by_code.items()],
        "missed": missed,
        "false": {rule: false[rule] for rule in false if rule in CODE_OF_RULE},
    }


def findings(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    """(rule, entity type, entity key in the words of the answer key) of a warehouse."""
    rows = connection.execute(
        """
        select engine, rule_id, entity_type, evidence, source, district_id
        from quality.fct_dq_violations
        where
            run_seq = (select max(run_seq) from quality.fct_dq_runs)
            -- phone programmes have an answer key of their own
            and source is distinct from 'dost'
        order by all
        """
    ).fetchall()
    for engine, rule, entity_type, evidence, source, district in rows:
        if engine == "landing":
            yield from _landing_findings(connection, rule, json.loads(evidence))
            continue
        try:
            yield rule, entity_type, natural_key(entity_type, evidence)
        except KeyError:
            # a rule without defects in the answer key; clean data must not trip it
            yield rule, entity_type, f"{source}/{district} {evidence}"


def _landing_findings(
    connection: duckdb.DuckDBPyConnection, rule: str, evidence: Row
) -> Iterator[Finding]:
    path = evidence["file_path"]
    file = Path(path or "").name
    if evidence["column"]:
        yield rule, "column", f"{file}|{evidence['column']}"
    elif rule == "LND-010":
        name = file.split(".")[0]
        key = ", ".join(layout()[name]["key"])
        repeated = connection.execute(
            f"""
            select concat_ws('|', {key}) from landing.raw_sis__{name}
            where row_status = 'duplicate' and file_path = ?
            """,
            [path],
        ).fetchall()
        for (row,) in repeated:
            yield rule, "row", f"{file}|{row}"
    else:
        yield rule, "file", file


def _texts_of(file: Path) -> pa.Table:
    """A CSV file, every cell as text."""
    with file.open(encoding="utf-8") as lines:
        header = lines.readline().rstrip("\n").split(",")
    kinds = pa.csv.ConvertOptions(column_types=dict.fromkeys(header, pa.string()))
    return pa.csv.read_csv(file, convert_options=kinds)


def _is_key_of(connection: duckdb.DuckDBPyConnection, entities: pa.Table) -> bool:
    """Ids are drawn anew for each seed: most marked students are in the warehouse."""
    connection.register("answer_key", entities)
    known, marked = connection.execute(
        """
        select count(students.student_id), count(*)
        from (
            select entity_key from answer_key
            where entity_type = 'student' and relation = 'owner'
            group by entity_key
        ) as marked
        left join (
            select student_id from intermediate.int_district__students_conformed
            group by student_id
        ) as students
            on marked.entity_key = students.student_id
        """
    ).fetchone()
    connection.unregister("answer_key")
    return 0 < marked < 2 * known


def _delivered(connection: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
    """The files that name the parents of findings, as they were delivered."""
    landed = {
        name
        for (name,) in connection.execute(
            "select table_name from information_schema.tables"
            " where table_schema = 'landing'"
        ).fetchall()
    }
    return {
        name: connection.execute(f"from landing.raw_sis__{name}").to_arrow_table()
        for name in PARENT_FILES
        if f"raw_sis__{name}" in landed
    }
