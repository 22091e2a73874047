"""make check-input: names each problem of the raw files, and writes nothing."""

import hashlib
import os
import re
import shutil
import subprocess
import sys

import duckdb
import pytest
from conftest import EXAMPLES, OTHERS, REPO, copy_of, dbt, query

from reporting.check_input import NEEDED_FOR, check
from reporting.project import Refused
from reporting.without_dbt import Project, read_yaml

FIXTURES = REPO / "tests/python/fixtures"


def edit(path, *changes):
    """Replace texts of a file; each has to be there."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def digest(root):
    """Every file below `root` with its times, so that nothing can be written unseen."""
    return {
        str(path.relative_to(root)): (path.stat().st_mtime_ns, sha256(path))
        for path in sorted(root.rglob("*"))
    }


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def words(text):
    return re.sub(r"\s+", " ", text)


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """A raw root with three districts, each with mistakes of its own."""
    raw = tmp_path_factory.mktemp("broken") / "raw"
    canonical = shutil.copytree(FIXTURES / "sis_canonical", raw / "sis/canon")
    edit(
        canonical / "students.csv",
        ("2015-04-05", "2015-02-30"),
        ("2010-01-02", "soon"),
        (",M,asian,", ",Q,asian,"),
    )
    with open(canonical / "students.csv", "a", encoding="utf-8") as file:
        file.write("7004,too short\n")
    edit(canonical / "attendance_daily.csv", ("7002,102,2025-09-02", "7002,102,"))
    (canonical / "student.csv").write_text("student_id\n")
    (canonical / "courses.csv").write_text("course_title\nMusic\n")
    export = shutil.copytree(FIXTURES / "sis_export", raw / "sis/export")
    edit(export / "mapping.yml", ("birth_date: DOB", "birth_date: Birthday"))
    edit(export / "Teachers.csv", (",MA", ",PhD"), ("08/01/2010", "1. August 2010"))
    wrong = shutil.copytree(FIXTURES / "sis_export", raw / "sis/wrong")
    edit(
        wrong / "mapping.yml",
        ("student_services:", "services:"),
        ("Attendance.csv", "Absences.csv"),
    )
    return raw


@pytest.fixture(scope="module")
def said(broken):
    """What the command prints about it: district -> text without line breaks."""
    before = digest(broken)
    done = subprocess.run(
        [sys.executable, "-m", "reporting.check_input"],
        cwd=REPO,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": "python_models",
            "PYTHONDONTWRITEBYTECODE": "1",
            "SCHOOLHOUSE_RAW": str(broken),
            "SCHOOLHOUSE_WAREHOUSE": str(broken.parent / "none.duckdb"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert digest(broken) == before
    assert not (broken.parent / "none.duckdb").exists()
    parts = re.split(r"\n\n(?=sis/\w+\n---|Would block)", done.stdout)
    return {part.split()[0]: words(part) for part in parts[1:]}


SAID = {
    "sis/canon": [
        "students: 3 rows from students.csv",
        "of 4 lines 1 held back",
        "found 19 student_id, state_student_id,",
        "would not parse, so it becomes empty: birth_date: 2 rows",
        "students.csv, line 2: '2015-02-30' students.csv, line 4: 'soon'",
        "held back: 1 row, 2 fields where the header has 19 students.csv, line 5",
        "sex: 'Q', 1 row, first in students.csv, line 3",
        "held back: attendance_date: 1 row, the key column attendance_date is empty"
        " attendance_daily.csv, line 3",
        "missing 5 course_id (required), sced_code,",
        "Not read, because no file of this name is known here: student.csv",
        "BLOCKS: required column missing: course_id",
        "terms terms, and the dates of sections",
    ],
    "sis/export": [
        "students: 0 rows from Students_Export_20250901.txt",
        "student_id <- Student_Number, state_student_id <- State_StudentNumber,",
        "BLOCKS: mapping.yml, students.columns.birth_date: the file has no column"
        " 'Birthday'; it has: Student_Number,",
        "enrollment_id <- Student_Number + SchoolID + EntryDate",
        "constant 3 school_year, is_primary, enrollment_status",
        "missing 4 state_educator_id, middle_name, former_last_name, email",
        "not used 1 Sort_Order",
        "highest_degree: 'PhD', 1 row, first in Teachers.csv, line 2",
        "hire_date: '1. August 2010', 1 row, first in Teachers.csv, line 2",
        "would not parse, so it becomes empty: hire_date: 1 row",
    ],
    "sis/wrong": [
        "LND-026 file: no file fits the pattern of attendance_daily",
        "Not read, because no file of this name is known here: Attendance.csv",
        "students: 3 rows",
        "attendance_daily daily attendance",
    ],
    "Would": [
        "Would block (3); nothing is published until mended:",
        "sis/canon/courses.csv: required column missing: course_id",
        "sis/export/Students_Export_20250901.txt: mapping.yml, students.columns.birth",
        "sis/wrong/mapping.yml: mapping.yml cannot be applied: line 49, services: there"
        " is no such canonical file; there are: assessment_results,",
    ],
}


@pytest.mark.parametrize(
    ("part", "text"), [(part, text) for part, texts in SAID.items() for text in texts]
)
def test_each_problem_is_named(said, part, text):
    assert text in said[part]


def test_nothing_else_blocks(said):
    assert said["Would"].count("(LND-") == 3


def test_sound_files_of_other_sources_block_nothing(tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(EXAMPLES / "clever", raw / "clever")
    shutil.copytree(FIXTURES / "oneroster_12", raw / "oneroster/twelve")
    shutil.copytree(FIXTURES / "sis_export", raw / "sis/export")
    lines, reasons = check(raw)
    assert reasons == []
    assert lines[-1] == "Nothing would block."
    text = "\n".join(lines)
    for district in ("clever/maple_hollow", "oneroster/twelve", "sis/export"):
        assert f"\n{district}\n" in text


def test_an_empty_folder_and_none(tmp_path):
    lines, reasons = check(tmp_path)
    assert "There is no district's folder" in "\n".join(lines)
    assert reasons == []
    with pytest.raises(Refused, match="is no folder"):
        check(tmp_path / "none")


def test_the_check_finds_what_the_build_finds(example_warehouse, broken, tmp_path):
    """The project's SQL says the same without dbt as with it."""
    warehouse = copy_of(example_warehouse, tmp_path / "warehouse")
    models = ("landing_findings", "landing_quarantined_rows", "blocked_sources")
    selected = " ".join(f"+quality__{model}" for model in models)
    dbt(f"run -s {selected}{OTHERS}", raw=broken, warehouse=warehouse, check=True)
    with duckdb.connect(str(tmp_path / "check.duckdb")) as connection:
        project = Project(connection, broken)
        for model in ("landing_files", *models):
            described = query(warehouse, f"describe quality.{model}")
            # a hash of dbt's whole configuration, not of what was found
            names = ", ".join(row[0] for row in described if row[0] != "file_key")
            built = query(
                warehouse, f"select {names} from quality.{model} order by all"
            )
            checked = f"select {names} from {{quality__{model}}} order by all"
            assert project.rows(checked) == built
            assert len(built) >= 3


def test_every_file_says_what_needs_it():
    needed_for = read_yaml(NEEDED_FOR)
    for source, optional in {
        "sis": {"mappings"},
        "clever": set(),
        "dost": set(),
    }.items():
        models = (REPO / "models/landing" / source).glob("raw_*.py")
        entities = {path.stem.split("__")[1] for path in models}
        assert set(needed_for[source]) == entities - optional
