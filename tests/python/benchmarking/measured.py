"""Code that is measured in a process of its own: CPU seconds and memory."""

import json
import subprocess
import sys

from conftest import REPO

# Begins the code: used() gives CPU seconds, user and system, and the peak in MiB.
USED = """
import resource

def used():
    # ru_maxrss would be that of the process that started this one, if larger
    usage = resource.getrusage(resource.RUSAGE_SELF)
    with open("/proc/self/status") as status:
        (peak,) = [line.split()[1] for line in status if line.startswith("VmHWM")]
    return usage.ru_utime + usage.ru_stime, int(peak) / 1024
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
