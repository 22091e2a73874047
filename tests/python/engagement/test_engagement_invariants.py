"""What holds of every enrolment in a phone programme, whatever the calls were."""

from itertools import pairwise

import pytest
from conftest import query
from engagement_cells import table

PERIODS = ["month1", "month3", "month5", "eop"]
COUNTED = [
    "delivered_lessons",
    "completed_lessons",
    "answered_lessons",
    "majority_lessons",
    "full_lessons",
    "unknown_lessons",
    "completed_minutes",
]


@pytest.fixture(scope="module")
def spells(engagement_warehouse):
    return table(
        engagement_warehouse,
        """select fact.*, programs.max_sequence_index
        from engagement.fct_user_programs as fact
        inner join engagement.dim_programs as programs using (program_key)""",
        ["user_key", "program_key", "spell_number"],
    )


@pytest.mark.parametrize("earlier, later", list(pairwise(PERIODS)))
@pytest.mark.parametrize("measure", COUNTED[:5] + COUNTED[6:])
def test_counts_never_fall(spells, measure, earlier, later):
    both = spells[spells[f"{earlier}_eligible"] & spells[f"{later}_eligible"]]
    assert (both[f"{later}_{measure}"] > both[f"{earlier}_{measure}"]).any()
    assert (both[f"{later}_{measure}"] >= both[f"{earlier}_{measure}"]).all()


@pytest.mark.parametrize("period", PERIODS)
def test_fewer_lessons_are_heard_than_answered_and_delivered(spells, period):
    there = spells[spells[f"{period}_eligible"]]
    steps = [
        there[f"{period}_{name}_lessons"]
        for name in ("full", "majority", "answered", "delivered")
    ] + [there["max_sequence_index"]]
    for fewer, more in pairwise(steps):
        assert (fewer <= more).all()
        assert (fewer < more).any()
    assert (there[f"{period}_completed_lessons"] == steps[1]).all()
    # what is unknown was answered and is not complete
    unknown = there[f"{period}_unknown_lessons"]
    assert (unknown + steps[1] <= steps[2]).all()


@pytest.mark.parametrize("period", PERIODS)
def test_who_is_not_there_yet_has_nothing_and_not_0(spells, period):
    columns = [f"{period}_{name}" for name in COUNTED]
    eligible = spells[f"{period}_eligible"]
    assert spells.loc[~eligible, columns].isna().all(axis=None)
    assert spells.loc[eligible, columns].notna().all(axis=None)
    # 0 is what those have who were there and heard nothing
    assert (spells.loc[eligible, f"{period}_completed_lessons"] == 0).any()
    assert not eligible.all()


def test_who_is_there_later_was_there_before(spells):
    months = [spells[f"month{number}_eligible"] for number in (1, 3, 5)]
    for earlier, later in pairwise(months):
        assert (earlier >= later).all()


def test_nobody_listens_longer_than_the_lessons_last(engagement_warehouse):
    rows = """select count(*), count(*) filter (listened_secs > duration_secs),
        min(listened_secs), sum(listened_secs), sum(duration_secs) from """
    periods = "intermediate.int_dost__user_program_periods"
    months = "engagement.fct_user_program_months"
    calls = "engagement.fct_calls where is_answered and duration_secs is not null"
    for source in (periods, months, calls):
        ((count, too_long, least, heard, length),) = query(
            engagement_warehouse, rows + source
        )
        assert count > 500
        assert (too_long, least) == (0, 0)
        assert 0 < heard < length


def test_calls_that_were_sent_as_longer_are_capped(engagement_warehouse):
    """ENG-002 and ENG-003: too long, and less than nothing."""
    sent = """select
        count(*) filter (listen_secs > duration_secs),
        count(*) filter (listen_secs > duration_secs
            and listened_secs <> duration_secs),
        count(*) filter (listen_secs < 0),
        count(*) filter (listen_secs < 0 and listened_secs <> 0),
        count(*) filter (duration_secs is null),
        count(*) filter (duration_secs is null and listened_secs is not null)
        from engagement.fct_calls where is_answered"""
    ((long, not_cut, negative, not_0, unknown, known),) = query(
        engagement_warehouse, sent
    )
    assert min(long, negative, unknown) > 10
    assert (not_cut, not_0, known) == (0, 0, 0)


def test_levels_of_a_month_have_every_enrolment_once(engagement_warehouse):
    for rule in ("level_2020", "level_2023"):
        uneven = query(
            engagement_warehouse,
            f"""with levels as (
                select month_number, {rule} as level, count(*) as spells
                from engagement.fct_user_program_months group by all
            ), months as (
                select month_number, count(distinct user_program_key) as spells
                from engagement.fct_user_program_months group by all
            )
            select month_number from levels inner join months using (month_number)
            group by month_number, months.spells
            having abs(sum(levels.spells / months.spells) - 1) > 1e-12""",
        )
        assert uneven == []


def test_shares_of_levels_that_are_told_add_up_to_1(engagement_warehouse):
    months = query(
        engagement_warehouse,
        """select level_rule, month_number, sum(share), sum(spell_count),
            max(month_spell_count), bool_and(suppression_state = 'published')
        from reports.rpt_engagement__level_mix group by all""",
    )
    assert {rule for rule, *_ in months} == {"level_2020", "level_2023"}
    assert sum(row[-1] for row in months) > 2
    for rule, month, shares, spells, whole, is_told in months:
        if is_told:
            assert spells == whole, (rule, month)
            assert shares == pytest.approx(1, rel=1e-9), (rule, month)


def test_months_of_an_enrolment_follow_each_other(engagement_warehouse):
    broken = query(
        engagement_warehouse,
        """select user_program_key from (
            select *,
                lag(month_number) over spell as before,
                lag(month_end_date) over spell as ended
            from engagement.fct_user_program_months
            window spell as (partition by user_program_key order by month_number)
        ) inner join engagement.fct_user_programs using (user_program_key)
        where month_number <> coalesce(before + 1, 0)
            or month_start_date <> coalesce(ended, program_start_date)
            or month_start_date > eop_date""",
    )
    assert broken == []


def test_months_end_on_the_last_day_of_shorter_ones(spells):
    """The 31st of January and one month are the last of February."""
    start = spells["program_start_date"]
    shortened = 0
    for number in (1, 3, 5):
        found = spells[f"month{number}_date"]
        months = (found.dt.year - start.dt.year) * 12 + found.dt.month - start.dt.month
        assert (months == number).all()
        same = found.dt.day == start.dt.day
        last = found.dt.is_month_end & (found.dt.day < start.dt.day)
        assert (same | last).all()
        shortened += last.sum()
    assert shortened > 0
