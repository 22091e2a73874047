"""Sections and their students."""

import numpy as np
import pyarrow.compute as pc
import pytest
from district_teaching import built, district, rows, small, value

from generator.district.stays import classes_needed, rank_within

TABLES = (
    "bell_schedule",
    "courses",
    "sections",
    "section_educators",
    "section_enrollments",
    "educators",
    "assignments",
    "certifications",
)
KEYS = {
    "bell_schedule": ["school_id", "period"],
    "courses": ["course_id"],
    "sections": ["section_id"],
    "section_educators": ["section_id", "educator_id"],
    "section_enrollments": ["section_id", "student_id", "begin_date"],
    "educators": ["educator_id"],
    "assignments": ["assignment_id"],
    "certifications": ["certification_id"],
}
# Twice the students of one term or year in a period is somebody in two places
TWO_AT_A_TIME = """
    with meetings as (
        select {who}, section_id, period, {begin} as begins, {end} as ends
        from {members} as members
        inner join sections using (section_id)
        inner join terms using (term_id)
    )
    select count(*) from meetings as one
    inner join meetings as other using ({who}, period)
    where one.section_id < other.section_id
        and one.begins < other.ends and other.begins < one.ends
"""
OPTIONS = [
    {},
    {"schools": 12, "students": 7_000},
    {"terms": 4, "years": 2},
    {"schools": 1, "students": 60, "years": 2, "terms": 3},
]


@pytest.mark.parametrize("options", OPTIONS)
def test_no_student_is_in_two_sections_at_a_time(options):
    sql = TWO_AT_A_TIME.format(
        who="student_id",
        members="section_enrollments",
        begin="members.begin_date",
        end="known(members.end_date)",
    )
    assert value(sql, **options) == 0


@pytest.mark.parametrize("options", OPTIONS)
def test_no_teacher_is_in_two_sections_at_a_time(options):
    sql = TWO_AT_A_TIME.format(
        who="educator_id",
        members="section_educators",
        begin="terms.start_date",
        end="terms.end_date",
    )
    assert value(sql, **options) == 0


@pytest.mark.parametrize("options", OPTIONS)
def test_section_enrolments_lie_within_spell_and_term(options):
    outside = value(
        """
        select count(*) from section_enrollments as members
        inner join sections using (section_id)
        inner join terms using (term_id)
        where not exists (
            from enrollments as spells
            where spells.student_id = members.student_id
                and spells.school_id = sections.school_id
                and spells.entry_date <= members.begin_date
                and known(spells.exit_date) >= known(members.end_date)
        )
        or members.begin_date < terms.start_date
        or members.end_date > terms.end_date
        or members.end_date <= members.begin_date
        """,
        **options,
    )
    assert outside == 0


@pytest.mark.parametrize("options", OPTIONS)
def test_every_enrolled_student_has_sections_from_the_first_day(options):
    without = value(
        """
        with members as (
            select student_id, school_id, begin_date, known(end_date) as end_date
            from section_enrollments inner join sections using (section_id)
        )
        select count(*) from enrollments as spells
        anti join members
            on members.student_id = spells.student_id
            and members.school_id = spells.school_id
            and members.begin_date <= spells.entry_date
            and members.end_date > spells.entry_date
        where spells.enrollment_status = 'enrolled'
            and known(spells.exit_date) > spells.entry_date
        """,
        **options,
    )
    assert without == 0


@pytest.mark.parametrize("table, parent, key", [
    ("sections", "schools", "school_id"),
    ("sections", "courses", "course_id"),
    ("sections", "terms", "term_id"),
    ("section_educators", "sections", "section_id"),
    ("section_educators", "educators", "educator_id"),
    ("section_enrollments", "sections", "section_id"),
    ("section_enrollments", "students", "student_id"),
    ("assignments", "educators", "educator_id"),
    ("certifications", "educators", "educator_id"),
    # a section has a teacher and students
    ("sections", "section_enrollments", "section_id"),
    ("sections", "section_educators", "section_id"),
])  # fmt: skip
def test_keys_resolve(table, parent, key):
    assert value(f"select count(*) from {table} anti join {parent} using ({key})") == 0


@pytest.mark.parametrize("name, key", KEYS.items())
def test_rows_are_unique_and_in_the_order_of_their_key(name, key):
    table = district().tables[name].select(key)
    keys = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
    assert len(set(keys)) == len(keys) > 0
    assert keys == sorted(keys)


def test_the_days_of_secondary_students_are_full():
    courses = rows(
        """
        select count(distinct period), count(*) from (
            select student_id, period from section_enrollments
            inner join sections using (section_id)
            inner join courses using (course_id)
            where end_date is null and course_id not like 'E%'
        ) group by student_id
        """
    )
    assert {periods for periods, _ in courses} == {7}


def test_secondary_students_have_the_four_core_subjects():
    subjects = rows(
        """
        select list(distinct subject) from section_enrollments
        inner join sections using (section_id)
        inner join courses using (course_id)
        inner join terms using (term_id)
        where school_year = 2026 and is_core and course_id not like 'E%'
            and section_enrollments.end_date is null
        group by student_id
        """
    )
    core = {"english_language_arts", "mathematics", "science", "social_studies"}
    assert subjects
    assert all(set(found) == core for (found,) in subjects)


@pytest.mark.parametrize("level, wanted", [("E", 21), ("M", 25), ("H", 23)])
def test_core_classes_have_their_size(level, wanted):
    mean = value(
        f"""
        with counts as (
            select section_id, count(*) as students from section_enrollments
            where begin_date <= date '2025-10-01'
                and known(end_date) > date '2025-10-01'
            group by section_id
        )
        select avg(students) from counts
        inner join sections using (section_id)
        inner join courses using (course_id)
        where is_core and course_id like '{level}%'
        """,
        schools=12,
        students=7_000,
    )
    # small schools have smaller classes
    assert abs(mean - wanted) < 2


def test_mathematics_goes_by_ability():
    teaching, students = small().teaching, small().students
    ability = students.ability[teaching.member_student, 1]
    course = teaching.section_course[teaching.member_section]
    titles = small().tables["courses"]["course_title"].to_pylist()
    subjects = small().tables["courses"]["subject"].to_pylist()
    shares = {}
    for subject in ("mathematics", "physical_and_health_education"):
        taught = np.array([own == subject for own in subjects])[course]
        taught &= np.array([i[0] != "E" for i in _ids()])[course]
        _, section = np.unique(teaching.member_section[taught], return_inverse=True)
        own = ability[taught]
        mean = np.bincount(section, own) / np.bincount(section)
        shares[subject] = np.var(own - mean[section]) / np.var(own)
    # what is left of the variance within a section
    assert shares["mathematics"] < 0.5 < shares["physical_and_health_education"]
    algebra, honors = titles.index("Algebra I"), titles.index("Geometry Honors")
    assert ability[course == algebra].mean() + 0.5 < ability[course == honors].mean()


def _ids():
    return small().tables["courses"]["course_id"].to_pylist()


@pytest.mark.parametrize("course, service", [
    ("E501", "iep"), ("M901", "iep"), ("H901", "iep"),
    ("E502", "el"), ("M902", "el"), ("H902", "el"),
])  # fmt: skip
def test_support_groups_are_for_those_who_have_the_service(course, service):
    members = f"""
        from section_enrollments
        inner join sections using (section_id)
        inner join terms using (term_id)
        {{join}} student_services as services
            on services.student_id = section_enrollments.student_id
            and service = '{service}'
            and services.begin_date < terms.end_date
            and known(services.end_date) > terms.start_date
        where course_id = '{course}'
    """
    sql = f"select count(*) {members}"
    options = {"schools": 12, "students": 7_000}
    assert value(sql.format(join="semi join"), **options) > 20
    assert value(sql.format(join="anti join"), **options) == 0


def test_movers_join_sections_of_the_new_school_on_their_first_day():
    days = rows(
        """
        select spells.entry_date, min(members.begin_date)
        from enrollments as spells
        inner join section_enrollments as members using (student_id)
        inner join sections using (section_id, school_id)
        inner join terms using (term_id, school_year)
        where spells.entry_date > terms.start_date + 30
            and known(spells.exit_date) > spells.entry_date
            and members.begin_date >= spells.entry_date
        group by spells.enrollment_id, spells.entry_date
        """
    )
    assert len(days) > 20
    assert all(entry == begin for entry, begin in days)


def test_nothing_is_dated_after_the_as_of_date():
    options = {"as_of": "2025-11-14", "years": 2}
    for table, column in [
        ("section_enrollments", "begin_date"),
        ("section_enrollments", "end_date"),
        ("section_educators", "begin_date"),
        ("section_educators", "end_date"),
        ("assignments", "begin_date"),
        ("assignments", "end_date"),
        ("educators", "hire_date"),
        ("educators", "separation_date"),
        ("certifications", "issue_date"),
    ]:
        latest = value(f"select max({column}) from {table}", **options)
        assert str(latest) <= "2025-11-14", (table, column)


def test_sections_are_open_on_the_as_of_date():
    running = value(
        """
        select count(distinct student_id) from section_enrollments
        where end_date is null
        """
    )
    enrolled = value("select count(*) from enrollments where exit_date is null")
    assert running == enrolled


def test_teaching_agrees_with_the_tables():
    world = small()
    teaching, sections = world.teaching, world.tables["sections"]
    assert teaching.section_id.to_pylist() == sections["section_id"].to_pylist()
    assert [str(p) for p in teaching.section_period] == sections["period"].to_pylist()
    members = world.tables["section_enrollments"]
    assert len(teaching.member_section) == members.num_rows
    ids = teaching.section_id.take(teaching.member_section[-5:])
    assert ids.to_pylist() == members["section_id"][-5:].to_pylist()
    educators = world.tables["educators"]["educator_id"]
    assert teaching.educator_id.to_pylist() == educators.to_pylist()
    effects = teaching.teacher_effect
    assert effects.shape == (len(educators), 2)
    assert (np.abs(effects.std(axis=0) - 0.125) < 0.025).all()


def test_the_same_seed_gives_the_same_tables():
    one, two = district(), built()
    assert all(one.tables[name].equals(two.tables[name]) for name in TABLES)


def test_another_seed_gives_other_tables():
    one, two = district(), district(seed=2)
    for name in set(TABLES) - {"courses"}:
        assert not one.tables[name].equals(two.tables[name]), name


def test_tables_have_the_columns_of_the_extract():
    columns = {name: district().tables[name].column_names for name in TABLES}
    assert columns["sections"] == [
        "section_id",
        "school_id",
        "course_id",
        "term_id",
        "section_name",
        "period",
        "grade_level",
    ]
    assert columns["section_educators"][2:] == ["role", "begin_date", "end_date"]
    assert columns["section_enrollments"][2:] == ["begin_date", "end_date"]
    assert pc.max(district().tables["section_educators"]["begin_date"]) is not None


def test_classes_needed_is_nearest_in_ratio():
    # 33 in classes of 25: one class has 1.32 times as many, two have 1 / 1.52 each
    students = np.array([1, 25, 33, 37, 200])
    assert classes_needed(students, 25).tolist() == [1, 1, 1, 2, 8]


def test_rank_within_counts_from_zero_in_each_group():
    group, key = np.array([1, 0, 1, 0, 1]), np.array([5.0, 2.0, 3.0, 1.0, 4.0])
    assert rank_within(group, key).tolist() == [2, 1, 0, 0, 1]
    assert rank_within(group[:0], key[:0]).tolist() == []
