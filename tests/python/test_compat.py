"""The published file opens in older and newer DuckDB, rows and comments the same.

BI tools embed a DuckDB of their own, often an old one. The versions: the oldest that we
promise, the one with long-term support, and the newest.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPO, environment

CACHE = REPO / ".cache"
# No wheel of 1.1.3 exists for Python 3.14, which is newer than it.
VERSIONS = (
    ["1.1.3", "1.4.4", "2.0.0"] if sys.version_info < (3, 14) else ["1.4.4", "2.0.0"]
)

CENSUS = """
import json, sys
import duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
def rows(sql):
    return connection.execute(sql).fetchall()
tables = rows(
    "select schema_name, table_name, comment from duckdb_tables() order by all"
)
columns = rows(
    "select schema_name, table_name, column_name, comment from duckdb_columns()"
    " where not internal order by all"
)
print(json.dumps({
    "version": duckdb.__version__,
    "rows": {
        f"{schema}.{table}": rows(f'select count(*) from "{schema}"."{table}"')[0][0]
        for schema, table, _ in tables
    },
    "tables": tables,
    "columns": columns,
}))
"""


def census(file: Path, library: Path | None = None) -> dict:
    """What one DuckDB sees in the file, in a process of its own."""
    extra = {"PYTHONPATH": str(library)} if library else {}
    done = subprocess.run(
        [sys.executable, "-c", CENSUS, str(file)],
        env=environment(**extra),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def installed(version: str) -> Path:
    """DuckDB of that version in a folder of its own, installed once per clone."""
    folder = (
        CACHE / f"duckdb-{version}-python{sys.version_info[0]}.{sys.version_info[1]}"
    )
    if not folder.exists():
        part = folder.with_name(f"{folder.name}.{os.getpid()}")
        lock = REPO / ".ci" / f"duckdb-{version}.txt"
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        command += ["--require-hashes", "--only-binary", ":all:"]
        subprocess.run([*command, "--target", part, "-r", lock], check=True)
        try:
            part.rename(folder)
        except OSError:
            # another run was faster
            shutil.rmtree(part)
    return folder


@pytest.mark.parametrize("version", VERSIONS)
def test_published_file_opens(version: str, published: Path) -> None:
    file = published / "schoolhouse.duckdb"
    ours = census(file)
    theirs = census(file, installed(version))
    assert theirs.pop("version") == version
    ours.pop("version")
    assert theirs == ours


def test_every_published_table_and_column_has_its_comment(published: Path) -> None:
    seen = census(published / "schoolhouse.duckdb")
    assert seen["tables"]
    assert [name for *name, comment in seen["tables"] if not comment] == []
    assert [name for *name, comment in seen["columns"] if not comment] == []
