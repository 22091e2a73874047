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
from collections import Counter
from pathlib import Path

import pytest
from answer_key import miscounted, not_as_described, rows_not_explained
from canonical_keys import broken
from conftest import REPO
from faker import Faker
from peak_memory import PEAK

from generator.defects.catalogue import rates_of

pytestmark = pytest.mark.bench

LEAST_WIDE, LEAST_NARROW, LEAST_TIMES_FAKER = 250_000, 1_000_000, 50
MOST_TINY_SECONDS, MOST_BYTES = 3.0, 1.5e9
NARROW = "attendance_daily"

# Tables about people, and the steps of the model up to the last of them.
PEOPLE = ("students", "contacts", "student_contacts", "enrollments", "student_services")
LAST_PEOPLE_STEP = "add_contacts"

# Makes and writes a clean district as the command does; prints what it took, as JSON.
MEASURE = (
    PEAK
    + """
import json, sys, time
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
    "memory": peak_bytes(),
}))
"""
)


# The command itself; prints at last the most memory that it needed, in bytes.
COMMAND = f"""{PEAK}
import sys
from generator.cli import main

code = main(sys.argv[1:])
print(peak_bytes())
sys.exit(code)
"""
# Files of the answer key that are looked up in the files.
KEY = ("defects", "hard_negatives", "defect_rates")


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
    command = [
        sys.executable,
        "-m",
        "generator",
        "--preset",
        "tiny",
        "--parts=district",
    ]
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


def test_a_large_district_and_its_answer_key(tmp_path, capsys) -> None:
    """Memory with defects; keys and references of the clean files; the answer key."""
    clean, spoilt = (
        generated(tmp_path / defects, "large", defects)
        for defects in ("none", "default")
    )
    told = [
        f"{sum(run['rows'].values()):,} rows of sis, {run['seconds']:,.0f} s,"
        f" {run['memory'] / 1e6:,.0f} MB {defects} defects"
        for run, defects in ((clean, "without"), (spoilt, "with"))
    ]
    truth = {name: rows_of(spoilt["truth"] / f"{name}.csv") for name in KEY}
    lines = truth["defects"] + truth["hard_negatives"]
    started = time.perf_counter()
    wrong = not_as_described(lines, spoilt["folder"], clean["folder"])
    told.append(
        f"answer key: {len(truth['defects']):,} lines of defects,"
        f" {len(truth['hard_negatives']):,} of hard negatives looked up in"
        f" {time.perf_counter() - started:,.0f} s"
    )
    counts = ", ".join(f"{r['code']} {r['defects']}" for r in truth["defect_rates"])
    with capsys.disabled():
        print("\nlarge: " + "\n".join([*told, counts]))
    assert spoilt["memory"] <= MOST_BYTES
    assert wrong == []
    assert miscounted(truth, rates_of("default"), clean["rows"]) == []
    counted = json.loads((spoilt["truth"] / "summary.json").read_text())["counts"]
    for name in ("defects", "hard_negatives"):
        assert counted[name] == Counter(line["code"] for line in truth[name])
    assert rows_not_explained(lines, spoilt["rows"], clean["rows"]) == []
    assert broken(clean["folder"]) == []


def generated(folder: Path, preset: str, defects: str) -> dict:
    """What the command made there and took: folders, rows by file, seconds, memory."""
    options = ["--preset", preset, "--defects", defects]
    options += ["--out", str(folder / "raw"), "--truth", str(folder / "truth")]
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *options],
        cwd=REPO,
        check=True,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - started
    manifest = json.loads((folder / "raw" / "_manifest.json").read_text())
    files = [(Path(file["path"]), file["rows"]) for file in manifest["files"]]
    return {
        "folder": next((folder / "raw" / "sis").iterdir()),
        "truth": folder / "truth",
        "rows": {path.stem: rows for path, rows in files if path.parts[0] == "sis"},
        "seconds": seconds,
        "memory": int(done.stdout.splitlines()[-1]),
    }


def rows_of(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
