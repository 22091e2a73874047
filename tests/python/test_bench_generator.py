"""`make bench`: how fast the generator is, beside one Faker call per cell, in one run.

Rates are rows per second of wall time, files included, on whatever the machine does
meanwhile; each measurement is a process of its own.
"""

import csv
import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from canonical_keys import broken
from conftest import REPO
from faker import Faker

pytestmark = pytest.mark.bench

LEAST_WIDE, LEAST_NARROW, LEAST_TIMES_FAKER = 250_000, 1_000_000, 50
MOST_TINY_SECONDS, MOST_BYTES = 3.0, 1.5e9
NARROW = "attendance_daily"

# Writes the preset with the real command's parts; prints seconds, rows, memory as JSON.
MEASURE = """
import json, resource, sys, time
from generator.district import build
from generator.output import Root
from generator.resolve import resolve
from generator.writers import sis

out, preset = sys.argv[1:3]
config, _ = resolve({"preset": preset, "out": out, "defects": "none"}, [], None)
started = time.perf_counter()
world = build.build_district(config)
built = time.perf_counter() - started
with Root(out) as root:
    written = root.write_all(sis.files(world), ["csv"])
print(json.dumps({
    "built": built,
    "files": [(one.path, one.rows, one.seconds) for one in written],
    "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
}))
"""


def measured(folder: Path, preset: str) -> dict:
    command = [sys.executable, "-c", MEASURE, str(folder), preset]
    done = subprocess.run(command, cwd=REPO, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def faker_rows_per_second(file: Path, rows: int = 3_000) -> float:
    """17-column student rows, one Faker call per cell, written by the csv module."""
    fake = Faker()
    fake.seed_instance(1)
    random.seed(1)
    started = time.perf_counter()
    with open(file, "w", newline="") as text:
        writer = csv.writer(text)
        for _ in range(rows):
            male = random.random() < 0.5
            writer.writerow(
                [
                    fake.uuid4(),
                    fake.first_name_male() if male else fake.first_name_female(),
                    fake.first_name(),
                    fake.last_name(),
                    "M" if male else "F",
                    fake.date_of_birth(minimum_age=5, maximum_age=18),
                    fake.email(),
                    fake.street_address(),
                    fake.city(),
                    fake.state_abbr(),
                    fake.zipcode(),
                    fake.phone_number(),
                    fake.random_element(("white", "black", "asian", "two_or_more")),
                    fake.random_int(0, 12),
                    fake.boolean(),
                    fake.boolean(),
                    fake.boolean(),
                ]
            )
    return rows / (time.perf_counter() - started)


def test_rates_at_default(tmp_path, capsys) -> None:
    found = measured(tmp_path / "default", "default")
    narrow = [file for file in found["files"] if NARROW in file[0]]
    wide = [file for file in found["files"] if NARROW not in file[0]]
    narrow_rate = sum(f[1] for f in narrow) / sum(f[2] for f in narrow)
    # The model of the district, all its years, is counted with the wide tables.
    seconds = found["built"] + sum(file[2] for file in wide)
    wide_rate = sum(file[1] for file in wide) / seconds
    with capsys.disabled():
        print(
            f"\ndefault: wide tables {wide_rate:,.0f} rows/s, model included;"
            f" {NARROW} {narrow_rate:,.0f} rows/s; {found['memory'] / 1e6:,.0f} MB"
        )
    assert wide_rate >= LEAST_WIDE
    assert narrow_rate >= LEAST_NARROW


def test_rate_beside_faker(tmp_path, capsys) -> None:
    faker = faker_rows_per_second(tmp_path / "faker.csv")
    found = measured(tmp_path / "default", "default")
    students = [f for f in found["files"] if f[0].endswith("/students.csv")]
    ours = found["students"] / (found["student_seconds"] + students[0][2])
    with capsys.disabled():
        print(f"\nstudent rows: {ours:,.0f}/s, one Faker call per cell {faker:,.0f}/s")
    assert ours >= LEAST_TIMES_FAKER * faker


def test_tiny_takes_under_three_seconds(tmp_path, capsys) -> None:
    command = [sys.executable, "-m", "generator", "--preset", "tiny"]
    started = time.perf_counter()
    subprocess.run(
        [*command, "--out", str(tmp_path / "raw")],
        cwd=REPO,
        check=True,
        capture_output=True,
    )
    seconds = time.perf_counter() - started
    with capsys.disabled():
        print(f"\ntiny: {seconds:.1f} s with starting Python")
    assert seconds <= MOST_TINY_SECONDS


def test_memory_and_identifiers_at_large(tmp_path, capsys) -> None:
    found = measured(tmp_path / "large", "large")
    rows = sum(file[1] for file in found["files"])
    seconds = found["built"] + sum(file[2] for file in found["files"])
    with capsys.disabled():
        print(
            f"\nlarge: {rows:,} rows in {seconds:,.0f} s,"
            f" {found['memory'] / 1e6:,.0f} MB"
        )
    assert found["memory"] <= MOST_BYTES
    assert broken(next((tmp_path / "large" / "sis").iterdir())) == []
