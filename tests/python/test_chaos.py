"""A killed dbt build harms nobody: readers keep their file, the next build succeeds.

Two kills here and a build, ten in `make chaos` with a build after each, which
prints what was killed when. A kill comes up to half a second after a node begins; the
node is drawn from all, with a fixed seed.
"""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from conftest import (
    EXAMPLES,
    REPO,
    TABLES,
    copy_of,
    dbt,
    dbt_command,
    differing_tables,
    environment,
    last_parse,
    query,
    target_of,
)

from reporting.project import Refused, artifact
from reporting.publish import publish

SEED = 20260301
# dbt's line when it begins a node: "12 of 345 START sql table model staging.stg_x ..."
START = re.compile(r" START (.*?) \.*\s*\[RUN\]")


@pytest.fixture(scope="module")
def served(
    example_warehouse: Path,
    published: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A built warehouse with its published copy in out/."""
    warehouse = copy_of(example_warehouse, tmp_path_factory.mktemp("served"))
    shutil.copytree(published, warehouse.parent / "out")
    return warehouse


def corrected_raw(folder: Path, number: int) -> Path:
    """The example's files with other content in each, so that a build lands all."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(EXAMPLES, folder)
    for file in folder.rglob("*.csv"):
        with file.open("a", encoding="utf-8") as raw:
            raw.write("\n" * number)
    return folder


def kill_build(
    warehouse: Path,
    raw: Path,
    node: int,
    delay: float,
) -> tuple[float, str]:
    """Kill a build that many seconds after its node of that number began.

    Returns when that was, and what dbt was doing. What is half-built is not published.
    """
    log = warehouse.parent / "killed.log"
    started = time.monotonic()
    with log.open("w") as output, last_parse(warehouse, raw) as named:
        build = subprocess.Popen(
            dbt_command(TABLES),
            cwd=REPO,
            env=environment(warehouse, raw) | named,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        while len(START.findall(log.read_text())) < node and build.poll() is None:
            time.sleep(0.02)
        time.sleep(delay)
        build.send_signal(signal.SIGKILL)
        ended = build.wait()
    seconds = time.monotonic() - started
    assert ended == -signal.SIGKILL, log.read_text()[-3000:]
    with pytest.raises(Refused, match="did not end"):
        publish(warehouse, target_of(warehouse))
    return seconds, START.findall(log.read_text())[-1]


def kill_and_recover(
    served: Path,
    reference: Path,
    kills: int,
    recover_every: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Kill that many builds, by turns into no file and into one with other raw files.

    After each kill the published file is read; after every so many, a build succeeds.
    """
    moments = random.Random(SEED)
    out = served.parent / "out" / "schoolhouse.duckdb"
    expected = published_rows(out)
    results = artifact(target_of(reference), "run_results.json")["results"]
    nodes = sum("test." not in result["unique_id"] for result in results)
    say(capsys, f"\n{'kill':>4}  {'after':>7}  {'next build':>10}  what was running")
    for number in range(1, kills + 1):
        raw = corrected_raw(served.parent / "raw", number)
        if number % 2 == 1:
            served.unlink()
        node, delay = moments.randint(1, nodes - 20), moments.uniform(0, 0.5)
        after, running = kill_build(served, raw, node, delay)
        assert published_rows(out) == expected
        said = ""
        if number % recover_every == 0:
            again = dbt(TABLES, warehouse=served)
            assert again.returncode == 0, again.stdout[-3000:]
            assert differing_tables(served, reference) == {}
            said = "succeeds"
        say(capsys, f"{number:>4}  {after:>5.1f} s  {said:>10}  {running}")


def published_rows(file: Path) -> dict[str, int]:
    tables = query(file, "select schema_name, table_name from duckdb_tables()")
    assert tables
    return {
        f"{schema}.{table}": query(file, f'select count(*) from {schema}."{table}"')[0][
            0
        ]
        for schema, table in tables
    }


def say(capsys: pytest.CaptureFixture[str], line: str) -> None:
    with capsys.disabled():
        print(line, flush=True)


def test_two_killed_builds(
    served: Path,
    example_warehouse: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kill_and_recover(served, example_warehouse, 2, 2, capsys)


@pytest.mark.chaos
def test_ten_killed_builds(
    served: Path,
    example_warehouse: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kill_and_recover(served, example_warehouse, 10, 1, capsys)
