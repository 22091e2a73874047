"""Course grades, discipline and graduations."""

import pytest
from outcome_worlds import default, district, table, tiny


def one(connection, sql):
    return connection.execute(sql).fetchone()


def test_marks_are_for_members_of_the_section_in_terms_that_it_runs():
    keys, rows, strays = one(
        tiny(),
        """
        select
            count(distinct (student_id, section_id, marking_period)),
            count(*),
            count(*) filter (members.student_id is null)
        from course_grades as marks
        left join (
            select distinct student_id, section_id from section_enrollments
        ) as members using (student_id, section_id)
        """,
    )
    assert keys == rows > 40_000
    assert strays == 0
    wrong = one(
        tiny(),
        """
        select count(*)
        from course_grades as marks
        inner join sections using (section_id)
        inner join terms using (term_id)
        where marking_period not in ('S1', 'S2')
            or (terms.term_name like 'Semester 1%' and marking_period = 'S2')
            or (terms.term_name like 'Semester 2%' and marking_period = 'S1')
        """,
    )
    assert wrong == (0,)


def test_who_stays_a_year_in_a_course_gets_all_its_credits_if_passed():
    rows = (
        tiny()
        .execute(
            """
            select sum(credits_attempted) - any_value(credits), count(*)
            from course_grades
            inner join sections using (section_id)
            inner join courses using (course_id)
            inner join terms using (term_id)
            where terms.term_type = 'year'
            group by student_id, section_id
            having count(*) = 2
            """
        )
        .fetchall()
    )
    assert len(rows) > 10_000
    assert {difference for difference, _ in rows} == {0}
    wrong = one(
        tiny(),
        """
        select count(*)
        from course_grades
        where credits_earned
            != case when letter_grade = 'F' then 0 else credits_attempted end
            or letter_grade != case
                when numeric_grade >= 90 then 'A'
                when numeric_grade >= 80 then 'B'
                when numeric_grade >= 70 then 'C'
                when numeric_grade >= 60 then 'D'
                else 'F'
            end
        """,
    )
    assert wrong == (0,)


@pytest.mark.parametrize(("terms", "letters"), [(3, "T"), (4, "Q")])
def test_thirds_and_quarters_of_a_credit_add_up(terms, letters):
    world = district(years=1, terms=terms)
    marks = table(world, "course_grades").to_pydict()
    periods = {f"{letters}{number}" for number in range(1, terms + 1)}
    assert set(marks["marking_period"]) == periods
    sums, count = {}, {}
    keys = zip(marks["student_id"], marks["section_id"], strict=True)
    for key, credit in zip(keys, marks["credits_attempted"], strict=True):
        sums[key] = sums.get(key, 0) + credit
        count[key] = count.get(key, 0) + 1
    whole = {sums[key] for key in sums if count[key] == terms}
    assert whole <= {0, 1, 0.5}
    assert 1 in whole


def test_marks_follow_ability_and_presence():
    ability, absence, failed = one(
        default(),
        """
        with days as (
            select student_id, avg(absent_share) as absent
            from attendance_daily group by student_id
        ),

        marks as (
            select
                student_id,
                avg(numeric_grade) as points,
                avg((letter_grade = 'F')::int) as failed
            from course_grades
            inner join sections using (section_id)
            inner join courses using (course_id)
            inner join terms using (term_id)
            where school_year = 2026 and course_id like 'H%' and is_core
            group by student_id
        )

        select corr(points, reading + math), corr(points, absent), avg(failed)
        from marks
        inner join days using (student_id)
        inner join latent using (student_id)
        """,
    )
    assert 0.3 < ability < 0.75
    assert -0.75 < absence < -0.35
    assert 0.02 < failed < 0.10


def test_course_grades_are_the_same_at_every_call():
    first, again = (table(district(), "course_grades") for _ in range(2))
    assert first.equals(again)
    assert first.equals(table(district(daily_years=2), "course_grades"))


def test_suspensions_are_the_days_that_attendance_has():
    listed, days = one(
        tiny(),
        """
        select
            (
                select sum(days) from discipline_incidents
                where action = 'oss' and incident_date >= '2024-07-01'
            ),
            (select count(*) from attendance_daily where attendance_code = 'SU')
        """,
    )
    assert listed == days > 0


def test_a_suspension_begins_on_the_next_day_of_school():
    later = one(
        tiny(),
        """
        with suspended as (
            select incident_id, incidents.student_id, incident_date,
                min(attendance_date) as first_day
            from discipline_incidents as incidents
            inner join attendance_daily as days
                on incidents.student_id = days.student_id
                and incidents.school_id = days.school_id
                and attendance_code = 'SU' and attendance_date >= incident_date
            where action = 'oss' and incident_date >= '2024-07-01'
            group by all
        )
        select count(*)
        from suspended
        inner join attendance_daily as days
            on suspended.student_id = days.student_id
            and attendance_date > incident_date and attendance_date < first_day
        """,
    )
    assert later == (0,)


def test_incidents_happen_on_school_days_while_enrolled():
    rows, keys, strays = one(
        tiny(),
        """
        select
            count(*),
            count(distinct (incident_id, incidents.student_id)),
            count(*) filter (enrollment_id is null or calendars.school_id is null)
        from discipline_incidents as incidents
        left join enrollments
            on incidents.student_id = enrollments.student_id
            and incidents.school_id = enrollments.school_id
            and incident_date >= entry_date
            and incident_date < coalesce(exit_date, date '2027-01-01')
        left join calendars
            on incidents.school_id = calendars.school_id
            and incident_date = calendar_date
            and day_type in ('instructional', 'makeup')
        """,
    )
    assert rows == keys > 500
    assert strays == 0


def test_one_incident_is_of_one_school_day_and_behaviour():
    most, shared, wrong = one(
        default(),
        """
        with incidents as (
            select
                count(*) as students,
                count(distinct (school_id, incident_date, behavior)) as kinds
            from discipline_incidents group by incident_id
        )
        select
            max(students),
            count(*) filter (students > 1),
            count(*) filter (kinds > 1)
        from incidents
        """,
    )
    assert most == 2
    assert shared > 5
    assert wrong == 0


def test_boys_and_secondary_schools_have_more_suspensions():
    boys, secondary, share = one(
        default(),
        """
        with suspended as (
            select distinct student_id
            from discipline_incidents
            where action = 'oss' and incident_date >= '2025-07-01'
        )
        select
            avg((sex = 'M')::int) filter (suspended.student_id is not null),
            avg((suspended.student_id is not null)::int)
                filter (try_cast(grade_level as integer) >= 6)
            / avg((suspended.student_id is not null)::int)
                filter (try_cast(grade_level as integer) <= 5),
            avg((suspended.student_id is not null)::int)
        from enrollments
        inner join students using (student_id)
        left join suspended using (student_id)
        where school_year = 2026
        """,
    )
    assert 0.58 < boys < 0.78
    assert secondary > 2
    assert 0.03 < share < 0.12


def test_graduates_left_as_graduates_and_before_the_as_of_date():
    wrong, late, rows, students = one(
        default(),
        """
        with last_exit as (
            select student_id, arg_max(exit_code, entry_date) as exit_code
            from enrollments group by student_id
        )
        select
            count(*) filter (
                (diploma_type in ('regular', 'alternate')) != (exit_code = 'graduate')
            ),
            count(*) filter (completion_date > '2026-05-29'),
            count(*),
            count(distinct student_id)
        from graduations inner join last_exit using (student_id)
        """,
    )
    assert wrong == late == 0
    assert rows == students > 500
    undated = one(
        default(),
        """
        select count(*) from graduations
        where (diploma_type = 'none') != (completion_date is null)
        """,
    )
    assert undated == (0,)


def test_the_cohort_year_ends_the_fourth_year_of_high_school():
    rows = (
        default()
        .execute(
            """
            select cohort_year - first_grade_9_year, count(*)
            from graduations inner join students using (student_id) group by all
            """
        )
        .fetchall()
    )
    assert [difference for difference, _ in rows] == [3]
