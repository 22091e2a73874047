"""A OneRoster 1.2 package becomes the conformed roster, from a folder and from a zip.

The package in fixtures/oneroster_12 has every file of the specification. It is built
once, as district `cedar_fork` (a folder) and as `zip_fork` (a zip in a folder).
"""

import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from conftest import WAREHOUSE_NAME, dbt, query

PACKAGE = Path(__file__).with_name("fixtures") / "oneroster_12"
DISTRICTS = ("cedar_fork", "zip_fork")

FALL, SPRING = date(2026, 8, 17), date(2027, 1, 5)
FALL_END, SPRING_END = date(2026, 12, 19), date(2027, 6, 5)

SELECTION = (
    "+path:models/staging/oneroster +path:models/intermediate/oneroster code_values"
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    root = tmp_path_factory.mktemp("oneroster")
    raw = root / "raw" / "oneroster"
    shutil.copytree(PACKAGE, raw / "cedar_fork")
    (raw / "zip_fork").mkdir()
    with zipfile.ZipFile(raw / "zip_fork" / "roster.zip", "w") as archive:
        for file in sorted(PACKAGE.glob("*.csv")):
            archive.write(file, file.name)
    built = root / "warehouse" / WAREHOUSE_NAME
    command = (
        f"build -s {SELECTION} --exclude-resource-type unit_test"
        " --indirect-selection cautious"
    )
    dbt(command, raw=root / "raw", warehouse=built, check=True)
    return built


@pytest.fixture(params=DISTRICTS)
def rows(request, warehouse):
    """rows(entity, columns): the district's rows of a mapped model, in order."""

    def ask(entity, columns):
        return query(
            warehouse,
            f"select {columns} from intermediate.int_oneroster__{entity}_mapped"
            " where district_id = ? order by all",
            [request.param],
        )

    return ask


def test_every_file_is_staged_from_folder_and_zip(warehouse):
    """21 data files and the manifest, each with all its records."""
    for file in sorted(PACKAGE.glob("*.csv")):
        records = len(file.read_text(encoding="utf-8").splitlines()) - 1
        entity = "".join(f"_{c.lower()}" if c.isupper() else c for c in file.stem)
        counts = query(
            warehouse,
            f"select district_id, count(*) from staging.stg_oneroster__{entity}"
            " group by district_id order by district_id",
        )
        assert counts == [(district, records) for district in DISTRICTS], file.name
    assert len(list(PACKAGE.glob("*.csv"))) == 22


def test_staging_types_and_extensions(warehouse):
    staged = query(
        warehouse,
        """
        select score, in_progress, incomplete, score_date, "comment"
        from staging.stg_oneroster__results
        where district_id = 'cedar_fork' and sourced_id = 're-1'
        """,
    )
    assert [(float(staged[0][0]), *staged[0][1:])] == [
        (17.5, False, False, date(2026, 9, 21), "Show your work")
    ]
    extensions = query(
        warehouse,
        "select extra_columns ->> '$.\"metadata.locale\"'"
        " from staging.stg_oneroster__orgs order by all",
    )
    assert extensions == [("rural",)] * 4 + [("town",)] * 2


def test_no_password_is_kept(warehouse):
    for file in ("users", "userProfiles"):
        assert "plaintext-secret" in (PACKAGE / f"{file}.csv").read_text("utf-8")
    for table in ("raw_oneroster__users", "raw_oneroster__user_profiles"):
        found = query(
            warehouse,
            f"select count(*) from landing.{table} as landed"
            " where cast(landed as varchar) like '%plaintext-secret%'",
        )
        assert found == [(0,)]
    columns = query(
        warehouse,
        "select count(*) from duckdb_columns()"
        " where schema_name <> 'landing' and column_name = 'password'",
    )
    assert columns == [(0,)]


def test_district_and_schools(rows):
    district = rows("districts", "source, district_name, state")
    assert district == [("oneroster", "Cedar Fork School District", None)]
    assert rows("schools", "school_id, school_name, school_number") == [
        ("cf-elm", "Fernbrook Elementary School", "4101"),
        ("cf-mid", "Larkmoor Middle School", "4102"),
    ]


def test_students_have_a_row_for_each_school(rows):
    columns = "student_id, school_id, student_number, last_name, grade_level"
    assert rows("students", columns) == [
        ("st-1", "cf-elm", "9001", "Fernhollow", "02"),
        ("st-2", "cf-elm", "9002", "Fernhollow", "03"),
        ("st-3", "cf-elm", "9003", "Quillfeather", "02"),
        ("st-4", "cf-elm", "9004", "O'Larkspur", "03"),
        ("st-5", "cf-mid", "9005", "Mossgrove", "06"),
        ("st-6", "cf-mid", "9006", "Thistledown", "06"),
        ("st-7", "cf-mid", "9007", "Applewick", "06"),
        ("st-8", "cf-elm", "9008", "Willowby", "06"),
        ("st-8", "cf-mid", "9008", "Willowby", "06"),
    ]
    names = rows(
        "students", "student_id, first_name, middle_name, preferred_first_name"
    )
    assert names[1:3] == [
        ("st-2", "Juniper", "Ada", "June"),
        ("st-3", "Zoë", None, None),
    ]


def test_demographics(rows):
    """st-7 has demographics without any race, st-8 has none."""
    columns = "student_id, birth_date, sex, race, is_hispanic"
    indian = "american_indian_or_alaska_native"
    assert rows("students", columns)[:8] == [
        ("st-1", date(2018, 11, 2), "F", "white", False),
        ("st-2", date(2017, 3, 19), "X", "two_or_more_races", False),
        ("st-3", date(2018, 5, 30), "F", "unknown", True),
        ("st-4", date(2017, 8, 8), "M", "two_or_more_races", False),
        ("st-5", date(2014, 12, 24), "F", "black_or_african_american", True),
        ("st-6", date(2014, 7, 1), "U", indian, False),
        ("st-7", date(2015, 1, 15), "M", "unknown", None),
        ("st-8", None, None, None, None),
    ]


def test_educators(rows):
    """The guardian is none, nor is the nurse, whose only role is an ext: token."""
    columns = "educator_id, school_id, role, is_teacher, educator_number"
    assert rows("educators", columns) == [
        ("da-1", None, "district_administrator", False, "7005"),
        ("pr-1", "cf-elm", "principal", False, "7004"),
        ("te-1", "cf-elm", "teacher", True, "7001"),
        ("te-2", "cf-elm", "teacher", True, "7002"),
        ("te-2", "cf-mid", "teacher", True, "7002"),
        ("te-3", "cf-mid", "teacher", True, "7003"),
    ]


def test_contacts_are_named_from_either_side(rows):
    """st-1 and the guardian name each other; only the guardian names st-2."""
    columns = (
        "school_id, student_id, contact_id, full_name, relationship,"
        " relationship_as_sent, contact_type, phone, phone_type"
    )
    guardian = ("gu-1", "Ambrose Fernhollow", "guardian", "guardian", "parent_guardian")
    assert rows("student_contacts", columns) == [
        ("cf-elm", "st-1", *guardian, "555-0101", "cell"),
        ("cf-elm", "st-2", *guardian, "555-0101", "cell"),
    ]


def test_courses_and_sections(rows):
    columns = "course_id, course_code, course_title, subject, grade_levels"
    assert rows("courses", columns) == [
        ("co-math6", "MA06", "Mathematics 6", "mathematics", "06"),
        ("co-read", "RD23", "Reading 2-3", "english_language_arts", "02,03"),
        ("co-sci6", "SC06", "Science 6", "science", "06"),
    ]
    columns = "section_id, school_id, section_number, grade_level, subject, period"
    assert rows("sections", columns) == [
        ("cl-math6", "cf-mid", "MA06-1", "06", "mathematics", "3"),
        ("cl-read", "cf-elm", "RD23-A", None, "english_language_arts", "1,2"),
        ("cl-sci6", "cf-mid", "SC06-1", "06", "science", "4"),
    ]


def test_terms_leave_the_school_year_out(rows):
    columns = "term_id, term_name, term_type, school_year, start_date, end_date"
    quarter_end = date(2026, 10, 17)
    assert rows("terms", columns) == [
        ("cf-fall", "Fall 2026", "semester", 2027, FALL, FALL_END),
        ("cf-q1", "Quarter 1", "grading_period", 2027, FALL, quarter_end),
        ("cf-spring", "Spring 2027", "semester", 2027, SPRING, SPRING_END),
    ]
    columns = "section_id, term_name, start_date, end_date"
    assert rows("section_terms", columns) == [
        ("cl-math6", "Fall 2026", FALL, FALL_END),
        ("cl-math6", "Spring 2027", SPRING, SPRING_END),
        ("cl-read", "Fall 2026", FALL, FALL_END),
        ("cl-read", "Spring 2027", SPRING, SPRING_END),
        ("cl-sci6", "Fall 2026", FALL, FALL_END),
    ]


def test_section_educators(rows):
    """The only teacher of cl-sci6 is not marked as primary, and is."""
    columns = "section_id, educator_id, educator_role, begin_date, end_date"
    assert rows("section_educators", columns) == [
        ("cl-math6", "te-2", "primary", FALL, SPRING_END),
        ("cl-math6", "te-3", "co_teacher", FALL, SPRING_END),
        ("cl-read", "te-1", "primary", FALL, SPRING_END),
        ("cl-sci6", "te-3", "primary", FALL, FALL_END),
    ]


def test_section_enrollments_take_blank_dates_from_the_terms(rows):
    columns = "section_id, student_id, begin_date, end_date"
    assert rows("section_enrollments", columns) == [
        ("cl-math6", "st-5", FALL, SPRING_END),
        ("cl-math6", "st-6", FALL, SPRING_END),
        ("cl-math6", "st-7", FALL, SPRING_END),
        ("cl-math6", "st-8", FALL, SPRING_END),
        ("cl-read", "st-1", FALL, SPRING_END),
        ("cl-read", "st-2", FALL, SPRING_END),
        ("cl-read", "st-3", date(2026, 9, 8), SPRING_END),
        ("cl-read", "st-4", FALL, date(2027, 2, 1)),
        ("cl-read", "st-8", FALL, SPRING_END),
        ("cl-sci6", "st-5", FALL, FALL_END),
        ("cl-sci6", "st-6", FALL, date(2026, 10, 5)),
    ]


def test_resources(rows):
    assert rows("resources", "resource_id, resource_title, roles") == [
        ("rx-1", "Number Garden", "teacher,student"),
        ("rx-2", "Story Pond", "student"),
    ]
