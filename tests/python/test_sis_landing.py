"""The canonical extract: every file is staged, the roster is that of the as-of date, and
later delta folders take the place of what they name.

One raw root of two districts, built as it is and again, incrementally, with two delta
folders in one of them; then what is filled file by file is built from nothing.
"""

# ruff: noqa: E501 - lines as they stand in the files

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import OTHERS, copy_of, dbt, differing_tables, query
from sis_district import FILES, write_extract, write_file

MODELS = (
    "build -s +path:models/marts/district +quality__landing_findings"
    " +dq_section_enrollments__unknown_parent"
    f" --exclude-resource-type test --exclude-resource-type unit_test{OTHERS}"
)
FACTS = [
    "section_enrollments",
    "attendance_daily",
    "attendance_sections",
    "assessment_results",
    "course_grades",
]
FROM_NOTHING = (
    f"run --full-refresh -s {' '.join(f'stg_sis__{name}' for name in FACTS)}"
    " int_sis__facts_outdated int_district__attendance_loads"
    " int_district__attendance_repeats_ranked district__fct_attendance_daily"
    " district__fct_attendance_sections"
)

# The first folder corrects an absence, closes Ann's spell and takes back Bo's attendance
# of 19 August; the second closes the spell a day later, moves Bo, and knows a new day.
FIRST_DELTA = {
    "attendance_daily": """
student_id,school_id,attendance_date,attendance_code,absent_share,_deleted
2,s2,2025-08-18,L,0,false
2,s2,2025-08-19,P,0,true
""",
    "enrollments": """
enrollment_id,student_id,school_id,school_year,grade_level,entry_date,entry_code,exit_date,exit_code,is_primary,enrollment_status,_deleted
e1,1,s1,2026,02,2025-08-18,new,2025-08-19,moved,true,enrolled,
""",
}
SECOND_DELTA = {
    "attendance_daily": """
student_id,school_id,attendance_date,attendance_code,absent_share,_deleted
2,s2,2025-08-20,P,0,
""",
    "enrollments": """
enrollment_id,student_id,school_id,school_year,grade_level,entry_date,entry_code,exit_date,exit_code,is_primary,enrollment_status,_deleted
e1,1,s1,2026,02,2025-08-18,new,2025-08-20,moved,true,enrolled,
""",
    "sections": """
section_id,school_id,course_id,term_id,section_name,period,grade_level,_deleted
x2,s1,m1,t1,Algebra I 1,1,,
""",
    "students": """
student_id,state_student_id,student_number,first_name,middle_name,last_name,preferred_first_name,birth_date,sex,race,is_hispanic,home_language,household_id,street,city,state,zip,email,first_grade_9_year,_deleted
2,OS2,N2,Bo,J,Reed,,2010-05-06,M,black,true,spa,h9,9 Oak St,Tinydale,OH,44001,bo@example.org,2025,
""",
}  # fmt: skip


def present_days(student: str, count: int) -> str:
    """Lines of attendance, so many that a code which nobody knows is no great share."""
    days = (date(2024, 9, 1) + timedelta(day) for day in range(count))
    return "".join(f"{student},s2,{day},P,0\n" for day in days)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    write_extract(folder, "tinydale")
    write_extract(
        folder,
        "bareville",
        student_services=None,
        attendance_codes=None,
        calendars=None,
        attendance_daily=FILES["attendance_daily"] + present_days("3", 200),
    )
    return folder


@pytest.fixture(scope="module")
def warehouse(
    root: Path,
    example_warehouse: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    file = copy_of(example_warehouse, tmp_path_factory.mktemp("sis"))
    dbt(MODELS, raw=root, warehouse=file, check=True)
    return file


def of(district: str) -> str:
    return f"(select district_key from district.dim_districts where district_id = '{district}')"


def test_every_record_of_every_file_is_staged(warehouse: Path) -> None:
    staged = query(
        warehouse,
        "select entity, rows_staged from quality.landing_files"
        " where district_id = 'tinydale' and rows_staged = rows_read",
    )
    expected = {name: text.strip().count("\n") for name, text in FILES.items()}
    assert dict(staged) == expected
    findings = query(
        warehouse,
        "select district_id, rule_id, entity, column_value, row_count"
        " from quality.landing_findings order by all",
    )
    # bareville sends no list of codes
    assert findings == [
        ("bareville", "ATT-003", "attendance_daily", "UX", 1),
        ("bareville", "ATT-003", "attendance_sections", "UX", 1),
    ]
    assert query(warehouse, "select * from quality.blocked_sources") == []


@pytest.mark.parametrize("name", FILES)
def test_every_value_is_read(warehouse: Path, name: str) -> None:
    columns = FILES[name].strip().split("\n", 1)[0].split(",")
    counts = ", ".join(f'count("{column}")' for column in columns)
    sent = query(
        warehouse,
        f"select {counts} from landing.raw_sis__{name} where row_status = 'staged'",
    )
    assert query(warehouse, f"select {counts} from staging.stg_sis__{name}") == sent


def test_the_roster_is_that_of_the_as_of_date(warehouse: Path) -> None:
    """Cy has left and never came back, so he has a grade, but no school."""
    students = query(
        warehouse,
        "select student_id, school_id, grade_level, sex, race, home_language,"
        " graduation_year from district.dim_students left join district.dim_schools"
        " on dim_schools.school_key = main_school_key"
        f" where dim_students.district_key = {of('tinydale')} order by 1",
    )
    assert students == [
        ("1", "s1", "02", "F", "white", "eng", None),
        ("2", "s2", "10", "M", "black_or_african_american", "spa", 2028),
        ("3", None, "11", "X", "asian", "eng", 2027),
    ]
    educators = query(
        warehouse,
        "select educator_id, school_id, bridge.role, bridge.is_teacher"
        " from district.dim_educators"
        " left join district.bridge_educator_schools as bridge using (educator_key)"
        " left join district.dim_schools using (school_key)"
        f" where dim_educators.district_key = {of('tinydale')} order by 1, 2",
    )
    assert educators == [
        ("d1", "s1", "teacher", True),
        ("d1", "s2", "teacher", True),
        ("d2", "s2", "counselor", False),
        ("d3", None, None, None),
    ]


def test_services_in_force_are_the_flags(warehouse: Path) -> None:
    """Bo was an English learner until June; where the file is missing nothing is known."""
    flags = (
        "select student_id, frl_status, is_iep, is_el, is_gifted, has_disability,"
        " disability_type from district.dim_students where district_key = "
    )
    assert query(warehouse, f"{flags}{of('tinydale')} order by 1") == [
        ("1", "paid", True, False, False, True, "specific_learning_disability"),
        ("2", "free", False, False, False, False, None),
        ("3", "paid", False, False, False, False, None),
    ]
    unknown = (None,) * 6
    assert query(warehouse, f"{flags}{of('bareville')} order by 1") == [
        ("1", *unknown),
        ("2", *unknown),
        ("3", *unknown),
    ]


def test_an_open_enrollment_ends_with_the_term(warehouse: Path) -> None:
    enrollments = query(
        warehouse,
        "select section_id, student_id, begin_date, end_date"
        " from district.fct_section_enrollments join district.dim_sections"
        " using (section_key) join district.dim_students using (student_key)"
        f" where district_key = {of('tinydale')} order by 1, 2",
    )
    assert enrollments == [
        ("x0", "3", date(2025, 1, 6), date(2025, 6, 6)),
        ("x1", "1", date(2025, 8, 18), date(2025, 12, 20)),
        ("x2", "2", date(2025, 8, 18), date(2025, 12, 20)),
    ]
    unknown = query(
        warehouse,
        "select rule_id, observed from quality.dq_section_enrollments__unknown_parent"
        " where district_id = 'tinydale'",
    )
    assert unknown == [("ENR-014", "unknown section")]


CALENDAR = (
    "select school_id, calendar_date, is_instructional, is_assumed"
    " from district.dim_calendar_dates join district.dim_schools using (school_key)"
    " where calendar_date between '2025-08-15' and '2025-08-19' and district_key = "
)


def test_the_calendar_is_the_one_that_was_sent(warehouse: Path) -> None:
    """A weekday without a row has no school; without the file every weekday has."""
    assert query(warehouse, f"{CALENDAR}{of('tinydale')} order by 1, 2") == [
        ("s1", date(2025, 8, 18), True, False),
        ("s1", date(2025, 8, 19), False, False),
        ("s2", date(2025, 8, 18), True, False),
        ("s2", date(2025, 8, 19), True, False),
    ]
    assert query(warehouse, f"{CALENDAR}{of('bareville')} order by 1, 2") == [
        ("s1", date(2025, 8, 18), True, True),
        ("s1", date(2025, 8, 19), True, True),
        ("s2", date(2025, 8, 18), True, True),
        ("s2", date(2025, 8, 19), True, True),
    ]


ATTENDANCE = (
    "select student_id, attendance_date, attendance_status, excuse_code"
    " from district.fct_attendance_daily join district.dim_students using (student_key)"
    " where district_key = "
)


def test_attendance_counts_as_the_codes_say(warehouse: Path) -> None:
    """Without a list of codes P is present, and nobody knows what UX means."""
    assert query(warehouse, f"{ATTENDANCE}{of('tinydale')} order by 1, 2") == [
        ("1", date(2025, 8, 18), "present", "P"),
        ("2", date(2025, 8, 18), "absent", "UX"),
        ("2", date(2025, 8, 19), "present", "P"),
        ("3", date(2025, 5, 5), "tardy", "L"),
    ]
    assert query(warehouse, f"{ATTENDANCE}{of('bareville')} order by 1, 2")[:3] == [
        ("1", date(2025, 8, 18), "present", "P"),
        ("2", date(2025, 8, 18), None, "UX"),
        ("2", date(2025, 8, 19), "present", "P"),
    ]


def test_later_delta_folders_count(root: Path, warehouse: Path, tmp_path: Path) -> None:
    deltas = root / "sis" / "tinydale" / "deltas"
    for day, files in {"2025-08-21": FIRST_DELTA, "2025-08-22": SECOND_DELTA}.items():
        for name, text in files.items():
            write_file(deltas / day / f"{name}.csv", text)
    dbt(MODELS, raw=root, warehouse=warehouse, check=True)

    assert query(warehouse, f"{ATTENDANCE}{of('tinydale')} order by 1, 2") == [
        ("1", date(2025, 8, 18), "present", "P"),
        ("2", date(2025, 8, 18), "tardy", "L"),
        ("2", date(2025, 8, 20), "present", "P"),
        ("3", date(2025, 5, 5), "tardy", "L"),
    ]
    # Ann's spell ends on the as-of date, so she is at no school any more
    students = query(
        warehouse,
        "select student_id, main_school_key is null, street from district.dim_students"
        f" where district_key = {of('tinydale')} order by 1",
    )
    assert students == [
        ("1", True, "3 Oak St"),
        ("2", False, "9 Oak St"),
        ("3", True, "5 Oak St"),
    ]
    # its section is at another school now, although its own file is the same
    schools = query(
        warehouse,
        "select school_id from district.fct_attendance_sections"
        " join district.dim_schools using (school_key)"
        f" where district_key = {of('tinydale')}",
    )
    assert schools == [("s1",)]

    again = copy_of(warehouse, tmp_path / "again")
    dbt(FROM_NOTHING, raw=root, warehouse=again, check=True)
    assert differing_tables(warehouse, again) == {}


LOADS = (
    "select attendance_date, load_key from district.fct_attendance_daily"
    " join district.dim_students using (student_key) where student_id = '2'"
    f" and district_key = {of('tinydale')} and attendance_date >= '2025-08-18'"
)
EXCLUDED = (
    "select student_id, attendance_date, excluded_by"
    " from district.fct_attendance_daily join district.dim_students using (student_key)"
    f" where is_excluded and district_key = {of('tinydale')} order by 1, 2"
)


def test_days_that_a_calendar_or_a_spell_excludes(root: Path, warehouse: Path) -> None:
    """A changed calendar and spell reach days that were loaded before, and only these.

    18 August becomes a holiday of Alder, where Ann was. The calendar of Birch goes on to
    22 August without the 20th, and Bo's spell ends on the 22nd. Bo's 18 August is in a
    file of which no other day is excluded, so it is not loaded again.
    """
    assert query(warehouse, EXCLUDED) == []
    before = dict(query(warehouse, LOADS))
    folder = root / "sis" / "tinydale" / "deltas" / "2025-08-23"
    changed = {
        "calendars": """
school_id,calendar_date,school_year,day_type,_deleted
s1,2025-08-18,2026,holiday,
s2,2025-08-21,2026,instructional,
s2,2025-08-22,2026,instructional,
""",
        "enrollments": """
enrollment_id,student_id,school_id,school_year,grade_level,entry_date,entry_code,exit_date,exit_code,is_primary,enrollment_status,_deleted
e2,2,s2,2026,10,2025-08-18,return,2025-08-22,moved,true,enrolled,
""",
        "attendance_daily": """
student_id,school_id,attendance_date,attendance_code,absent_share,_deleted
2,s2,2025-08-21,P,0,
2,s2,2025-08-22,P,0,
""",
    }
    for name, text in changed.items():
        write_file(folder / f"{name}.csv", text)
    dbt(MODELS, raw=root, warehouse=warehouse, check=True)

    assert query(warehouse, EXCLUDED) == [
        ("1", date(2025, 8, 18), "ATT-002"),
        ("2", date(2025, 8, 20), "ATT-002"),
        ("2", date(2025, 8, 22), "ATT-002"),
    ]
    after = dict(query(warehouse, LOADS))
    same = [day for day in before if after[day] == before[day]]
    assert same == [date(2025, 8, 18)]
