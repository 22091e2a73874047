"""Assessments: scales, norms, correlations, who is missing, and plain consistency."""

import numpy as np
import pytest
from outcome_worlds import default, district, table, tiny

from generator.district.parameters import parameters
from generator.district.sittings import fold, interim_means

SCORES = """
    select
        results.*,
        assessments.subject,
        assessments.kind,
        assessments.grade_level,
        (scale_score - norm_mean)::double / norm_sd::double as z,
        1 + (scale_score >= cut_level_2)::int + (scale_score >= cut_level_3)::int
            + (scale_score >= cut_level_4)::int as level_by_cuts,
        scale_score between scale_min and scale_max as is_on_scale
    from assessment_results as results
    inner join assessments using (assessment_id)
"""


def one(connection, sql):
    return connection.execute(sql).fetchone()


def test_norms_follow_the_curves_that_the_parameters_state():
    grades = np.arange(12)
    curves = {
        ("reading", "fall"): 227 - 87 * np.exp(-0.27 * grades),
        ("reading", "spring"): 225 - 67 * np.exp(-0.32 * grades),
        ("math", "fall"): 241 - 101 * np.exp(-0.24 * grades),
        ("math", "spring"): 239 - 80 * np.exp(-0.29 * grades),
    }
    for (subject, window), curve in curves.items():
        assert np.abs(interim_means(subject, window) - curve).max() <= 0.75
    # 192 + 0.6 (205 - 192)
    assert interim_means("math", "winter")[3] == 199.8


def test_scores_are_folded_back_into_the_scale():
    assert fold(np.array([95, 100, 150, 203]), 100, 200).tolist() == [
        105,
        100,
        150,
        197,
    ]


@pytest.mark.parametrize("files", [tiny, default])
def test_results_obey_scale_cuts_and_grade(files):
    wrong = one(
        files(),
        f"""
        select
            count(*) filter (not is_on_scale),
            count(*) filter (performance_level != level_by_cuts),
            count(*) filter (grade_level != tested_grade),
            count(*) filter (is_complete != (scale_score is not null)),
            count(*) filter (is_complete != (performance_level is not null))
        from ({SCORES})
        """,
    )
    assert wrong == (0, 0, 0, 0, 0)


@pytest.mark.parametrize("files", [tiny, default])
def test_students_are_tested_once_where_and_while_they_are_enrolled(files):
    strays = one(
        files(),
        """
        select count(*)
        from assessment_results as results
        inner join school_crosswalk as codes
            on results.school_code = codes.school_code and codes.system = 'assessment'
        anti join enrollments
            on results.student_id = enrollments.student_id
            and codes.school_id = enrollments.school_id
            and results.tested_grade = enrollments.grade_level
            and results.test_date >= enrollments.entry_date
            and results.test_date < coalesce(enrollments.exit_date, date '2027-01-01')
        """,
    )
    assert strays == (0,)
    attempts, events, rows, ids, joined = one(
        files(),
        """
        select
            count(distinct (student_id, assessment_id, school_year, is_retest)),
            count(distinct (student_id, assessment_id, school_year)),
            count(*),
            count(distinct result_id),
            (
                select count(*)
                from assessment_results
                inner join school_crosswalk using (school_code)
                where system = 'assessment'
            )
        from assessment_results
        """,
    )
    assert attempts == rows == ids == joined
    assert 0 < rows - events < 0.03 * rows


def test_rows_stand_by_result_id():
    ids = table(district(), "assessment_results")["result_id"].to_pylist()
    assert ids == sorted(ids)


def test_means_and_sds_are_those_of_the_norms_in_every_grade():
    rows = (
        default()
        .execute(
            f"""
            select subject, tested_grade, test_window, avg(z), stddev(z), count(*)
            from ({SCORES})
            where kind = 'interim' and school_year = 2026 and not is_retest
            group by all
            """
        )
        .fetchall()
    )
    assert len(rows) == 2 * 12 * 3
    for *cell, mean, sd, _ in rows:
        assert mean == pytest.approx(0.02, abs=0.1), cell
        assert sd == pytest.approx(1, abs=0.09), cell


def test_scores_go_together_within_a_year_and_between_years():
    within, between, subjects = one(
        default(),
        f"""
        with scores as (
            select student_id, subject, school_year, test_window, z
            from ({SCORES}) where kind = 'interim' and not is_retest
        )
        select
            corr(earlier.z, later.z) filter (
                earlier.school_year = later.school_year
                and earlier.subject = later.subject
                and earlier.test_window = 'fall' and later.test_window = 'spring'
            ),
            corr(earlier.z, later.z) filter (
                earlier.school_year = 2025 and later.school_year = 2026
                and earlier.subject = later.subject
                and earlier.test_window = 'spring' and later.test_window = 'spring'
            ),
            corr(earlier.z, later.z) filter (
                earlier.school_year = later.school_year
                and earlier.subject = 'reading' and later.subject = 'math'
                and earlier.test_window = later.test_window
            )
        from scores as earlier
        inner join scores as later using (student_id)
        """,
    )
    assert 0.85 <= within <= 0.90
    assert 0.72 < between < within
    assert 0.6 < subjects < 0.9


def test_state_levels_have_about_the_field_test_shares():
    # math, share in level 1: 32 % in grade 3, 38 % in grade 8, 40 % in grade 11
    shares = dict(
        default()
        .execute(
            f"""
            select tested_grade, avg((performance_level = 1)::int)
            from ({SCORES})
            where kind = 'state' and subject = 'math' and school_year = 2026
            group by all
            """
        )
        .fetchall()
    )
    by_grade = {int(grade): share for grade, share in shares.items()}
    assert set(by_grade) == {3, 4, 5, 6, 7, 8, 11}
    assert by_grade[3] == pytest.approx(0.32, abs=0.06)
    assert by_grade[8] == pytest.approx(0.38, abs=0.06)
    assert by_grade[11] == pytest.approx(0.40, abs=0.06)


def test_three_to_eight_percent_miss_a_window_and_are_absent_more():
    missed, absent_missed, absent_tested = one(
        default(),
        """
        with days as (
            select student_id, avg(absent_share) as absent
            from attendance_daily group by student_id
        ),

        present as (
            select distinct student_id
            from enrollments
            where
                school_year = 2026 and entry_date < '2026-01-01'
                and exit_date is null
                and try_cast(grade_level as integer) between 1 and 11
        ),

        tested as (
            select distinct student_id
            from assessment_results
            where school_year = 2026 and test_window = 'spring'
                and assessment_id like 'INT-MATH-%'
        )

        select
            avg((tested.student_id is null)::int),
            avg(absent) filter (tested.student_id is null),
            avg(absent) filter (tested.student_id is not null)
        from present
        inner join days using (student_id)
        left join tested using (student_id)
        """,
    )
    assert 0.03 < missed < 0.08
    assert absent_missed > 1.3 * absent_tested


def test_gaps_between_groups_keep_the_size_that_ability_has():
    scores, ability = one(
        default(),
        f"""
        select
            avg(z) filter (is_frl) - avg(z) filter (not is_frl),
            avg(math) filter (is_frl) - avg(math) filter (not is_frl)
        from ({SCORES}) inner join latent using (student_id)
        where kind = 'interim' and subject = 'math' and test_window = 'fall'
        """,
    )
    assert scores == pytest.approx(ability, abs=0.06)


def test_retests_follow_the_first_attempt_and_lie_higher():
    rows, earlier, gain = one(
        default(),
        """
        select
            count(*),
            count(*) filter (retest.test_date <= first.test_date),
            avg(retest.scale_score - first.scale_score)
        from assessment_results as retest
        inner join assessment_results as first
            using (student_id, assessment_id, school_year)
        where retest.is_retest and not first.is_retest
        """,
    )
    assert rows > 100
    assert earlier == 0
    assert gain > 1


def test_same_seed_same_scores_other_seed_other_scores():
    results = table(district(), "assessment_results")
    assert results.equals(table(district(daily_years=2), "assessment_results"))
    assert not results.equals(table(district(seed=2), "assessment_results"))


def test_parameters_leave_room_for_the_error_of_the_test():
    shares = parameters("scores")["variance"]
    assert sum(shares.values()) < 1
