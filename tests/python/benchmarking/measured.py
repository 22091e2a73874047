"""Code that is measured in a process of its own: CPU seconds and memory."""

import json
import subprocess
import sys

from conftest import REPO
from peak_memory import PEAK

# Begins the code: used() gives CPU seconds, user and system, and the peak in MiB.
USED = f"""{PEAK}
import resource

def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime, peak_bytes() / (1 << 20)
"""


def run(code, *arguments):
    """What `code` prints as its last line, JSON; a failure fails the test."""
    done = subprocess.run(
        [sys.executable, "-c", USED + code, *map(str, arguments)],
        cwd=REPO,
        env={"PYTHONPATH": str(REPO / "python_models")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])  # DuckDB draws a progress bar
