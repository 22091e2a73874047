"""Nothing in demo districts stands for two, and no telephone for somebody real."""

import json
import re
from collections import Counter

import pytest
from demo_districts import HEADERS, LARGE, column, config, tables
from roster_folders import written

from generator.writers import clever_demo


@pytest.fixture(scope="module")
def large():
    return tables(**LARGE)


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
    header = HEADERS["enrollments"].split(",")
    assert [set(row) for row in json.loads(text)] == [set(header)] * 2
