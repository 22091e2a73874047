"""Programmes: assignment as described, and estimators that recover the true effects."""

import numpy as np
import pytest
from effect_estimators import jump, least_squares
from outcome_worlds import default, district

from generator.district.parameters import parameters

PROGRAMS = {one["id"]: one for one in parameters("programs")["programs"]}
BEGIN = "(select min(begin_date) from program_participations)"
# one row per student and subject: scores in SDs of the norms, absence before
STUDENTS = f"""
    with scores as (
        select student_id, subject, test_window, tested_grade,
            (scale_score - norm_mean)::double / norm_sd::double as z
        from assessment_results inner join assessments using (assessment_id)
        where kind = 'interim' and school_year = 2026 and not is_retest and is_complete
    ),

    days as (
        select
            student_id,
            avg((absent_share >= 0.5)::int) as before
        from attendance_daily
        where attendance_date < {BEGIN}
        group by student_id
    )

    select
        fall.student_id,
        fall.subject,
        try_cast(fall.tested_grade as integer) as grade,
        fall.z as pre,
        spring.z as post,
        is_frl::int as frl,
        before,
        motivation
    from scores as fall
    inner join scores as spring using (student_id, subject)
    inner join latent using (student_id)
    inner join days using (student_id)
    where fall.test_window = 'fall' and spring.test_window = 'spring'
"""


def arrays(sql):
    found = default().execute(sql).fetchnumpy()
    return {
        name: np.ma.filled(values.astype(float), np.nan)
        for name, values in found.items()
    }


def selected(program):
    """Students who could take part, `served` 1 or 0."""
    grades = ", ".join(map(str, program["grades"]))
    return arrays(
        f"""
        select students.* exclude (student_id, subject),
            (served.student_id is not null)::int as served
        from ({STUDENTS}) as students
        left join (
            select student_id from program_participations
            where program_id = '{program["id"]}'
        ) as served using (student_id)
        where subject = '{program["subject"]}' and grade in ({grades})
        """
    )


def adjusted(data):
    grades = [data["grade"] == grade for grade in np.unique(data["grade"])]
    columns = [data["served"], data["pre"], data["frl"], data["before"], *grades]
    found, error = least_squares(columns, data["post"])
    return found[0], error[0]


@pytest.mark.parametrize("name", ["PRG-TUTORING", "PRG-ENRICHMENT"])
def test_adjustment_recovers_the_effect_and_the_naive_comparison_does_not(name):
    data = selected(PROGRAMS[name])
    effect, error = adjusted(data)
    served = data["served"] == 1
    naive = data["post"][served].mean() - data["post"][~served].mean()
    assert error < 0.02
    assert effect == pytest.approx(PROGRAMS[name]["effect"], abs=0.03)
    assert abs(naive - PROGRAMS[name]["effect"]) > 0.10


def test_before_and_after_flatters_tutoring():
    data = selected(PROGRAMS["PRG-TUTORING"])
    served = data["served"] == 1
    assert (data["post"] - data["pre"])[served].mean() > 0.20 + 0.04


def test_choices_follow_what_is_observed_and_motivation_adds_nothing():
    for name in ("PRG-TUTORING", "PRG-ENRICHMENT"):
        data = selected(PROGRAMS[name])
        columns = [data["motivation"], np.ones(len(data["pre"])), data["pre"]]
        found, error = least_squares(
            [*columns, data["frl"], data["before"]], data["served"]
        )
        assert abs(found[0]) < 3 * error[0]
        assert abs(found[2]) > 8 * error[2]


def at_the_cut():
    return arrays(
        """
        select
            screened.scale_score - programs.cutoff_score as distance,
            y0::double as y0,
            case when is_served then y1 else y0 end::double as y,
            is_served::int as served,
            (spring.scale_score - norms.norm_mean)::double / norms.norm_sd as post
        from truth_potential_outcomes as truth
        inner join programs using (program_id)
        inner join assessment_results as screened
            on truth.student_id = screened.student_id
            and programs.cutoff_assessment_id = screened.assessment_id
        left join (
            assessment_results as spring
            inner join assessments as norms
                on spring.assessment_id = norms.assessment_id
                and norms.kind = 'interim' and norms.subject = 'reading'
        )
            on truth.student_id = spring.student_id
            and spring.test_window = 'spring' and spring.school_year = 2026
            and not spring.is_retest
        where programs.program_id = 'PRG-READING'
            and screened.school_year = 2026 and not screened.is_retest
            and screened.is_complete
        """
    )


def test_the_cut_score_recovers_the_effect_of_the_reading_intervention():
    data = at_the_cut()
    taken, _ = jump(data["distance"], data["served"])
    assert taken == pytest.approx(0.80, abs=0.04)
    assert np.mean(data["served"][data["distance"] < 0]) == pytest.approx(0.9, abs=0.02)
    tested = ~np.isnan(data["post"])
    reduced, error = jump(data["distance"][tested], data["post"][tested])
    assert error < 0.03
    assert reduced / taken == pytest.approx(0.15, abs=2.5 * error / taken)
    # what chance adds is the same with and without the programme
    without, _ = jump(data["distance"], data["y0"])
    with_it, _ = jump(data["distance"], data["y"])
    assert (with_it - without) / taken == pytest.approx(0.15, abs=0.001)
    assert abs(without) < 3 * error
    naive = np.nanmean(data["post"][data["served"] == 1]) - np.nanmean(
        data["post"][data["served"] == 0]
    )
    assert naive < 0.15 - 0.10


def test_a_difference_in_means_recovers_the_effect_of_nudges():
    data = arrays(
        f"""
        select avg((absent_share >= 0.5)::int) as absent,
            any_value((assigned_arm = 'treatment')::int) as nudged
        from attendance_daily inner join program_participations using (student_id)
        where program_id = 'PRG-NUDGES' and attendance_date >= {BEGIN}
        group by student_id
        """
    )
    found, error = least_squares(
        [data["nudged"], np.ones(len(data["nudged"]))], data["absent"]
    )
    assert error[0] < 0.002
    assert found[0] == pytest.approx(-0.015, abs=2.5 * error[0])


def test_lots_are_even_within_each_school_and_arms_alike_before():
    data = arrays(
        f"""
        select avg((absent_share >= 0.5)::int) as before,
            any_value((assigned_arm = 'treatment')::int) as nudged
        from attendance_daily inner join program_participations using (student_id)
        where program_id = 'PRG-NUDGES' and attendance_date < {BEGIN}
        group by student_id
        """
    )
    found, error = least_squares(
        [data["nudged"], np.ones(len(data["nudged"]))], data["before"]
    )
    assert abs(found[0]) < 3 * error[0]
    drawn = arrays(
        f"""
        select
            count(*) as students,
            avg((assigned_arm = 'treatment')::int) as nudged
        from program_participations as parts
        inner join enrollments
            on parts.student_id = enrollments.student_id
            and entry_date <= {BEGIN}
            and coalesce(exit_date, date '2027-01-01') > {BEGIN}
        where program_id = 'PRG-NUDGES'
        group by school_id
        """
    )
    assert len(drawn["students"]) == 20
    uneven = np.abs(drawn["nudged"] - 0.5) * drawn["students"]
    assert uneven.max() < 0.51


def test_the_answer_key_says_what_the_files_show():
    rows = (
        default()
        .execute(
            """
            select
                program_id,
                any_value(true_effect)::double,
                avg(y1 - y0)::double,
                max(abs(y1 - y0)),
                count(*),
                count(*) filter (is_served and not listed),
                count(*) filter (listed and not is_served and arm is null),
                count(*) filter ((dose_hours > 0) != is_served)
            from truth_potential_outcomes
            inner join truth_programs using (program_id)
            left join (
                select student_id, program_id, true as listed, assigned_arm as arm
                from program_participations
            ) using (student_id, program_id)
            group by program_id
            """
        )
        .fetchall()
    )
    assert {row[0] for row in rows} == set(PROGRAMS)
    for name, effect, reached, *_, missing, extra, _ in rows:
        assert effect == PROGRAMS[name]["effect"]
        assert reached == pytest.approx(effect, abs=0.0003), name
        assert (missing, extra) == (0, 0), name
    served, chance = (
        default()
        .execute(
            """
            select avg(is_served::int), avg(propensity)::double
            from truth_potential_outcomes where program_id = 'PRG-TUTORING'
            """
        )
        .fetchone()
    )
    assert served == pytest.approx(chance, abs=0.01)


def test_observed_outcomes_are_the_potential_ones():
    wrong, most = (
        default()
        .execute(
            """
            select
                count(*),
                max(abs(
                    case when is_served then y1 else y0 end
                    - (scale_score - norm_mean)::double / norm_sd::double
                ))
            from truth_potential_outcomes as truth
            inner join assessment_results as results using (student_id)
            inner join assessments using (assessment_id)
            where program_id = 'PRG-TUTORING' and kind = 'interim'
                and subject = 'math' and test_window = 'spring'
                and school_year = 2026 and not is_retest and is_complete
            """
        )
        .fetchone()
    )
    assert wrong > 5_000
    # rounding to whole points, half a point of 14 each way
    assert most < 1.1 / 14


def test_nobody_takes_part_outside_an_enrolment_or_twice():
    strays, doubles = (
        default()
        .execute(
            """
            select
                count(*) filter (enrollment_id is null),
                count(*) - count(distinct (parts.student_id, program_id))
            from program_participations as parts
            left join enrollments
                on parts.student_id = enrollments.student_id
                and parts.begin_date >= entry_date
                and parts.begin_date < coalesce(exit_date, date '2027-01-01')
                and coalesce(parts.end_date, date '2026-05-29')
                <= coalesce(exit_date, date '2026-05-29')
            """
        )
        .fetchone()
    )
    assert (strays, doubles) == (0, 0)


def test_programmes_that_have_not_begun_have_nobody():
    world = district(years=2, as_of="2025-09-15")
    assert len(world.tables["program_participations"]) == 0
    assert len(world.tables["programs"]) == 4


def test_the_same_seed_gives_the_same_participants():
    first, again = district(), district(daily_years=2)
    for name in ("programs", "program_participations"):
        assert first.tables[name].equals(again.tables[name])
    for name in first.truth:
        assert first.truth[name].equals(again.truth[name])
    other = district(seed=2).tables["program_participations"]
    assert not other.equals(first.tables["program_participations"])
