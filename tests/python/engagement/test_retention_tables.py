"""Retention curves of groups: from enrolments to rows."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from edstats.engagement.retention import retention_curves
from lifelines import KaplanMeierFitter

Z = 1.959963984540054
START = date(2025, 11, 1)
PARAMETERS = pa.table(
    {
        "parameter": ["mcnemar_exact_below", "retention_weeks", "league_min_users"],
        "value": [25, 3, 30],
    }
)
PARTNERS = pa.table(
    {
        "partner_org_key": ["p1", "p2"],
        "partner_name": ["Partner 01", "Partner 02"],
        "channel_name": ["Schools", "Schools"],
        "data_source": ["rp_ivr", "rp_ivr"],
        "organization_id": ["o", "o"],
    }
)
PROGRAMS = pa.table({"program_key": ["k1"], "program_name": ["Khel 1"]})


def curves(spells, known=None):
    """Rows by dimension, group and day; spells: user, partner, status, days, start.

    known: users that are in a file of users; all, where it is None
    """
    columns = ("user_key", "partner_org_key", "program_status", "days")
    frame = pd.DataFrame(spells, columns=[*columns, "program_start_date"])
    last = [
        None if np.isnan(days) else start + timedelta(days=int(days))
        for days, start in zip(frame["days"], frame["program_start_date"], strict=True)
    ]
    table = pa.table(
        {name: frame[name].tolist() for name in (*columns[:-1], "program_start_date")}
        | {
            "program_key": ["k1"] * len(frame),
            "cohort_month": [s.replace(day=1) for s in frame["program_start_date"]],
            "last_answered_date": pa.array(last, pa.date32()),
        }
    )
    listed = [user for user in frame["user_key"] if known is None or user in known]
    users = pa.table(
        {
            "user_key": listed,
            "parent_type": pa.array(
                ["father" if user < "b" else None for user in listed], pa.string()
            ),
        }
    )
    made = retention_curves(table, users, PARTNERS, PROGRAMS, PARAMETERS, Z)
    return {
        (row["dimension"], row["group_key"], row["time_days"]): row
        for row in made.to_pylist()
    }


def test_by_hand():
    """a dropped after 9 days; b never answered and dropped; c is active, answered on
    day 9; d completed on day 40; e has not answered and is active.

    Day 0: 5 at risk, b lost: .8, and e leaves. Day 9: 3 at risk, a lost: .8 x 2/3.
    """
    rows = curves(
        [
            ("a", "p1", "dropped", 9, START),
            ("b", "p1", "dropped", np.nan, START),
            ("c", "p2", "active", 9, date(2026, 1, 1)),
            ("d", "p1", "completed", 40, START),
            ("e", "p1", "active", np.nan, START),
        ]
    )
    everybody = {key[2]: row for key, row in rows.items() if key[0] == "all"}
    found = {
        day: (row["at_risk"], row["events"], row["censored"])
        for day, row in everybody.items()
    }
    # days of events and of leaving, and the ends of weeks 0 to 3
    assert found == {
        0: (5, 1, 1),
        7: (3, 0, 0),
        9: (3, 1, 1),
        14: (1, 0, 0),
        21: (1, 0, 0),
        40: (1, 0, 1),
    }
    assert everybody[7]["survival"] == pytest.approx(0.8)
    assert everybody[40]["survival"] == pytest.approx(0.5333333333, abs=1e-10)
    assert rows["partner", "p2", 9]["group_name"] == "Partner 02 (rp_ivr)"
    assert rows["program", "k1", 0]["group_name"] == "Khel 1 (rp_ivr)"
    assert rows["channel", "Schools", 0]["at_risk"] == 5
    assert rows["parent_type", "unknown", 0]["at_risk"] == 4
    assert rows["cohort_quarter", "2025 Q4", 0]["at_risk"] == 4
    assert rows["cohort_quarter", "2026 Q1", 9]["censored"] == 1


def test_groups_are_as_in_lifelines():
    random = np.random.default_rng(3)
    spells = [
        (f"{i:03}", f"p{1 + i % 2}", status, days, START)
        for i, (status, days) in enumerate(
            zip(
                random.choice(["dropped", "active", "completed"], 200),
                random.integers(0, 120, 200).astype(float),
                strict=True,
            )
        )
    ]
    rows = curves(spells)
    for partner in ("p1", "p2"):
        own = [spell for spell in spells if spell[1] == partner]
        fitter = KaplanMeierFitter().fit(
            [spell[3] for spell in own], [spell[2] == "dropped" for spell in own]
        )
        days = sorted(day for _, group, day in rows if group == partner)
        expected = fitter.survival_function_at_times(days).to_numpy()
        found = [rows["partner", partner, day]["survival"] for day in days]
        np.testing.assert_allclose(found, expected, atol=1e-9)


def test_order_of_the_rows_does_not_matter():
    spells = [
        (name, "p1", status, days, START)
        for name, status, days in zip(
            "abcdef", ["dropped", "active"] * 3, [1, 5, 5, 2, 8, 1.0], strict=True
        )
    ]
    assert list(curves(spells).items()) == list(curves(spells[::-1]).items())


def test_who_is_in_no_file_of_users_is_of_the_organization_of_the_partner():
    spells = [("a", "p1", "active", 10, START), ("unknown", "p1", "dropped", 10, START)]
    made = curves(spells, known={"a"})
    assert {row["organization_id"] for row in made.values()} == {"o"}
    assert made["all", "All", 0]["at_risk"] == 2
    assert made["parent_type", "unknown", 0]["at_risk"] == 1


def test_without_enrolments_there_is_no_curve():
    none = pa.schema(
        [(name, pa.string()) for name in ("user_key", "program_key", "partner_org_key")]
        + [("program_status", pa.string())]
        + [
            (name, pa.date32())
            for name in ("cohort_month", "program_start_date", "last_answered_date")
        ]
    ).empty_table()
    users = pa.table(
        {name: pa.array([], pa.string()) for name in ("user_key", "parent_type")}
    )
    made = retention_curves(
        none, users, PARTNERS.slice(0, 0), PROGRAMS.slice(0, 0), PARAMETERS, Z
    )
    assert len(made) == 0


def test_a_seed_without_a_parameter_is_refused():
    with pytest.raises(ValueError, match="lacks league_min_users"):
        retention_curves(None, None, None, None, PARAMETERS.slice(0, 2), Z)
