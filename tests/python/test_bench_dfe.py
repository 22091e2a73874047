"""`make bench`: the national school-finance set, written as the command does it."""

import resource
import subprocess
import sys
import time

import pytest
from conftest import REPO

pytestmark = pytest.mark.bench

MOST_SECONDS, MOST_BYTES = 60, 600e6


def test_the_nation_is_written_in_a_minute(tmp_path, capsys):
    command = [sys.executable, "-m", "generator", "--parts", "dfe"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(
        [*command, "--out", tmp_path / "raw"], cwd=REPO, check=True, capture_output=True
    )
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # of the largest child so far; Linux counts in kilobytes
    memory = after.ru_maxrss * 1024
    size = sum(path.stat().st_size for path in (tmp_path / "raw").rglob("*.*"))
    with capsys.disabled():
        print(
            f"\ndfe: the nation in {seconds:.1f} s, {cpu:.1f} CPU seconds,"
            f" {memory / 1e6:,.0f} MB of memory, {size / 1e6:,.0f} MB of files"
        )
    assert seconds < MOST_SECONDS
    assert memory < MOST_BYTES
