"""Whole runs of the command: keys, references, and what the seed decides."""

import json
import subprocess
import sys

import pytest
from canonical_keys import broken
from conftest import REPO

# Lists of constants: nothing in them is drawn.
CONSTANT = {
    "attendance_codes.csv",
    "assessments.csv",
    "bell_schedule.csv",
    "courses.csv",
    "programs.csv",
}


def generated(folder, *options):
    """{file: sha256} of a `tiny` run, and the folder of its canonical files."""
    command = [
        sys.executable,
        "-m",
        "generator",
        "--preset",
        "tiny",
        "--parts=district",
        *options,
    ]
    raw = folder / "raw"
    subprocess.run(
        [*command, "--out", raw], cwd=REPO, check=True, capture_output=True, text=True
    )
    listed = json.loads((raw / "_manifest.json").read_text())["files"]
    hashes = {file["path"].split("/", 2)[-1]: file["sha256"] for file in listed}
    return hashes, next((raw / "sis").iterdir())


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return generated(tmp_path_factory.mktemp("clean"), "--defects", "none")


def test_identifiers_are_unique_and_references_resolve(clean):
    assert broken(clean[1]) == []


def test_a_broken_reference_and_a_repeated_key_are_seen(clean, tmp_path):
    for file in clean[1].iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    lines = (tmp_path / "enrollments.csv").read_text().splitlines()
    fields = lines[1].split(",")
    lines += [lines[1], ",".join(["E0", "nobody", *fields[2:]])]
    (tmp_path / "enrollments.csv").write_text("\n".join(lines) + "\n")
    assert broken(tmp_path) == [
        "enrollments: 1 values of enrollment_id stand there twice",
        "enrollments: 1 rows name a student_id that is not there",
    ]


def test_another_seed_changes_every_file_with_drawn_content(clean, tmp_path):
    other, _ = generated(tmp_path, "--defects", "none", "--seed", "2")
    same = {name for name, sha256 in clean[0].items() if other.get(name) == sha256}
    assert same <= CONSTANT


def test_defects_leave_most_files_as_they_were(clean, tmp_path):
    """Files that no defect touches are those of the clean run, byte for byte."""
    damaged, _ = generated(tmp_path)
    touched = {name for name, sha256 in clean[0].items() if damaged[name] != sha256}
    key = (tmp_path / "truth" / "defects.csv").read_text().splitlines()[1:]
    near = (tmp_path / "truth" / "hard_negatives.csv").read_text().splitlines()[1:]
    named = {line.split(",")[4] for line in key + near}
    assert touched <= named
