"""Put the built warehouse into out/ beside it, for everybody who only reads.

out/schoolhouse.duckdb   tables of the models with public access, without the columns
                         that name a person (`config.meta.pii: direct`), or with these
                         empty where their names are a contract (`meta.keep_column`);
                         with comments
out/parquet-<run_id>/    the same tables; out/parquet.json says which folder is current
out/public/              rpt_public__* and rpt_school__* alone, as Parquet and CSV

Everything is complete under a temporary name before it is renamed, so a reader has
either the last publish or this one, and a killed publish leaves the last one.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from reporting.project import Refused, artifact, literal, quoted, shown

# Every DuckDB from 1.1 on opens a file in this format.
STORAGE_VERSION = "v1.1.0"
POINTER = "parquet.json"
PUBLIC_PREFIXES = ("rpt_public__", "rpt_school__")
UNFINISHED = ".unfinished"


@dataclass(frozen=True, eq=False)
class Table:
    """A table to publish: where it is, and what its readers are told about it."""

    model: str
    schema: str
    name: str
    description: str
    columns: dict[str, str]
    emptied: frozenset[str] = frozenset()

    @property
    def relation(self) -> str:
        return quoted(self.schema, self.name)

    @property
    def selected(self) -> str:
        """Its columns in SQL; one that only keeps its name and type has no value."""
        return ", ".join(
            f"nullif({quoted(column)}, {quoted(column)}) as {quoted(column)}"
            if column in self.emptied
            else quoted(column)
            for column in self.columns
        )


@dataclass(frozen=True)
class Published:
    out: Path
    run_id: str
    rows: dict[Table, int]
    public_files: list[str]


def publish(warehouse: Path, target: Path, allow_blocked: bool = False) -> Published:
    """Publish the warehouse file that the last dbt build in `target` made."""
    manifest = artifact(target, "manifest.json")
    results = artifact(target, "run_results.json")
    require_green_build(manifest, results)
    if not warehouse.exists():
        raise Refused(f"{shown(warehouse)} is not there: run dbt build first")
    out = warehouse.parent / "out"
    out.mkdir(parents=True, exist_ok=True)
    with only_publisher(out) as work, opened(warehouse, work) as connection:
        require_nothing_blocked(connection, allow_blocked)
        tables = tables_to_publish(manifest, connection)
        (run_id,) = connection.execute(
            "select run_id from quality.current_run"
        ).fetchone()
        rows = write_database(connection, tables, work / "schoolhouse.duckdb")
        write_parquet(connection, tables, work / "parquet")
        public_files = write_public(connection, tables, work / "public")
        connection.execute("detach published")
        swap_in(work, out, run_id, rows)
    return Published(out, run_id, rows, public_files)


def require_green_build(manifest: dict[str, Any], results: dict[str, Any]) -> None:
    """The last dbt command was a whole build in which nothing failed."""
    command = results["args"].get("which")
    if command != "build":
        raise Refused(f"the last dbt command was `{command}`: run dbt build first")
    # dbt writes its manifest first and its results last; a killed build writes none
    if results["metadata"]["invocation_id"] != manifest["metadata"]["invocation_id"]:
        raise Refused("the last dbt command did not end: run dbt build first")
    bad = [
        f"{result['unique_id']} ({result['status']})"
        for result in results["results"]
        if result["status"] not in ("success", "pass", "warn", "no-op")
    ]
    if bad:
        raise Refused(
            f"the last dbt build was not green, {len(bad)} failed or skipped: "
            + ", ".join(bad[:5])
        )
    done = {result["unique_id"] for result in results["results"]}
    missing = [
        key
        for key, node in manifest["nodes"].items()
        if node["resource_type"] in ("model", "seed", "test", "snapshot")
        and node["config"].get("materialized") != "ephemeral"
        and key not in done
    ]
    if missing:
        raise Refused(
            f"the last dbt build was of a part, {len(missing)} nodes were not built "
            f"(for example {missing[0]}): run dbt build without a selection"
        )


@contextmanager
def only_publisher(out: Path) -> Iterator[Path]:
    """A fresh work folder in `out`; what killed publishes left is removed.

    The lock goes with its process, so a killed publish never blocks the next one.
    """
    with (out / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"another publish is writing {shown(out)}") from None
        for left in out.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left)
        work = out / UNFINISHED
        work.mkdir()
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


@contextmanager
def opened(warehouse: Path, work: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that sees the built warehouse read-only, by its own name.

    DuckDB writes the name of the database into its views, so another name breaks them.
    """
    with duckdb.connect() as connection:
        connection.execute(f"set temp_directory = {literal(str(work / 'spill'))}")
        path = literal(str(warehouse))
        name = quoted(warehouse.stem)
        try:
            connection.execute(f"attach {path} as {name} (read_only)")
        except duckdb.IOException as error:
            raise Refused(f"cannot open {shown(warehouse)}: {error}") from None
        connection.execute(f"use {name}")
        yield connection


def columns_of(
    connection: duckdb.DuckDBPyConnection,
    schema: str,
    name: str,
) -> list[str]:
    rows = connection.execute(
        "select column_name from information_schema.columns"
        " where table_catalog = current_database()"
        " and table_schema = ? and table_name = ?"
        " order by ordinal_position",
        [schema, name],
    )
    return [column for (column,) in rows.fetchall()]


def require_nothing_blocked(
    connection: duckdb.DuckDBPyConnection,
    allow_blocked: bool,
) -> None:
    if allow_blocked:
        return
    blocked = connection.execute(
        "select distinct source, district_id from quality.blocked_sources order by all"
    ).fetchall()
    if blocked:
        names = ", ".join(f"{source}/{district}" for source, district in blocked)
        raise Refused(
            f"blocked sources: {names} (see quality.blocked_sources). "
            "SCHOOLHOUSE_ALLOW_BLOCKED=1 publishes the rest"
        )


def meta_of(column: dict[str, Any]) -> dict[str, Any]:
    return column.get("meta", {}) | column["config"].get("meta", {})


def is_direct(column: dict[str, Any]) -> bool:
    """Whether a column is tagged as naming a person."""
    return meta_of(column).get("pii") == "direct"


def is_kept(column: dict[str, Any]) -> bool:
    """Whether a column stays in the published table; naming persons, without values."""
    return not is_direct(column) or bool(meta_of(column).get("keep_column"))


def tables_to_publish(
    manifest: dict[str, Any],
    connection: duckdb.DuckDBPyConnection,
) -> list[Table]:
    """The models with public access, each with the columns that may go out.

    A column that no yml describes stays inside: nobody has said that it may be read.
    The raw texts in schema quality stay too; rpt_quality__* show what may be shown.
    """
    tables = []
    for node in manifest["nodes"].values():
        if node["resource_type"] != "model" or node["access"] != "public":
            continue
        described = {
            name.lower(): column["description"].strip()
            for name, column in node["columns"].items()
            if is_kept(column)
        }
        direct = {
            name.lower()
            for name, column in node["columns"].items()
            if is_direct(column)
        }
        columns = {
            name: described[name.lower()]
            for name in columns_of(connection, node["schema"], node["alias"])
            if name.lower() in described
        }
        if not columns:
            raise Refused(
                f"{node['schema']}.{node['alias']} has no column to publish: "
                f"it was not built, or {node['name']}.yml describes none"
            )
        tables.append(
            Table(
                model=node["name"],
                schema=node["schema"],
                name=node["alias"],
                description=node["description"].strip(),
                columns=columns,
                emptied=frozenset(name for name in columns if name.lower() in direct),
            )
        )
    return sorted(tables, key=lambda table: (table.schema, table.name))


def write_database(
    connection: duckdb.DuckDBPyConnection,
    tables: list[Table],
    path: Path,
) -> dict[Table, int]:
    """The tables, sorted so that the same rows make the same files, with comments."""
    connection.execute(
        f"attach {literal(str(path))} as published"
        f" (storage_version {literal(STORAGE_VERSION)})"
    )
    rows = {}
    for table in tables:
        name = f"published.{table.relation}"
        connection.execute(
            f"create schema if not exists published.{quoted(table.schema)}"
        )
        (rows[table],) = connection.execute(
            f"create table {name} as"
            f" select {table.selected} from {table.relation} order by all"
        ).fetchone()
        connection.execute(f"comment on table {name} is {literal(table.description)}")
        for column, description in table.columns.items():
            connection.execute(
                f"comment on column {name}.{quoted(column)} is {literal(description)}"
            )
    connection.execute("checkpoint published")
    return rows


def write_parquet(
    connection: duckdb.DuckDBPyConnection,
    tables: list[Table],
    folder: Path,
) -> None:
    # One thread: with more, the borders of row groups depend on the machine.
    connection.execute("set threads = 1")
    for table in tables:
        path = folder / table.schema / f"{table.name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        connection.execute(
            f"copy published.{table.relation} to {literal(str(path))}"
            " (format parquet, compression zstd)"
        )


def write_public(
    connection: duckdb.DuckDBPyConnection,
    tables: list[Table],
    folder: Path,
) -> list[str]:
    folder.mkdir()
    for table in tables:
        if table.model.startswith(PUBLIC_PREFIXES):
            for form in ("parquet", "csv"):
                path = literal(str(folder / f"{table.name}.{form}"))
                connection.execute(
                    f"copy published.{table.relation} to {path} (format {form})"
                )
    return sorted(path.name for path in folder.iterdir())


def swap_in(work: Path, out: Path, run_id: str, rows: dict[Table, int]) -> None:
    """Rename what is complete: the DuckDB file, then Parquet behind its pointer."""
    for path in sorted(work.rglob("*")):
        if path.is_file():
            sync(path)
    os.replace(work / "schoolhouse.duckdb", out / "schoolhouse.duckdb")

    before = json.loads((out / POINTER).read_text()) if (out / POINTER).exists() else {}
    folder = parquet_folder(work / "parquet", out, run_id)
    previous = before.get("folder")
    if previous == folder.name:
        previous = before.get("previous_folder")
    pointer = {
        "run_id": run_id,
        "folder": folder.name,
        "previous_folder": previous,
        "tables": [
            {
                "schema": table.schema,
                "name": table.name,
                "file": f"{folder.name}/{table.schema}/{table.name}.parquet",
                "rows": count,
            }
            for table, count in rows.items()
        ],
    }
    (work / POINTER).write_text(json.dumps(pointer, indent=2) + "\n", encoding="utf-8")
    sync(work / POINTER)
    os.replace(work / POINTER, out / POINTER)

    public = out / "public"
    public.mkdir(exist_ok=True)
    names = {path.name for path in (work / "public").iterdir()}
    for name in sorted(names):
        os.replace(work / "public" / name, public / name)
    for path in public.iterdir():
        if path.name not in names:
            path.unlink()
    for old in out.glob("parquet-*"):
        if old.name not in (folder.name, previous):
            shutil.rmtree(old)
    sync(public)
    sync(out)


def parquet_folder(complete: Path, out: Path, run_id: str) -> Path:
    """The folder of this run; one that readers may be in is never written to.

    The run id covers the data and the vars, not the models: after a change of code the
    same run id has other tables, and they go into a folder with a number behind it.
    """
    number = 1
    while True:
        folder = out / (f"parquet-{run_id}" + (f"-{number}" if number > 1 else ""))
        if not folder.exists():
            os.replace(complete, folder)
            return folder
        if digests(folder) == digests(complete):
            return folder
        number += 1


def digests(folder: Path) -> dict[str, str]:
    found = {}
    for path in folder.rglob("*.parquet"):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found[str(path.relative_to(folder))] = digest
    return found


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
