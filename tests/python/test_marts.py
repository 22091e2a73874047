"""Re-used ids, records without a parent, and facts that follow their files.

One raw root of small Clever districts, built as it is and again, incrementally, after
changes; then what is filled file by file is built from nothing.

* ids: the same id for one person, for several, and for several in one school
* late: its attendance file is corrected
* gone: its roster loses a required column, so the district is blocked
* faulty: unknown schools, reversed terms and a school under two names
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import OTHERS, copy_of, dbt, differing_tables, query

MARTS = (
    "build -s +path:models/marts/district +path:models/quality/roster"
    f" --exclude-resource-type unit_test --indirect-selection cautious{OTHERS}"
)
WITHOUT_TESTS = f"{MARTS} --exclude-resource-type test"
FROM_NOTHING = (
    "run --full-refresh -s stg_clever__attendance int_district__attendance_loads"
    " int_district__attendance_repeats_ranked district__fct_attendance_daily"
    " district__fct_attendance_sections"
)

SCHOOLS = """
School_id,School_name,School_number
a,Alder,1
b,Birch,2
"""

# 1 is one person; 2 is two persons; 3 is Gus at both schools and Hal at Birch
STUDENTS = """
School_id,Student_id,Last_name,First_name,DOB,Grade,Contact_sis_id,Contact_name
a,1,Fir,Mary Ann,2010-01-01,9,,
b,1,FIR,MaryAnn,2010-01-01,9,,
a,2,Fir,Bo,2010-01-02,9,,
b,2,Oak,Cy,2010-01-03,9,,
a,3,Fir,Gus,2010-01-04,9,,
b,3,Fir,Gus,2010-01-04,9,,
b,3,Oak,Hal,2010-01-05,9,,
a,4,Fir,Di,2010-01-06,9,c1,Jo Fir
a,4,Fir,Di,2010-01-06,10,c1,Al Fir
"""

# the same three cases among teachers, one of them with a record as staff
TEACHERS = """
School_id,Teacher_id,First_name,Last_name,Teacher_email
a,t1,Ada,Elm,ada@example.test
a,t2,Ben,Elm,ben@example.test
b,t2,Cleo,Elm,cleo@example.test
b,t3,Dora,Elm,dora@example.test
b,t3,Emil,Elm,emil@example.test
"""

STAFF = """
School_id,Staff_id,Staff_email,First_name,Last_name,Title
b,t1,office@example.test,ADA,Elm,Librarian
"""

SECTIONS = """
School_id,Section_id,Teacher_id,Teacher_2_id,Name,Term_name,Term_start,Term_end
a,x,t1,t2,Art,Autumn,2025-08-15,2025-12-19
b,x,t2,t3,Art,Autumn,2025-08-15,2025-12-19
b,y,t9,,Music,Autumn,2025-08-15,2025-12-19
b,w,,,Drama,Autumn,,
"""

ENROLLMENTS = """
School_id,Section_id,Student_id
a,x,1
a,x,2
b,x,2
a,x,3
b,x,3
a,x,4
a,x,9
a,y,4
"""

ATTENDANCE = """
sis_id,school_id,student_id,section_id,attendance_date,attendance_type,attendance_status
1,a,1,,2025-09-01,daily,present
2,b,1,,2025-09-02,daily,present
3,a,2,,2025-09-01,daily,present
4,b,2,,2025-09-01,daily,absent
5,a,3,,2025-09-01,daily,present
6,b,3,,2025-09-01,daily,present
7,b,3,,2025-09-01,daily,absent
8,a,4,,2025-09-01,daily,present
9,a,4,,2025-09-01,daily,tardy
10,a,9,,2025-09-01,daily,present
11,a,4,x,2025-09-01,section,present
12,a,4,x,2025-12-20,section,present
13,a,4,z,2025-09-01,section,present
"""

FILES = {
    "schools": SCHOOLS,
    "students": STUDENTS,
    "teachers": TEACHERS,
    "staff": STAFF,
    "sections": SECTIONS,
    "enrollments": ENROLLMENTS,
    "attendance": ATTENDANCE,
}

# Alder is Elder as well, Birch is sent twice; nobody sends school c; the dates of q are
# the wrong way round, r is a single day
FAULTY = {
    "schools": """
School_id,School_name,School_number
a,Alder,1
a,Elder,1
b,Birch,2
b,Birch,2
""",
    "students": """
School_id,Student_id,Last_name,First_name,DOB,Grade
a,1,Fir,Bo,2010-01-01,9
c,2,Fir,Cy,2010-01-02,9
""",
    "sections": """
School_id,Section_id,Teacher_id,Name,Term_name,Term_start,Term_end
a,p,,Art,Autumn,2025-08-15,2025-12-19
a,q,,Art,Winter,2026-03-01,2026-01-05
a,r,,Art,Day,2025-08-15,2025-08-15
c,t,,Art,Autumn,2025-08-15,2025-12-19
""",
}


def write(root: Path, district: str, **files: str) -> None:
    folder = root / "clever" / district
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text.lstrip(), encoding="utf-8")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    for district in ("ids", "late", "gone"):
        write(folder, district, **FILES)
    write(folder, "faulty", **FAULTY)
    return folder


@pytest.fixture(scope="module")
def warehouse(
    root: Path,
    example_warehouse: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Built with all tests of the marts, which hold on such input too."""
    file = copy_of(example_warehouse, tmp_path_factory.mktemp("marts"))
    dbt(MARTS, raw=root, warehouse=file, check=True)
    return file


def rows(warehouse: Path, sql: str) -> list[tuple]:
    """The answer for district ids, which is `ids` in the statement."""
    ids = "(select district_key from district.dim_districts where district_id = 'ids')"
    return query(warehouse, sql.replace("= ids", f"= {ids}"))


def test_persons(warehouse: Path) -> None:
    students = rows(
        warehouse,
        "select student_id, first_name, count(distinct student_key), string_agg("
        " school_id, ' ' order by school_id) from district.dim_students"
        " join district.bridge_student_schools using (student_key)"
        " join district.dim_schools using (school_key)"
        " where dim_students.district_key = ids group by all order by all",
    )
    assert [(sid, count, schools) for sid, _, count, schools in students] == [
        ("1", 1, "a b"),
        ("2", 1, "a"),
        ("2", 1, "b"),
        ("3", 1, "a b"),
        ("3", 1, "b"),
        ("4", 1, "a"),
    ]
    educators = rows(
        warehouse,
        "select educator_id, last_name, first_name, is_teacher, string_agg(school_id,"
        " ' ' order by school_id) from district.dim_educators"
        " join district.bridge_educator_schools using (educator_key, is_teacher)"
        " join district.dim_schools using (school_key)"
        " where dim_educators.district_key = ids group by all order by all",
    )
    assert educators == [
        ("t1", "Elm", "Ada", True, "a"),
        ("t2", "Elm", "Ben", True, "a"),
        ("t2", "Elm", "Cleo", True, "b"),
        ("t3", "Elm", "Dora", True, "b"),
        ("t3", "Elm", "Emil", True, "b"),
    ]


def test_ada_is_one_person_in_both_staff_files(warehouse: Path) -> None:
    ada = rows(
        warehouse,
        "select school_id, bridge_educator_schools.is_teacher"
        " from district.dim_educators"
        " join district.bridge_educator_schools using (educator_key)"
        " join district.dim_schools using (school_key)"
        " where dim_educators.district_key = ids and educator_id = 't1' order by 1",
    )
    assert ada == [("a", True), ("b", False)]


def test_two_contacts_under_one_id_both_stay(warehouse: Path) -> None:
    contacts = rows(
        warehouse,
        "select full_name from district.bridge_student_contacts"
        " join district.dim_student_contacts using (contact_key)"
        " join district.dim_students using (student_key)"
        " where dim_students.district_key = ids and student_id = '4' order by 1",
    )
    assert contacts == [("Al Fir",), ("Jo Fir",)]


def test_facts_reach_the_right_person_or_nobody(warehouse: Path) -> None:
    enrollments = rows(
        warehouse,
        "select school_id, section_id, student_id, first_name"
        " from district.fct_section_enrollments as facts"
        " join district.dim_sections using (section_key)"
        " join district.dim_schools on dim_schools.school_key = facts.school_key"
        " left join district.dim_students using (student_key)"
        " where dim_schools.district_key = ids order by all nulls last",
    )
    # both 1s are one person; nobody gets 3 at Birch; 9 and section y are left out
    assert enrollments == [
        ("a", "x", "1", "Mary Ann"),
        ("a", "x", "2", "Bo"),
        ("a", "x", "3", "Gus"),
        ("a", "x", "4", "Di"),
        ("b", "x", "2", "Cy"),
        ("b", "x", None, None),
    ]
    attendance = rows(
        warehouse,
        "select school_id, facts.student_key is null, student_id, first_name,"
        " attendance_status from district.fct_attendance_daily as facts"
        " join district.dim_schools using (school_key)"
        " left join district.dim_students using (student_key)"
        " where dim_schools.district_key = ids and student_id is distinct from '1'"
        " order by all nulls last",
    )
    assert attendance == [
        ("a", False, "2", "Bo", "present"),
        ("a", False, "3", "Gus", "present"),
        ("a", False, "4", "Di", "tardy"),
        ("a", False, None, None, "present"),
        ("b", False, "2", "Cy", "absent"),
        ("b", True, None, None, "absent"),
        ("b", True, None, None, "present"),
    ]
    educators = rows(
        warehouse,
        "select school_id, section_id, educator_role, first_name"
        " from district.bridge_section_educators"
        " join district.dim_sections using (section_key)"
        " join district.dim_schools using (school_key)"
        " left join district.dim_educators using (educator_key)"
        " where dim_schools.district_key = ids order by 1, 2, 3 desc",
    )
    assert educators == [
        ("a", "x", "primary", "Ada"),
        ("a", "x", "co_teacher", "Ben"),
        ("b", "x", "primary", "Cleo"),
        ("b", "x", "co_teacher", None),
        ("b", "y", "primary", None),
    ]


# findings of district ids: rule -> [(what was observed, natural ids)]
FINDINGS = {
    "students__id_reused": [
        ("2 persons", "2 a"),
        ("2 persons", "2 b"),
        ("2 persons", "3 a"),
        ("2 persons", "3 b"),
    ],
    "educators__id_reused": [
        ("2 persons", "t2 a"),
        ("2 persons", "t2 b"),
        ("2 persons", "t3 b"),
        ("2 persons", "t3 b"),
    ],
    "section_enrollments__unknown_parent": [
        ("unknown section", "a y 4"),
        ("unknown student", "a x 9 2025-08-15"),
    ],
    "sections__orphaned": [
        ("unknown: 1", "b y t9"),
        ("no educator", "b w"),
        ("0 students", "b w"),
        ("0 students", "b y"),
    ],
    "attendance__unknown_student": [("1 records", "a 9")],
    "attendance__unknown_section": [("1 records", "a z")],
    "attendance__duplicate_record": [("record 2: present", "a 4 2025-09-01")],
    "attendance_sections__outside_term": [("2025-12-20", "a x 4 2025-12-20")],
    "students__attributes_conflict": [("grade: 2 values", "a 4 grade")],
    "rosters__repeated_key": [("2 lines", "b / t3 5")],
    "rosters__unknown_reference": [],
    "sections__incomplete_term": [("no first day no last day", "b w")],
    "section_enrollments__exit_before_entry": [],
    "terms__reversed_dates": [],
}


# the same of district faulty, by rule of the catalogue
FAULTS = {
    "RST-001": ("rosters__unknown_reference", "unknown school", ["2 c", "t c"]),
    "RST-002": ("terms__reversed_dates", "before", ["Winter"]),
    "RST-003": ("rosters__repeated_key", "2 lines", ["a 2"]),
}


def findings(warehouse: Path, rule: str, district: str) -> list[tuple[str, str, str]]:
    """(rule, what was observed, natural ids) of the findings of a rule model."""
    found = query(
        warehouse,
        f"select rule_id, observed, evidence from quality.dq_{rule}"
        f" where district_id = '{district}'",
    )
    leave_out = {"shared_at_school_id"}
    return sorted(
        (
            rule_id,
            observed,
            " ".join(
                str(value)
                for name, value in json.loads(evidence).items()
                if value is not None and name not in leave_out
            ),
        )
        for rule_id, observed, evidence in found
    )


@pytest.mark.parametrize("rule", FINDINGS)
def test_findings(warehouse: Path, rule: str) -> None:
    found = [one[1:] for one in findings(warehouse, rule, "ids")]
    assert sorted(found) == sorted(FINDINGS[rule])


@pytest.mark.parametrize("rule_id", FAULTS)
def test_faults(warehouse: Path, rule_id: str) -> None:
    model, observed, natural_ids = FAULTS[rule_id]
    found = findings(warehouse, model, "faulty")
    assert sorted(ids for _, _, ids in found) == natural_ids
    assert all(rule == rule_id and observed in seen for rule, seen, _ in found)


def test_an_incremental_build_equals_a_full_one(
    root: Path, warehouse: Path, tmp_path: Path
) -> None:
    daily = (
        "select district_id, count(*), count(distinct load_key), count(student_key)"
        " from district.fct_attendance_daily"
        " join district.dim_schools using (school_key)"
        " join district.dim_districts using (district_key) group by 1 order by 1"
    )
    before = query(warehouse, daily)
    assert before == [("gone", 9, 1, 7), ("ids", 9, 1, 7), ("late", 9, 1, 7)]

    # 2 at Birch turns out to be Bo, and Hal leaves: whose the facts are changes
    roster = STUDENTS.replace("b,2,Oak,Cy,2010-01-03", "b,2,Fir,Bo,2010-01-02")
    roster = roster.replace("b,3,Oak,Hal,2010-01-05,9,,\n", "")
    write(root, "ids", students=roster)
    corrected = ATTENDANCE.replace("3,a,2,,2025-09-01,daily,present\n", "")
    corrected = corrected.replace("x,2025-12-20", "x,2025-12-19")
    write(root, "late", attendance=corrected)
    write(root, "gone", students=STUDENTS.replace("Student_id", "Pupil"))

    dbt(WITHOUT_TESTS, raw=root, warehouse=warehouse, check=True)
    # the two records of 3 at Birch are now two of one person: one of them is left out
    assert query(warehouse, daily) == [("ids", 8, 1, 8), ("late", 8, 1, 6)]
    late = (
        "select count(*) from quality.dq_attendance_sections__outside_term"
        " where district_id = 'late'"
    )
    assert query(warehouse, late) == [(0,)]

    full = copy_of(warehouse, tmp_path / "full")
    dbt(FROM_NOTHING, raw=root, warehouse=full, check=True)
    assert differing_tables(warehouse, full) == {}
