"""The canonical extract and the strict Clever files of a district written by hand."""

import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import roster_checks
import small_roster
from roster_folders import replace, written

from generator.writers import clever, sis
from generator.writers.roster import UnknownCode


@pytest.fixture(scope="module")
def tables():
    return clever.roster_tables(small_roster.world())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    root = tmp_path_factory.mktemp("clever")
    written(clever.files(small_roster.world()), root)
    return root / "clever" / "quail_hollow"


@pytest.fixture
def folder(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "files"))


def column(table, name):
    return table[name].to_pylist()


def test_only_who_is_enrolled_on_the_as_of_date_with_a_row_per_contact(tables):
    students = tables["students"]
    # S3 left, S4 never came; S1 has two contacts, S5 has none
    assert column(students, "Student_id") == ["S1", "S1", "S2", "S5"]
    assert column(students, "Contact_sis_id") == ["C1", "C2", "C1", None]


def test_students_in_the_words_of_the_api(tables):
    first, _, second, last = tables["students"].to_pylist()
    assert first["DOB"] == "02/03/2016"
    assert (first["Grade"], first["Race"], first["Hispanic_Latino"]) == (
        "4",
        "Caucasian",
        "Y",
    )
    assert (first["Home_language"], first["Frl_status"]) == ("Spanish", "Free")
    assert (first["Ell_status"], first["IEP_status"]) == ("Y", "N")
    # grade 4 in 2025-26: grade 12 eight years later, in 2034
    assert first["Graduation_year"] == 2034
    assert (second["Disability_type"], second["Disability_code"]) == ("Autism", "aut")
    assert second["Frl_status"] == "Reduced"
    # no race is unknown; a service that ended is none; nobody is in a programme: Paid
    assert (last["Race"], last["Gifted_status"], last["Frl_status"]) == (
        "Unknown",
        "N",
        "Paid",
    )
    assert "Email_address" not in first
    assert first["Student_email"] == "ana@example.org"


def test_a_closed_school_is_not_sent_and_the_principal_is(tables):
    schools = tables["schools"].to_pylist()
    assert [school["School_id"] for school in schools] == ["E1", "H1"]
    assert (schools[0]["Low_grade"], schools[0]["High_grade"]) == ("Kindergarten", "5")
    assert schools[0]["Principal"] == "Pria Principal"
    assert schools[1]["Principal"] is None


def test_teachers_teach_and_staff_is_the_rest(tables):
    pairs = zip(
        column(tables["teachers"], "School_id"),
        column(tables["teachers"], "Teacher_id"),
        strict=True,
    )
    # D2 has no post but a section; D6 left; H1 is school 08 of the HR system
    assert list(pairs) == [("E1", "D1"), ("H1", "D1"), ("H1", "D2")]
    assert column(tables["staff"], "Staff_id") == ["D3", "D4", "D5"]
    assert column(tables["staff"], "Title") == [
        "Principal",
        "Paraprofessional",
        "Librarian",
    ]


def test_sections_whose_term_runs_with_their_last_day(tables):
    grade_four, algebra = tables["sections"].to_pylist()
    assert (grade_four["Section_id"], algebra["Section_id"]) == ("X1", "X2")
    # the term ends before 30 May
    assert (grade_four["Term_start"], grade_four["Term_end"]) == (
        "08/18/2025",
        "05/29/2026",
    )
    # the teacher of record first; an aide does not teach
    assert (algebra["Teacher_id"], algebra["Teacher_2_id"]) == ("D1", "D2")
    assert (grade_four["Teacher_id"], grade_four["Teacher_2_id"]) == ("D1", None)
    assert (algebra["Subject"], algebra["Course_number"]) == ("math", "K2")


def test_enrollments_of_the_day(tables):
    rows = [tuple(row.values()) for row in tables["enrollments"].to_pylist()]
    assert rows == [("E1", "X1", "S1"), ("E1", "X1", "S2"), ("H1", "X2", "S5")]


def test_ten_teachers_and_no_more():
    extra = [f"X1|N{n:02d}|co_teacher|2025-08-18|2026-05-30" for n in range(12)]
    people = [
        f"N{n:02d}|7{n}|First{n}||Last{n}||1980-01-01|n{n}@example.org|2010-08-01||5|"
        for n in range(12)
    ]
    world = small_roster.world(
        section_educators="\n".join([small_roster.ROWS["section_educators"], *extra]),
        educators="\n".join([small_roster.ROWS["educators"], *people]),
    )
    section = clever.roster_tables(world)["sections"].to_pylist()[0]
    places = ["Teacher_id", *(f"Teacher_{n}_id" for n in range(2, 11))]
    assert [section[place] for place in places] == [
        "D1",
        *(f"N{n:02d}" for n in range(9)),
    ]


def test_attendance_of_the_year_of_who_is_on_the_roster():
    rows = pa.Table.from_batches(clever.attendance_batches(small_roster.world()))
    # not last year's, not that of S3, who left
    assert column(rows, "sis_id") == [
        "S1-20260227",
        "S1-20260302",
        "S2-20260227",
        "S5-20260302",
    ]
    assert column(rows, "attendance_status") == ["absent", "present", "absent", "tardy"]
    assert column(rows, "excuse_code") == ["A", None, "E", "T"]
    assert column(rows, "attendance_date")[0] == "02/27/2026"


def test_after_the_last_day_of_school_the_roster_stays_as_it_was():
    world = small_roster.world()
    world.config.as_of = np.datetime64("2026-06-15")
    tables = clever.roster_tables(world)
    assert column(tables["sections"], "Section_id") == ["X1", "X2"]
    assert tables["enrollments"].num_rows == 3


def test_a_code_that_nobody_knows_stops_the_writer():
    text = small_roster.ROWS["courses"].replace("mathematics", "alchemy")
    with pytest.raises(UnknownCode, match=r"courses.subject: alchemy"):
        clever.roster_tables(small_roster.world(courses=text))


def test_two_runs_write_the_same_bytes(tmp_path):
    first = written(clever.files(small_roster.world()), tmp_path / "a")
    second = written(clever.files(small_roster.world()), tmp_path / "b")
    assert [one.sha256 for one in first] == [one.sha256 for one in second]


def test_the_files_follow_the_specification(folder):
    assert roster_checks.clever_problems(folder) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("students", "Student_email", "Email_address", "incorrect-label"),
        ("students", "02/03/2016", "2016-02-03", "type-error"),
        ("students", "Caucasian", "White", "constraint-error"),
        ("students", "Free", "Y", "constraint-error"),
        ("students", "Parent,Parent/Guardian", "Mother,Guardian", "constraint-error"),
        ("students", "Lopez,Maria,Ana,4", ",Maria,Ana,4", "constraint-error"),
        ("students", "E1,S1", "E9,S1", "foreign-key"),
        ("sections", "X2,D1,D2", "X2,D1,D9", "further_teachers_are_listed"),
        ("sections", "X2,D1", "X2,D9", "foreign-key"),
        ("sections", "05/29/2026", "05/29/2025", "term_ends_behind_its_start"),
        ("sections", ",math,", ",Math,", "constraint-error"),
        ("enrollments", "H1,X2,S5", "E1,X2,S5", "section_and_enrollment_at_one_school"),
        ("enrollments", "X1,S2", "X1,S1", "primary-key"),
        ("enrollments", "X1,S2", "X1,S9", "foreign-key"),
        ("teachers", "E1,D1", "E1,D3", "nobody_is_teacher_and_staff"),
        ("attendance", "daily,absent", "daily,late", "constraint-error"),
        ("attendance", "S1-20260302", "S1-20260227", "primary-key"),
    ],
)
def test_the_check_finds_what_is_broken(folder, name, old, new, problem):
    replace(folder / f"{name}.csv", old, new)
    if roster_checks.is_structural(problem):
        found = roster_checks.structural_problems(folder, "clever")
    else:
        found = roster_checks.clever_rules(folder)
    assert problem in "\n".join(found)


def test_the_check_finds_two_people_under_one_id(folder):
    path = folder / "students.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace("Ana", "Zoe")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = "\n".join(roster_checks.clever_rules(folder))
    assert "one_person_per_student_id" in found


def test_sis_files_have_the_columns_of_the_layout(tmp_path):
    made = written(sis.files(small_roster.world()), tmp_path)
    names = {one.path.split("/")[-1] for one in made}
    assert {"students.csv", "attendance_daily.csv", "enrollments.csv"} <= names
    text = (tmp_path / "sis/quail_hollow/section_enrollments.csv").read_text("utf-8")
    assert text.startswith(
        "section_id,student_id,begin_date,end_date\nX0,S1,2024-08-19,"
    )


def test_sis_refuses_a_table_with_other_columns():
    world = small_roster.world()
    world.tables["terms"] = world.tables["terms"].drop_columns(["term_type"])
    with pytest.raises(sis.WrongColumns, match="terms"):
        sis.files(world)


def test_sis_refuses_a_table_that_is_no_file_of_the_extract():
    world = small_roster.world()
    world.tables["lunches"] = world.tables["terms"]
    with pytest.raises(KeyError, match="lunches"):
        sis.files(world)
