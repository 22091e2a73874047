"""Demo districts: the seed's headers and values, without the faults of its output."""

import json
import re
from collections import Counter
from itertools import pairwise

import numpy as np
import pyarrow.compute as pc
import pytest
from roster_folders import written

from generator.config import Config, DemoOptions
from generator.writers import clever_demo

EVERYTHING = {"do_extensions": True, "do_resources": True, "do_attendance": True}
# Headers of the demo-district generator's files
SCHOOLS = (
    "School_id,School_name,School_number,Low_grade,High_grade,Principal,Principal_email,"
    "School_address,School_city,School_state,School_zip,School_phone"
)
TEACHERS = (
    "School_id,Teacher_id,Teacher_number,State_teacher_id,Teacher_email,First_name,"
    "Last_name,Title"
)
STAFF = "School_id,Staff_id,Staff_email,First_name,Last_name,Department,Title"
STUDENTS = (
    "School_id,Student_id,Student_number,State_id,Last_name,First_name,Grade,Gender,DOB,"
    "Email_address,Race,Home_language,IEP_status,FRL_status,ELL_status,"
    "Section_504_status,Gifted_status,Disability_status,Disability_type"
)
EXTENSIONS = ",ext.locker_number,ext.bus_route"
CONTACTS = (
    ",Contact_relationship,Contact_type,Contact_name,Contact_phone,Contact_phone_type,"
    "Contact_email,Contact_sis_id"
)
SECTIONS = (
    "School_id,Section_id,Teacher_id,Teacher_2_id,Name,Grade,Subject,Term_name,"
    "Term_start,Term_end"
)
ENROLLMENTS = "School_id,Section_id,Student_id"
ATTENDANCE = (
    "sis_id,school_id,student_id,section_id,attendance_date,attendance_type,"
    "attendance_status,excuse_code"
)
RESOURCES = "resource_id,title,roles"


def config(seed=1, **options):
    return Config(roster="clever-demo", seed=seed, demo=DemoOptions(**options))


def tables(seed=1, index=0, **options):
    district = clever_demo.district_of(config(seed, **options), index)
    return clever_demo.district_tables(district)


def column(table, name):
    return table[name].to_pylist()


@pytest.fixture(scope="module")
def default():
    return tables(**EVERYTHING)


@pytest.fixture(scope="module")
def large():
    """30,000 students and 500 teachers in 50 schools."""
    return tables(schools_per_district=50, num_districts=2)


def test_headers_are_those_of_the_demo_generator(default):
    headers = {name: ",".join(table.column_names) for name, table in default.items()}
    assert headers == {
        "schools": SCHOOLS,
        "teachers": TEACHERS,
        "staff": STAFF,
        "students": STUDENTS + EXTENSIONS + CONTACTS,
        "sections": SECTIONS,
        "enrollments": ENROLLMENTS,
        "attendance": ATTENDANCE,
        "resources": RESOURCES,
    }


def test_files_and_columns_that_are_switched_off_are_left_out():
    made = tables(do_contacts=False)
    assert set(made) == {
        "schools",
        "teachers",
        "staff",
        "students",
        "sections",
        "enrollments",
    }
    assert ",".join(made["students"].column_names) == STUDENTS


def test_sizes_follow_from_the_options(default):
    # 5 schools x 10 teachers, x 30 sections x 20 students, 5 days of attendance
    sizes = {name: table.num_rows for name, table in default.items()}
    assert sizes["schools"] == 5
    assert sizes["teachers"] == 50
    assert sizes["staff"] == 1 + 2 * 5
    assert sizes["sections"] == 150
    assert sizes["enrollments"] == 3_000
    assert sizes["attendance"] == 15_000
    # 50 + 7.5 + 10 % of the students have two contacts: 1.675 rows each
    assert abs(sizes["students"] / 3_000 - 1.675) < 0.03
    assert len(set(column(default["students"], "Student_id"))) == 3_000


def test_a_student_is_in_the_grade_of_its_section(default):
    sections = {row["Section_id"]: row for row in default["sections"].to_pylist()}
    grades = {
        row["Student_id"]: row["Grade"] for row in default["students"].to_pylist()
    }
    for row in default["enrollments"].to_pylist():
        section = sections[row["Section_id"]]
        assert row["School_id"] == section["School_id"]
        assert grades[row["Student_id"]] == section["Grade"]


@pytest.mark.parametrize(
    ("options", "terms"),
    [
        (
            {},
            {
                ("Sem 1 2025", "2025-08-15", "2025-12-20"),
                ("Sem 2 2026", "2026-01-05", "2026-05-25"),
                ("Summer 2026", "2026-06-01", "2026-07-30"),
            },
        ),
        (
            {"num_terms": 3, "include_summer": False, "school_start_year": 2023},
            {
                ("Tri 1 2023", "2023-08-15", "2023-11-10"),
                ("Tri 2 2023-2024", "2023-11-15", "2024-02-25"),
                ("Tri 3 2024", "2024-03-01", "2024-05-25"),
            },
        ),
        (
            {"num_terms": 4, "include_summer": False},
            {
                ("Q1 2025", "2025-08-15", "2025-10-15"),
                ("Q2 2025", "2025-10-20", "2025-12-20"),
                ("Q3 2026", "2026-01-05", "2026-03-15"),
                ("Q4 2026", "2026-03-20", "2026-05-25"),
            },
        ),
    ],
)
def test_terms(options, terms):
    sections = tables(**options)["sections"].to_pylist()
    found = {(s["Term_name"], s["Term_start"], s["Term_end"]) for s in sections}
    assert found == terms


def test_sections_of_a_teacher_go_through_the_terms_in_turn(default):
    turns = {}
    for row in default["sections"].to_pylist():
        turns.setdefault(row["Teacher_id"], []).append(row["Term_name"])
    order = ["Sem 1 2025", "Sem 2 2026", "Summer 2026"]
    for found in turns.values():
        assert found == [order[place % 3] for place in range(len(found))]


def test_shares_of_flags_races_and_languages(large):
    people = large["students"].take(
        np.unique(column(large["students"], "Student_id"), return_index=True)[1]
    )

    def share(name, value):
        return pc.mean(
            pc.equal(people[name].cast("string"), value).cast("int8")
        ).as_py()

    # 30,000 students: one standard error is at most 0.003
    expected = {
        ("FRL_status", "Y"): 0.45,
        ("IEP_status", "Y"): 0.12,
        ("ELL_status", "Y"): 0.10,
        ("Section_504_status", "Y"): 0.05,
        ("Gifted_status", "Y"): 0.08,
        ("Disability_status", "Y"): 0.11,
        ("Race", "White"): 0.50,
        ("Race", "Unknown"): 0.20,
        ("Home_language", "spa"): 0.20,
        ("Gender", "M"): 0.50,
    }
    for (name, value), wanted in expected.items():
        assert abs(share(name, value) - wanted) < 0.012, (name, value)
    assert (
        people["Disability_type"].null_count
        == pc.sum(pc.equal(people["Disability_status"].cast("string"), "N")).as_py()
    )


def test_options_set_the_shares():
    made = tables(prob_frl=1, prob_iep=0)["students"]
    assert set(column(made, "FRL_status")) == {"Y"}
    assert set(column(made, "IEP_status")) == {"N"}


def test_kinds_of_contacts(large):
    rows = large["students"].to_pylist()
    kinds = Counter((r["Contact_relationship"], r["Contact_type"]) for r in rows)
    expected = {
        ("Mother", "Parent/Guardian"): 0.85,
        ("Father", "Parent/Guardian"): 0.60,
        ("Step-father", "Parent/Guardian"): 0.10,
        ("Aunt", "Emergency"): 0.075,
        ("Aunt", "Guardian"): 0.0167,
        ("Grandmother", "Guardian"): 0.0167,
        ("Grandfather", "Guardian"): 0.0167,
    }
    assert set(kinds) == set(expected)
    for kind, share in expected.items():
        assert abs(kinds[kind] / 30_000 - share) < 0.01, kind
    for row in rows:
        is_other = row["Contact_relationship"] == "Step-father"
        assert row["Contact_name"].endswith(f" {row['Last_name']}") != is_other


@pytest.mark.parametrize(
    ("mode", "present", "kind"),
    [("Section", 0.92, "section"), ("Daily", 0.90, "daily")],
)
def test_attendance(mode, present, kind):
    made = tables(do_attendance=True, att_mode=mode, att_start_date="2025-09-05")
    rows = made["attendance"].to_pylist()
    counts = Counter(row["attendance_status"] for row in rows)
    assert abs(counts["present"] / len(rows) - present) < 0.01
    assert set(counts) == {"present", "absent", "tardy"}
    # 5 September 2025 is a Friday
    days = {str(row["attendance_date"]) for row in rows}
    assert days == {f"2025-09-{day}" for day in ("05", "08", "09", "10", "11")}
    for row in rows:
        assert row["attendance_type"] == kind
        assert (row["section_id"] is None) == (mode == "Daily")
        assert (row["excuse_code"] is None) == (row["attendance_status"] == "present")
        assert re.fullmatch(r"EXC-\d{3}", row["excuse_code"] or "EXC-100")


def test_identifiers_in_the_digits_of_the_demo_generator(default):
    def all_match(table, name, pattern):
        assert all(re.fullmatch(pattern, text) for text in column(default[table], name))

    all_match("schools", "School_id", "[0-9a-f]{6}")
    all_match("students", "Student_id", "[0-9a-f]{6}")
    all_match("teachers", "Teacher_id", "[0-9a-f]{7}")
    all_match("staff", "Staff_id", "[0-9a-f]{7}")
    all_match("sections", "Section_id", "[0-9a-f]{8}")
    all_match("students", "Contact_sis_id", "cont-[0-9a-f]{8}")
    all_match("attendance", "sis_id", "att-[0-9a-f]{10}")
    all_match("teachers", "Teacher_number", r"T-\d{6}")
    all_match("teachers", "State_teacher_id", r"CA-T-\d{6}")
    all_match("students", "State_id", r"CA-01-\d{8}")


@pytest.mark.parametrize("mode", ["sequential", "alphanumeric"])
def test_no_identifier_stands_for_two_things(mode):
    """Among them: section, student and staff ids that came again in every school."""
    seen = Counter()
    for index in range(3):
        made = tables(
            index=index, id_mode=mode, num_districts=3, schools_per_district=8
        )
        for name, key in (
            ("schools", "School_id"),
            ("teachers", "Teacher_id"),
            ("staff", "Staff_id"),
            ("sections", "Section_id"),
            ("enrollments", "Student_id"),
        ):
            seen.update(column(made[name], key))
    assert seen.total() == 3 * (8 + 80 + 17 + 240 + 4_800)
    assert max(seen.values()) == 1


def test_no_collisions_at_scale(large):
    for name, key in (("enrollments", "Student_id"), ("students", "Contact_sis_id")):
        found = column(large[name], key)
        assert len(set(found)) == len(found)
    educators = column(large["teachers"], "Teacher_id") + column(
        large["staff"], "Staff_id"
    )
    assert len(set(educators)) == len(educators)


def test_no_two_people_share_an_email(large):
    people = {
        r["Student_id"]: r["Email_address"] for r in large["students"].to_pylist()
    }
    found = [
        *people.values(),
        *column(large["students"], "Contact_email"),
        *column(large["teachers"], "Teacher_email"),
        *column(large["staff"], "Staff_email"),
        *column(large["schools"], "Principal_email"),
    ]
    assert len({text.lower() for text in found}) == len(found)
    assert all(re.fullmatch(r"[a-z0-9.]+@[a-z0-9.-]+\.example\.org", t) for t in found)


def test_telephones_are_valid_and_nobodys(large):
    numbers = column(large["students"], "Contact_phone") + column(
        large["schools"], "School_phone"
    )
    assert all(re.fullmatch(r"[2-9]\d\d55501\d\d", number) for number in numbers)


def test_birth_dates_follow_from_the_school_year_and_the_grade():
    for year in (2012, 2025):
        grades = ["KG", *map(str, range(1, 13))]
        for row in tables(school_start_year=year)["students"].to_pylist():
            age = 5 + grades.index(row["Grade"])
            # the last 1 September before or on which the student turned `age`
            latest = np.datetime64(f"{year - age}-09-01")
            days = (latest - np.datetime64(row["DOB"])).astype(int)
            assert 0 <= days < 365


def test_zip_codes_begin_like_those_of_the_city(large):
    prefixes = {}
    for school in large["schools"].to_pylist():
        prefixes.setdefault(school["School_city"], set()).add(school["School_zip"][:3])
        assert school["School_state"] == "CA"
    assert prefixes["Los Angeles"] == {"900"}
    assert all(len(found) == 1 for found in prefixes.values())


def test_the_same_seed_gives_the_same_and_another_seed_other_files():
    first, again, other = (tables(seed=seed, **EVERYTHING) for seed in (1, 1, 2))
    for name in first:
        assert first[name].equals(again[name])
        if name != "resources":
            assert not first[name].equals(other[name])
    # titles and their ids are the same in every run
    assert first["resources"].equals(other["resources"])


def test_resources_have_the_same_ids_in_every_process(default):
    """They came from Python's hash, which is salted for each process."""
    ids = [row["resource_id"] for row in default["resources"].to_pylist()]
    assert ids[:2] == ["RES-DIS-9345", "RES-DIS-1436"]
    assert len(set(ids)) == 6


def test_no_district_overwrites_another(tmp_path):
    options = {
        "num_districts": 20,
        "schools_per_district": 1,
        "teachers_per_school": 1,
        "sections_per_school": 1,
        "students_per_section": 2,
    }
    made = written(clever_demo.files(config(**options)), tmp_path, ("csv", "json"))
    paths = [one.path for one in made]
    assert len(set(paths)) == len(paths) == 20 * 6 * 2
    folders = sorted(path.name for path in (tmp_path / "clever").iterdir())
    assert len(folders) == 20
    assert "heritage" in folders
    assert "heritage_2" in folders
    text = (tmp_path / "clever/heritage/enrollments.json").read_text("utf-8")
    assert [set(row) for row in json.loads(text)] == [set(ENROLLMENTS.split(","))] * 2


def test_states_rotate():
    states = [
        clever_demo.district_of(config(num_districts=12), n).state for n in range(12)
    ]
    assert states == [
        "CA",
        "TX",
        "NY",
        "FL",
        "WA",
        "IL",
        "CO",
        "AZ",
        "GA",
        "MA",
        "CA",
        "TX",
    ]


def test_one_teacher_cannot_be_two():
    made = tables(teachers_per_school=1)
    assert made["sections"]["Teacher_2_id"].null_count == 150


def test_the_first_section_of_a_school_has_two_teachers(default):
    rows = default["sections"].to_pylist()
    seconds = [r for r in rows if r["Teacher_2_id"] is not None]
    assert len(seconds) == 5
    assert all(r["Name"].endswith("(1)") for r in seconds)
    assert all(r["Teacher_2_id"] != r["Teacher_id"] for r in seconds)
    assert all(a["School_id"] != b["School_id"] for a, b in pairwise(seconds))
