"""Retention, panel and league of a whole warehouse, counted again from its marts."""

import numpy as np
import pandas as pd
import pytest
from conftest import query
from lifelines import KaplanMeierFitter
from scipy.stats import binomtest

# the policy default_n10 and the seed engagement_parameters
MIN_USERS, MIN_EVENTS, MIN_RANKED, ENGAGED = 10, 3, 30, 0.5


def frame(warehouse, sql, *columns):
    return pd.DataFrame(query(warehouse, sql), columns=columns)


def test_curves_are_those_of_lifelines(engagement_warehouse):
    spells = frame(
        engagement_warehouse,
        "select partner_org_key, program_status, date_diff('day', program_start_date,"
        " last_answered_date) from engagement.fct_user_programs",
        *("partner", "status", "days"),
    )
    spells["days"] = spells["days"].fillna(0)
    told = frame(
        engagement_warehouse,
        "select dimension, group_key, week_number, at_risk, survival, ci_low, ci_high"
        " from reports.rpt_engagement__retention_curve"
        " where dimension in ('all', 'partner')",
        *("dimension", "group", "week", "at_risk", "survival", "low", "high"),
    )
    groups = {"All": spells} | dict(iter(spells.groupby("partner")))
    assert set(told["group"]) == set(groups)
    hidden = 0
    for group, rows in told.groupby("group"):
        own = groups[group]
        fitter = KaplanMeierFitter().fit(own["days"], own["status"] == "dropped")
        ends = pd.concat(
            [fitter.survival_function_, fitter.confidence_interval_], axis=1
        ).reindex(rows["week"] * 7, method="ffill")
        at_risk = [(own["days"] >= 7 * week).sum() for week in rows["week"]]
        is_told = np.array(at_risk) >= MIN_USERS
        hidden += (~is_told).sum()
        assert (rows["survival"].notna().to_numpy() == is_told).all()
        found = rows[["survival", "low", "high"]].to_numpy(dtype=float)[is_told]
        np.testing.assert_allclose(found, ends.to_numpy()[is_told], rtol=0, atol=1e-9)
        assert rows["at_risk"][is_told].tolist() == np.array(at_risk)[is_told].tolist()
    # of the partners of 500 users some have few at risk later
    assert 0 < hidden < len(told)


def test_panel_is_that_of_first_valid_answers(engagement_warehouse):
    answers = frame(
        engagement_warehouse,
        "select user_key, question, phase, is_desired"
        " from engagement.fct_prompt_responses where is_valid"
        " order by responded_at, response_id",
        *("user", "question", "phase", "is_desired"),
    )
    first = answers.groupby(["question", "user", "phase"])["is_desired"].first()
    pairs = first.unstack("phase").dropna(subset=["Baseline", "Endline"]).astype(bool)
    found = {
        row[0]: row[1:]
        for row in query(
            engagement_warehouse,
            "select question, n_users, lost, gained, p_value"
            " from intermediate.py_panel_change where n_users > 0",
        )
    }
    assert set(found) == set(pairs.index.get_level_values("question"))
    for question, own in pairs.groupby("question"):
        lost = (own["Baseline"] & ~own["Endline"]).sum()
        gained = (~own["Baseline"] & own["Endline"]).sum()
        *counts, p_value = found[question]
        assert counts == [len(own), lost, gained]
        expected = (
            binomtest(int(lost), int(lost + gained)).pvalue if lost + gained else 1
        )
        assert p_value == pytest.approx(expected, rel=1e-9)


def test_panel_hides_small_numbers(engagement_warehouse):
    rows = query(
        engagement_warehouse,
        "select counted.n_users, desired_first, desired_last, told.suppression_state,"
        " told.n_users, told.share_first, told.p_value"
        " from intermediate.py_panel_change as counted"
        " inner join reports.rpt_engagement__panel_change as told using (question)",
    )
    for users, before, after, state, told, share, p_value in rows:
        least = min(before, after, users - before, users - after)
        if users < MIN_USERS:
            assert (state, told) == ("suppressed_primary", None)
        elif least < MIN_EVENTS:
            assert (state, told) == ("bounded", users)
        else:
            assert (state, told) == ("published", users)
        assert (share is None) == (p_value is None) == (state != "published")


def test_league_is_counted_from_the_calls(engagement_warehouse):
    users = frame(
        engagement_warehouse,
        "select spells.partner_org_key, spells.user_key, count(*),"
        " sum(case when calls.is_answered then 1 else 0 end)"
        " from engagement.fct_calls as calls"
        " inner join intermediate.int_dost__experiences_spelled as experiences"
        " using (experience_key)"
        " inner join engagement.fct_user_programs as spells"
        " on experiences.user_program_key = spells.user_program_key"
        " where calls.is_delivered and not calls.is_excluded group by 1, 2",
        *("partner", "user", "delivered", "answered"),
    ).astype({"delivered": float, "answered": float})
    months = frame(
        engagement_warehouse,
        "select spells.partner_org_key, periods.listened_secs, periods.duration_secs"
        " from intermediate.int_dost__user_program_periods as periods"
        " inner join engagement.fct_user_programs as spells using (user_program_key)"
        " where period = 'month3'",
        *("partner", "listened", "duration"),
    ).astype({"listened": float, "duration": float})
    found = frame(
        engagement_warehouse,
        "select partner_org_key, suppression_state, is_ranked, n_users, response_rate,"
        " month3_eligible, month3_engaged_share, month3_listen_rate, rank"
        " from reports.rpt_engagement__partner_league",
        *("partner", "state", "is_ranked", "n_users", "rate"),
        *("eligible", "engaged", "listen_rate", "rank"),
    ).set_index("partner")
    assert set(found.index) == set(users["partner"])
    states = set()
    for partner, own in users.groupby("partner"):
        row = found.loc[partner]
        states.add(row["state"])
        if len(own) < MIN_USERS:
            assert row["state"] == "suppressed_primary"
            assert pd.isna(row["n_users"])
        elif len(own) < MIN_RANKED:
            assert (row["state"], row["n_users"]) == ("too_few", len(own))
        if len(own) < MIN_RANKED:
            assert row[["rate", "eligible", "engaged", "rank"]].isna().all()
            continue
        rate = own["answered"].sum() / own["delivered"].sum()
        assert row["rate"] == pytest.approx(rate, rel=1e-9)
        month = months[months["partner"] == partner]
        engaged = (
            (month["duration"] > 0) & (month["listened"] >= ENGAGED * month["duration"])
        ).sum()
        assert row["eligible"] == len(month)
        listened = month["listened"].sum() / month["duration"].sum()
        assert row["listen_rate"] == pytest.approx(listened, rel=1e-9)
        if MIN_EVENTS <= engaged <= len(month) - MIN_EVENTS:
            assert row["engaged"] == pytest.approx(engaged / len(month), rel=1e-9)
        else:
            assert pd.isna(row["engaged"])
    assert states == {"suppressed_primary", "too_few", "published"}
    ranked = found[found["is_ranked"]]
    assert (ranked["rank"] == ranked["rate"].rank(ascending=False, method="min")).all()
