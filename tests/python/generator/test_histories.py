"""Enrolment histories: spells, grades, codes, repeaters, moves, no-shows."""

import functools
import itertools

import numpy as np
import pytest
from district_people import default_people, people

from generator.district.parameters import parameters


def enrollments(world):
    return world.tables["enrollments"].to_pylist()


@functools.cache
def default_enrollments():
    return enrollments(default_people())


def by_student(rows):
    """Lists of enrolments of one student, in order of time."""
    return [
        list(group)
        for _, group in itertools.groupby(rows, key=lambda row: row["student_id"])
    ]


@pytest.mark.parametrize("options", [{}, {"as_of": "2025-12-04", "schools": 12}])
def test_spells_of_a_student_follow_each_other(options):
    for rows in by_student(enrollments(people(**options))):
        for before, after in itertools.pairwise(rows):
            assert before["exit_date"] is not None
            assert before["exit_date"] <= after["entry_date"]
        for row in rows:
            no_show = row["enrollment_status"] == "no_show"
            assert (row["exit_date"] == row["entry_date"]) == no_show
            assert row["exit_date"] is None or row["exit_date"] >= row["entry_date"]


def test_ids_are_unique_and_rows_sorted():
    world = default_people()
    ids = world.tables["enrollments"]["enrollment_id"].to_pylist()
    assert ids == sorted(set(ids))
    for column in ("student_id", "state_student_id", "student_number", "email"):
        values = world.tables["students"][column].to_pylist()
        assert len(set(values)) == len(values)
    ids = world.tables["students"]["student_id"].to_pylist()
    assert ids == sorted(ids)


def test_everybody_has_an_enrolment():
    world = default_people()
    students = set(world.students.id.to_pylist())
    assert set(world.tables["enrollments"]["student_id"].to_pylist()) == students


def test_spells_begin_and_end_on_days_of_their_year():
    world = people()
    calendar, spells = world.calendar, world.spells
    assert (spells.entry_date >= calendar.start[spells.year]).all()
    assert (spells.entry_date < calendar.end[spells.year]).all()
    closed = ~np.isnat(spells.exit_date)
    assert (spells.exit_date[closed] <= calendar.end[spells.year][closed]).all()
    # past years are closed, the current one is open for all who did not leave
    last = world.config.years - 1
    assert closed[spells.year < last].all()
    assert (spells.year[~closed] == last).all()
    rows = enrollments(world)
    ends = {calendar.end[year].astype(object) for year in range(last)}
    for row in rows:
        if row["exit_code"] == "end_of_year":
            assert row["exit_date"] in ends
        assert (row["exit_code"] is None) == (row["exit_date"] is None)


def test_schools_teach_the_grade():
    world = default_people()
    spells, schools = world.spells, world.schools
    assert (schools.low_grade[spells.school] <= spells.grade).all()
    assert (spells.grade <= schools.high_grade[spells.school]).all()


def test_grades_rise_by_one_or_are_repeated():
    for rows in by_student(default_enrollments()):
        for before, after in itertools.pairwise(rows):
            years = after["school_year"] - before["school_year"]
            grade = [
                0 if row["grade_level"] == "K" else int(row["grade_level"])
                for row in (before, after)
            ]
            assert 0 <= grade[1] - grade[0] <= years
            # repeated grades: two at most
            assert years - (grade[1] - grade[0]) <= 2


def test_nothing_is_later_than_the_as_of_date():
    world = people(as_of="2025-12-04", schools=12)
    as_of = world.config.as_of
    assert (world.spells.entry_date <= as_of).all()
    closed = ~np.isnat(world.spells.exit_date)
    assert (world.spells.exit_date[closed] <= as_of).all()
    for column in ("begin_date", "end_date"):
        days = world.tables["student_services"][column].drop_null().to_pylist()
        assert max(days) <= as_of.astype(object)


def test_every_code_occurs_and_no_other():
    codes = {row["exit_code"] for row in default_enrollments()} - {None}
    assert codes == set(parameters("mobility")["exit_codes"])
    codes = {row["entry_code"] for row in default_enrollments()}
    assert codes == set(parameters("mobility")["entry_codes"])


def test_grades_have_the_published_shape():
    world = default_people()
    rows = ~world.spells.is_no_show
    grade = np.bincount(world.spells.grade[rows], minlength=13)
    shape = np.array(parameters("mobility")["grade_shape"])
    ratio = grade / grade.sum() / (shape / shape.sum())
    assert np.abs(ratio - 1).max() < 0.05
    # 9.5 % more in grade 9 than in grade 8, 13 % fewer in grade 12 than in grade 9
    assert grade[9] / grade[8] == pytest.approx(1.095, abs=0.04)
    assert grade[12] / grade[9] == pytest.approx(3472 / 4008, abs=0.04)


def test_enrolment_is_about_as_large_every_year():
    world = default_people()
    rows = ~world.spells.is_no_show
    size = np.bincount(world.spells.year[rows])
    assert np.abs(size / size.mean() - 1).max() < 0.03


def test_shares_of_repeaters_no_shows_and_re_entries():
    world = default_people()
    rows = default_enrollments()
    by_year = {}
    for row in rows:
        if row["enrollment_status"] == "enrolled":
            by_year.setdefault(row["student_id"], {})[row["school_year"]] = row[
                "grade_level"
            ]
    again = [
        (grades[year], grades[year] == grades[year + 1])
        for grades in by_year.values()
        for year in grades
        if year + 1 in grades
    ]
    rate = {
        grade: np.mean([same for level, same in again if level == grade])
        for grade in ("K", "1", "5", "9")
    }
    assert np.mean([same for _, same in again]) == pytest.approx(0.02, abs=0.006)
    assert rate["K"] > rate["1"] > rate["5"] < rate["9"]
    assert 0.03 <= np.mean(world.spells.is_no_show) <= 0.05
    back = np.mean([row["entry_code"] == "re_entry" for row in rows])
    assert 0.008 <= back <= 0.02


def test_students_move_within_the_year():
    """Georgia: 10.3 % between 2 October and 1 May, poor students 3.9 points more."""
    world = default_people()
    spells, year = world.spells, world.config.years - 2
    first, last = (
        np.datetime64(f"{world.calendar.years[year] - 1}-10-02"),
        np.datetime64(f"{world.calendar.years[year]}-05-01"),
    )
    rows = (spells.year == year) & ~spells.is_no_show
    moved = (spells.entry_date > first) & (spells.entry_date <= last)
    moved |= (spells.exit_date > first) & (spells.exit_date <= last)
    was_there, mobile = (np.zeros(len(world.students.household), bool) for _ in "ab")
    was_there[spells.student[rows]] = True
    mobile[spells.student[rows & moved]] = True
    assert mobile[was_there].mean() == pytest.approx(0.103, abs=0.02)
    poor = world.students.is_frl
    more = mobile[was_there & poor].mean() - mobile[was_there & ~poor].mean()
    assert more == pytest.approx(0.039, abs=0.015)


def test_families_move_together():
    world = default_people()
    rows = [row for row in default_enrollments() if row["exit_code"] == "out_of_state"]
    home = dict(
        zip(
            world.students.id.to_pylist(),
            world.students.household.tolist(),
            strict=True,
        )
    )
    days = {}
    for row in rows:
        days.setdefault(home[row["student_id"]], []).append(row["exit_date"])
    several = [dates for dates in days.values() if len(dates) > 1]
    assert len(several) > 20
    assert np.mean([len(set(dates)) == 1 for dates in several]) > 0.95


def test_same_day_transfers_abut():
    gaps = []
    for rows in by_student(default_enrollments()):
        for before, after in itertools.pairwise(rows):
            if (
                before["exit_code"] == after["entry_code"] == "in_district"
                and before["school_year"] == after["school_year"]
            ):
                assert before["school_id"] != after["school_id"]
                gaps.append((after["entry_date"] - before["exit_date"]).days)
    assert len(gaps) > 200
    assert 0.8 < np.mean(np.array(gaps) == 0) < 0.95
    assert max(gaps) < 30


def test_the_first_year_in_grade_9_stays():
    world = default_people()
    year = dict(
        zip(
            world.students.id.to_pylist(),
            world.tables["students"]["first_grade_9_year"].to_pylist(),
            strict=True,
        )
    )
    for rows in by_student(default_enrollments()):
        grades = [
            (row["school_year"], int(row["grade_level"].replace("K", "0")))
            for row in rows
        ]
        high = [pair for pair in grades if pair[1] >= 9]
        first = year[rows[0]["student_id"]]
        assert (first is None) == (not high)
        for school_year, grade in high:
            # in grade 10 at the earliest one year after the first year in grade 9
            assert school_year - first >= grade - 9


def test_the_same_seed_gives_the_same_district():
    one, other = people(), people.__wrapped__()
    assert one is not other
    for name, table in one.tables.items():
        assert table.equals(other.tables[name]), name
    assert (one.students.ability == other.students.ability).all()


def test_another_seed_gives_another_district():
    one, other = people(), people(seed=2)
    for name in ("students", "enrollments", "contacts", "student_services", "schools"):
        assert not one.tables[name].equals(other.tables[name]), name
