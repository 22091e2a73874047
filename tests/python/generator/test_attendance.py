"""Attendance: one row per enrolled day, calibrated chronic absence, streamed."""

import numpy as np
import pytest
from outcome_worlds import default, district, table, tiny

from generator.district.beta import beta_quantiles

NATIONAL = {
    "hispanic": 0.328,
    "white": 0.213,
    "black": 0.358,
    "asian": 0.147,
    "two_or_more": 0.294,
}
CHRONIC = """
    with days as (
        select
            student_id,
            avg((absent_share >= 0.5)::int) as absent
        from attendance_daily
        group by student_id
        having count(*) >= 10
    )
    select
        case when is_hispanic then 'hispanic' else race end as race_group,
        avg((absent >= 0.1)::int) as chronic,
        avg((absent >= 0.2)::int) as severe
    from days
    inner join students on days.student_id = students.student_id
    group by rollup (race_group)
"""


def one(connection, sql):
    return connection.execute(sql).fetchone()


def test_there_is_a_row_for_every_enrolled_day_of_school_and_no_other():
    wanted = """
        select student_id, enrollments.school_id, calendar_date
        from enrollments
        inner join calendars
            on enrollments.school_id = calendars.school_id
            and calendar_date >= entry_date
            and calendar_date < coalesce(exit_date, date '2026-05-30')
        where calendars.school_year >= 2025 and day_type in ('instructional', 'makeup')
    """
    found = "select student_id, school_id, attendance_date from attendance_daily"
    assert one(tiny(), f"select count(*) from ({wanted})")[0] > 300_000
    assert not tiny().execute(f"{wanted} except {found}").fetchall()
    assert not tiny().execute(f"{found} except {wanted}").fetchall()


def test_batches_are_months_with_unique_rows_by_student_school_and_date():
    last_month = ""
    for batch in district(daily_years=2).batches["attendance_daily"]():
        rows = batch.select(["student_id", "school_id", "attendance_date"])
        keys = [tuple(row.values()) for row in rows.slice(0, 5_000).to_pylist()]
        assert keys == sorted(set(keys))
        months = {date.strftime("%Y-%m") for *_, date in keys}
        assert len(months) == 1
        assert min(months) > last_month
        last_month = min(months)
    total, distinct = one(
        tiny(),
        """
        select count(*), count(distinct (student_id, school_id, attendance_date))
        from attendance_daily
        """,
    )
    assert total == distinct


def test_chronic_absence_is_the_national_one_overall_and_by_group():
    found = {group: share for group, share, _ in default().execute(CHRONIC).fetchall()}
    assert found.pop(None) == pytest.approx(0.278, abs=0.01)
    for group, share in NATIONAL.items():
        assert found[group] == pytest.approx(share, abs=0.01), group


def test_severe_absence_is_a_quarter_to_a_third_of_chronic_absence():
    rows = default().execute(CHRONIC).fetchall()
    chronic, severe = next(row[1:] for row in rows if row[0] is None)
    assert 3.1 < chronic / severe < 4.4


def test_fridays_and_winter_are_worse_and_kindergarten_and_grade_12_the_worst():
    shares = dict(
        default()
        .execute(
            """
            select isodow(attendance_date), avg(absent_share)
            from attendance_daily group by all
            """
        )
        .fetchall()
    )
    others = np.mean([shares[day] for day in (1, 2, 3, 4)])
    assert 1.12 < shares[5] / others < 1.28
    months = dict(
        default()
        .execute(
            """
            select month(attendance_date), avg(absent_share)
            from attendance_daily group by all
            """
        )
        .fetchall()
    )
    assert months[1] > 1.2 * months[9]
    grades = dict(
        default()
        .execute(
            """
            select grade_level, avg(absent_share)
            from attendance_daily
            inner join enrollments using (student_id, school_id)
            where school_year = 2026
            group by all
            """
        )
        .fetchall()
    )
    assert max(grades, key=grades.get) == "12"
    least = min(grades, key=grades.get)
    assert least in {"3", "4", "5", "03", "04", "05"}
    assert grades.get("K", grades.get("KG")) > 1.2 * grades[least]


def test_poverty_and_low_ability_go_with_absence():
    poor, other, slope = one(
        default(),
        """
        with days as (
            select student_id, avg(absent_share) as absent
            from attendance_daily group by student_id
        )
        select
            avg(absent) filter (where is_frl),
            avg(absent) filter (where not is_frl),
            corr(absent, reading + math)
        from days inner join latent using (student_id)
        """,
    )
    assert poor > 1.2 * other
    assert -0.45 < slope < -0.15


def test_no_school_day_has_nobody_or_everybody_absent():
    for connection in (tiny(), default()):
        least, most = one(
            connection,
            """
            with days as (
                select avg((absent_share >= 0.5)::int) as absent, count(*) as students
                from attendance_daily group by school_id, attendance_date
            )
            select min(absent), max(absent) from days where students > 1
            """,
        )
        assert least > 0
        assert most < 1


def test_codes_are_listed_and_agree_with_the_share_of_the_day():
    rows = (
        default()
        .execute(
            """
            select attendance_code, category, min(absent_share), max(absent_share)
            from attendance_daily left join attendance_codes using (attendance_code)
            group by all
            """
        )
        .fetchall()
    )
    assert len(rows) == 8
    for code, category, low, high in rows:
        if category in ("present", "tardy", "remote"):
            assert high == 0, code
        elif code in ("PE", "PU"):
            assert 0 < low < high < 1, code
        else:
            assert low == high == 1, code


def test_part_days_are_for_secondary_schools_mostly():
    elementary, secondary = one(
        default(),
        """
        select
            avg((absent_share between 0.01 and 0.99)::int) filter (where young),
            avg((absent_share between 0.01 and 0.99)::int) filter (where not young)
        from attendance_daily
        inner join (
            select student_id, school_id, min(try_cast(grade_level as integer)) is null
                or min(try_cast(grade_level as integer)) <= 5 as young
            from enrollments where school_year = 2026 group by all
        ) using (student_id, school_id)
        """,
    )
    assert secondary > 4 * elementary > 0


def test_yearly_totals_are_those_of_the_days():
    totals = tiny().execute(
        """
        select
            student_id,
            school_id,
            count(*),
            sum((absent_share >= 0.5)::int),
            sum((absent_share >= 0.5 and category = 'absent_unexcused')::int)
        from attendance_daily inner join attendance_codes using (attendance_code)
        where attendance_date < '2025-07-01'
        group by all order by 1, 2
        """
    )
    years = table(district(), "attendance_years").to_pylist()
    of_2025 = [tuple(row.values()) for row in years if row["school_year"] == 2025]
    assert [row[:2] + row[3:] for row in of_2025] == totals.fetchall()
    assert {row["school_year"] for row in years} == {2022, 2023, 2024, 2025}


def test_batches_are_the_same_at_every_call_and_for_every_world_of_a_seed():
    world = district(daily_years=2, section_attendance=True)
    again = district(daily_years=1)
    first = list(world.batches["attendance_daily"]())
    assert all(
        one.equals(other)
        for one, other in zip(first, world.batches["attendance_daily"](), strict=True)
    )
    last_year = list(again.batches["attendance_daily"]())
    assert all(
        one.equals(other)
        for one, other in zip(first[-len(last_year) :], last_year, strict=True)
    )
    other_seed = next(district(seed=2).batches["attendance_daily"]())
    assert not other_seed.equals(last_year[0])


def test_nothing_is_known_after_the_as_of_date():
    world = district(years=2, as_of="2025-11-14")
    daily = table(world, "attendance_daily")
    assert str(max(daily["attendance_date"].to_pylist())) == "2025-11-14"
    results = table(world, "assessment_results")
    assert str(max(results["test_date"].to_pylist())) <= "2025-11-14"


def test_without_daily_years_there_are_totals_of_every_year():
    world = district(years=2, daily_years=0)
    assert "attendance_daily" not in world.batches
    years = set(table(world, "attendance_years")["school_year"].to_pylist())
    assert years == {2025, 2026}


def test_beta_quantiles_are_those_of_known_distributions():
    # Beta(1, 1) is uniform; Beta(1, b) has the quantile 1 - (1 - q)^(1/b);
    # Beta(a, 1) has q^(1/a)
    shares = np.linspace(0.01, 0.99, 25)
    assert beta_quantiles(shares, 0.5, 2) == pytest.approx(shares, abs=1e-4)
    wanted = 1 - (1 - shares) ** (1 / 9)
    assert beta_quantiles(shares, 0.1, 10) == pytest.approx(wanted, abs=1e-4)
    # a = 0.5, b = 1: a pole at zero
    assert beta_quantiles(shares, 1 / 3, 1.5) == pytest.approx(shares**2, abs=1e-4)
