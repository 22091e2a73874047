"""`make bench`: how fast the generator is, beside one Faker call per cell, in one run.

Rates are rows per CPU second of a process of its own, files included, so that they do
not depend on what else the machine does.
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

# Tables about people, and the steps of the model up to the last of them.
PEOPLE = ("students", "contacts", "student_contacts", "enrollments", "student_services")
LAST_PEOPLE_STEP = "add_contacts"

# Makes and writes a clean district as the command does; prints what it took, as JSON.
MEASURE = """
import json, resource, sys, time
from generator.district import build
from generator.district.world import World
from generator.output import Root
from generator.resolve import resolve
from generator.streams import Streams
from generator.writers import sis

out, preset = sys.argv[1:3]
config, _ = resolve({"preset": preset, "out": out, "defects": "none"}, [], None)
world = World(config=config, streams=Streams(config.seed, "district", 0))
steps = {}
for step in build.STEPS:
    started = time.process_time()
    step(world)
    steps[step.__name__] = time.process_time() - started
files = {}
with Root(out) as root:
    for file in sis.files(world):
        started = time.process_time()
        (written,) = root.write_all([file], ["csv"])
        files[file.name] = (written.rows, time.process_time() - started)
print(json.dumps({
    "steps": steps,
    "files": files,
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
    started = time.process_time()
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
    return rows / (time.process_time() - started)


def test_rates_at_default(tmp_path, capsys) -> None:
    found = measured(tmp_path / "default", "default")
    files = found["files"]
    rows, seconds = files.pop(NARROW)
    narrow = rows / seconds
    # The model of the district with all its years is counted with the wide tables.
    wide = sum(rows for rows, _ in files.values()) / (
        sum(found["steps"].values()) + sum(seconds for _, seconds in files.values())
    )
    steps = list(found["steps"])
    modelled = steps[: steps.index(LAST_PEOPLE_STEP) + 1]
    people = sum(files[name][0] for name in PEOPLE) / (
        sum(found["steps"][name] for name in modelled)
        + sum(files[name][1] for name in PEOPLE)
    )
    faker = faker_rows_per_second(tmp_path / "faker.csv")
    with capsys.disabled():
        print(
            f"\ndefault: wide tables {wide:,.0f} rows/s with the model,"
            f" {NARROW} {narrow:,.0f} rows/s, {found['memory'] / 1e6:,.0f} MB;"
            f"\ntables about people {people:,.0f} rows/s, one Faker call per cell"
            f" {faker:,.0f} rows/s, ratio {people / faker:,.0f}"
        )
    assert wide >= LEAST_WIDE
    assert narrow >= LEAST_NARROW
    assert people >= LEAST_TIMES_FAKER * faker


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
    rows = sum(rows for rows, _ in found["files"].values())
    seconds = sum(found["steps"].values())
    seconds += sum(seconds for _, seconds in found["files"].values())
    with capsys.disabled():
        print(
            f"\nlarge: {rows:,} rows in {seconds:,.0f} s,"
            f" {found['memory'] / 1e6:,.0f} MB"
        )
    assert found["memory"] <= MOST_BYTES
    assert broken(next((tmp_path / "large" / "sis").iterdir())) == []
