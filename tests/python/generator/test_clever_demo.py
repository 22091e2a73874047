"""Demo districts: the seed's headers and values, without the faults of its output."""

import re
from collections import Counter
from itertools import pairwise

import numpy as np
import pyarrow.compute as pc
import pytest
from demo_districts import EVERYTHING, HEADERS, LARGE, STUDENTS, column, config, tables

from generator.writers import clever_demo


@pytest.fixture(scope="module")
def default():
    return tables(**EVERYTHING)


@pytest.fixture(scope="module")
def large():
    return tables(**LARGE)


def test_headers_are_those_of_the_demo_generator(default):
    headers = {name: ",".join(table.column_names) for name, table in default.items()}
    assert headers == HEADERS


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
