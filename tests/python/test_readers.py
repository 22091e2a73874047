"""Whoever reads the published file never waits for a build and never disturbs one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Clone, differing_tables, environment

# Reopens the file every 20 ms until its standard input closes, then tells what it saw.
READER = """
import json, os, select, sys
import duckdb
path, reads, failures, generations = sys.argv[1], 0, [], set()
print("reading", flush=True)
while not select.select([sys.stdin], [], [], 0.02)[0]:
    try:
        with duckdb.connect(path, read_only=True) as connection:
            generations.add(os.stat(path).st_ino)
            for (table,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'district'"
            ).fetchall():
                connection.execute(f"select count(*) from district.{table}").fetchall()
        reads += 1
    except Exception as error:
        failures.append(str(error))
json.dump({"reads": reads, "failures": failures, "files": len(generations)}, sys.stdout)
"""


@pytest.fixture(scope="module")
def second_run(
    clone: Clone,
    first_run: subprocess.CompletedProcess[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[subprocess.CompletedProcess[str], dict, Path]:
    """`make run` in the built clone again, while somebody reads what is published.

    With what the reader saw, and a copy of the warehouse of the first run.
    """
    assert first_run.returncode == 0, first_run.stdout + first_run.stderr
    before = tmp_path_factory.mktemp("first_run") / clone.warehouse.name
    shutil.copy2(clone.warehouse, before)
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(clone.out / "schoolhouse.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as reader:
        assert reader.stdout.readline() == "reading\n"
        done = clone.make("run")
        seen, _ = reader.communicate()
    return done, json.loads(seen), before


def test_no_read_fails_during_a_build_and_a_publish(second_run: tuple) -> None:
    _, seen, _ = second_run
    assert seen["failures"] == []
    assert seen["reads"] > 100
    assert seen["files"] == 2, "the reader saw the file before and the one after"


def test_readers_do_not_block_the_build(second_run: tuple) -> None:
    done, _, _ = second_run
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_second_run_does_not_install_again(second_run: tuple) -> None:
    done, _, _ = second_run
    assert "Installing" not in done.stdout


def test_the_second_build_changes_nothing(second_run: tuple, clone: Clone) -> None:
    _, _, before = second_run
    assert differing_tables(clone.warehouse, before) == {}
