"""Marts of phone programmes, cell by cell beside a computation from the raw files."""

import pandas as pd
import pytest
from engagement_cells import differing, key_of, keyed, table
from naive_engagement_calls import read
from naive_engagement_programs import user_program_months, user_programs

# The index of the naive tables.
SPELL = "user_key as user, program_key as program, spell_number as spell"


@pytest.fixture(scope="module")
def raw(engagement_warehouse):
    return read(engagement_warehouse.parent / "raw")


@pytest.fixture(scope="module")
def spells(raw):
    return user_programs(raw)


def test_user_programs_are_those_counted_apart(engagement_warehouse, spells):
    direct = spells.index.get_level_values("user").str.split("|").str[0] + "|Direct"
    partners = spells["partner"].fillna(pd.Series(direct, spells.index))
    expected = keyed(spells.assign(partner_org_key=partners.map(key_of)))
    found = table(
        engagement_warehouse,
        f"""select {SPELL}, * exclude (
            user_program_key, user_key, program_key, spell_number
        ) from engagement.fct_user_programs""",
        ["user", "program", "spell"],
    )
    assert set(found.columns) <= set(expected.columns)
    assert differing(expected[found.columns], found) == {}
    # each kind is there, so that the comparison tells of it
    assert set(found["program_status"]) == {"completed", "active", "dropped"}
    assert set(found["partner_source"]) == {"provider_number", "user", "direct"}
    assert found["has_partner_conflict"].any()
    assert found["is_start_assumed"].any()
    assert found["eop_unknown_lessons"].max() > 0
    assert 0 < found["eop_eligible"].sum() < len(found)


def test_measures_at_a_period_are_those_counted_apart(engagement_warehouse, spells):
    found = table(
        engagement_warehouse,
        f"""select {SPELL}, period, measured.delivered_calls,
            measured.answered_calls, listened_secs, duration_secs
        from intermediate.int_dost__user_program_periods as measured
        inner join intermediate.int_dost__spells using (user_program_key)""",
        ["user", "program", "spell", "period"],
    )
    expected = keyed(spells)
    for period, rows in found.groupby("period"):
        rows = rows.droplevel("period")
        naive = expected[[f"{period}_{name}" for name in rows.columns]]
        # who has not reached the period has no row, and nothing that is counted
        naive = naive.dropna(how="all")
        assert differing(naive.set_axis(rows.columns, axis=1), rows) == {}


def test_months_are_those_counted_apart(engagement_warehouse, raw):
    expected = keyed(user_program_months(raw))
    found = table(
        engagement_warehouse,
        f"""select {SPELL}, months.* exclude (user_program_key, load_key)
        from engagement.fct_user_program_months as months
        inner join engagement.fct_user_programs using (user_program_key)""",
        ["user", "program", "spell", "month_number"],
    )
    assert set(found.columns) <= set(expected.columns)
    assert differing(expected[found.columns], found) == {}
    assert set(found["level_2020"]) >= {"high", "medium", "low", "very_low", "no_calls"}
    assert set(found["level_2023"]) >= {"high", "medium", "low", "none", "no_calls"}
    assert found["is_censored"].any()
