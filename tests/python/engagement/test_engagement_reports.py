"""Lessons, pick-up, opt-outs and delivery, beside a computation from the raw files."""

from types import SimpleNamespace

import pytest
from engagement_cells import differing, table
from naive_engagement_calls import calls_of, experiences_of, read
from naive_engagement_programs import user_programs, with_spells
from naive_engagement_reports import (
    delivery_health,
    lesson_dropoff,
    opt_outs,
    pickup_profile,
)


@pytest.fixture(scope="module")
def counted(engagement_warehouse):
    raw = read(engagement_warehouse.parent / "raw")
    calls = calls_of(raw)
    experiences = experiences_of(raw, calls)
    return SimpleNamespace(
        raw=raw, calls=calls, experiences=experiences, spells=user_programs(raw)
    )


def same_where_told(warehouse, expected, name, hidden_when=None):
    """Rows are the same, and so is every number that the report tells.

    hidden_when: (column, least) whose smaller numbers are not told; else n_users and 10
    """
    expected = expected.sort_index()
    found = table(
        warehouse, f"select * from reports.rpt_engagement__{name}", expected.index.names
    )
    assert list(expected.index) == list(found.index)
    for column in expected:
        told = found[column].notna()
        assert told.any()
        assert differing(expected.loc[told, [column]], found.loc[told, [column]]) == {}
    column, least = hidden_when or ("n_users", 10)
    small = expected[column] < least
    assert small.any()
    assert not found.loc[small, "suppression_state"].eq("published").any()
    return found


def test_pick_up_by_hour_weekday_and_attempt(engagement_warehouse, counted):
    expected = pickup_profile(counted.calls)
    found = same_where_told(engagement_warehouse, expected, "pickup_profile")
    told = found["suppression_state"] == "published"
    rate = expected["answered_calls"] / expected["delivered_calls"]
    assert (found["pickup_rate"] - rate)[told].abs().max() < 1e-9


def test_delivery_of_weeks(engagement_warehouse, counted):
    expected = delivery_health(counted.calls)
    same_where_told(engagement_warehouse, expected, "delivery_health")


def test_lessons_delivered_answered_and_heard_last(engagement_warehouse, counted):
    calls = with_spells(counted.calls, counted.experiences)
    expected = lesson_dropoff(counted.raw, calls, counted.spells)
    found = same_where_told(engagement_warehouse, expected, "lesson_dropoff")
    few = expected["last_heard_count"].between(1, 9)
    assert found.loc[few, "last_heard_count"].isna().all()


def test_opt_outs_of_those_at_risk(engagement_warehouse, counted):
    expected = opt_outs(counted.raw, counted.experiences, counted.spells)
    same_where_told(engagement_warehouse, expected, "opt_outs", ("at_risk_count", 10))


def test_shares_of_levels_add_up_where_all_are_told(engagement_warehouse):
    levels = table(
        engagement_warehouse,
        "select * from reports.rpt_engagement__level_mix",
        ["level_rule", "month_number", "level"],
    )
    months = levels.groupby(["level_rule", "month_number"])
    told = months["share"].transform("count") == months["share"].transform("size")
    assert told.any() and not told.all()
    assert (levels[told].groupby(level=[0, 1])["share"].sum() - 1).abs().max() < 1e-9
