"""The course catalogue and the bell schedules."""

import re

import pyarrow.compute as pc
import yaml
from district_teaching import district, rows, value

from generator import writers
from generator.district.courses import catalogue, slot
from generator.district.parameters import parameters

LEVELS = {"E": 27, "M": 36, "H": 66}


def test_the_catalogue_has_about_120_courses_of_three_levels():
    ids = [row["course_id"] for row in catalogue().rows]
    assert ids == sorted(set(ids))
    counts = {level: sum(i[0] == level for i in ids) for level in LEVELS}
    assert counts == LEVELS
    assert 115 <= len(ids) <= 130


def test_codes_look_like_sced_and_tell_the_level():
    for row in catalogue().rows:
        assert re.fullmatch(r"\d{5}", row["sced_code"]), row
        area = int(row["sced_code"][:2])
        # prior-to-secondary subject areas are those of high school plus 50
        assert (area >= 51) == (row["course_id"][0] != "H"), row
        assert (float(row["credits"]) > 0) == (row["course_id"][0] == "H"), row


def test_every_subject_is_one_that_the_writers_know():
    path = next(iter(writers.__path__)) + "/codes.yml"
    with open(path, encoding="utf-8") as file:
        known = yaml.safe_load(file)["subject"]
    assert set(catalogue().subjects) <= set(known)


def test_every_course_belongs_to_an_area_of_certificates():
    areas = parameters("staff")["certificates"]["areas"]
    assert set(catalogue().areas) <= set(areas)


def test_every_grade_is_offered_something_in_every_slot():
    for mode, grades in (("middle", (6, 7, 8)), ("high", (9, 10, 11, 12))):
        for grade in grades:
            for name in parameters("courses")["slots"]:
                offered = slot(mode, grade, name)
                assert offered.options
                if offered.bounds is not None:
                    assert len(offered.bounds) == len(offered.options) - 1
                    assert (offered.bounds[1:] > offered.bounds[:-1]).all()


def test_courses_one_after_the_other_have_one_teacher():
    known = catalogue()
    for mode, grades in (("middle", (6, 7, 8)), ("high", (9, 10, 11, 12))):
        for grade in grades:
            for name in parameters("courses")["slots"]:
                for option in slot(mode, grade, name).options:
                    assert len({known.area[course] for course in option}) == 1


def test_the_table_is_the_catalogue():
    table = district().tables["courses"]
    assert table.num_rows == len(catalogue().rows)
    assert table.column_names == [
        "course_id",
        "course_title",
        "sced_code",
        "subject",
        "credits",
        "is_core",
    ]
    assert pc.sum(table["is_core"]).as_py() > 40


def test_sections_meet_in_periods_of_their_school():
    unknown = value(
        """
        select count(*) from sections
        left join bell_schedule using (school_id, period)
        where start_time is null
        """
    )
    assert unknown == 0


def test_periods_of_a_day_do_not_overlap():
    # high schools with blocks have periods 1 to 4 and 5 to 8 on different days
    overlaps = rows(
        """
        with blocks as (
            select school_id, max(period::int) = 8 as has_blocks
            from bell_schedule group by school_id
        )
        select * from bell_schedule as one
        inner join bell_schedule as other using (school_id)
        inner join blocks using (school_id)
        where one.period::int < other.period::int
            and one.end_time > other.start_time
            and not (has_blocks and one.period::int <= 4 and other.period::int > 4)
        """,
        schools=12,
        students=7_000,
    )
    assert overlaps == []
    assert value("select min(start_time) from bell_schedule") > "06:30"
    assert value("select max(end_time) from bell_schedule") < "16:30"
