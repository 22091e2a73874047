"""`make bench`: the national school-finance set, written as the command does it."""

import resource
import subprocess
import sys
import time

import pytest
from conftest import REPO
from peak_memory import PEAK

pytestmark = pytest.mark.bench

MOST_SECONDS, MOST_BYTES = 60, 600e6

COMMAND = f"""{PEAK}
import sys
from generator.cli import main

assert main(sys.argv[1:]) == 0
print(peak_bytes())
"""


def test_the_nation_is_written_in_a_minute(tmp_path, capsys):
    command = [sys.executable, "-c", COMMAND, "--parts", "dfe"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(
        [*command, "--out", tmp_path / "raw"], cwd=REPO, check=True, capture_output=True
    )
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    memory = int(done.stdout.split()[-1])
    size = sum(path.stat().st_size for path in (tmp_path / "raw").rglob("*.*"))
    with capsys.disabled():
        print(
            f"\ndfe: the nation in {seconds:.1f} s, {cpu:.1f} CPU seconds,"
            f" {memory / 1e6:,.0f} MB of memory, {size / 1e6:,.0f} MB of files"
        )
    assert seconds < MOST_SECONDS
    assert memory < MOST_BYTES
