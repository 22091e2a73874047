"""Retention curves of groups of enrolments, from relations to a table."""

from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from edstats.engagement.parameters import read_parameters
from edstats.engagement.relations import arrow_of, fields, table_of
from edstats.engagement.survival import kaplan_meier

GROUP = ("organization_id", "dimension", "group_key", "group_name")
RETENTION = pa.schema(
    [
        *fields(pa.string(), *GROUP),
        *fields(pa.int32(), "time_days", "at_risk", "events", "censored"),
        *fields(pa.float64(), "survival", "ci_low", "ci_high"),
    ]
)
# dimension -> columns of key and name
DIMENSIONS = {
    "all": ("everybody", "everybody"),
    "partner": ("partner_org_key", "partner_name"),
    "program": ("program_key", "program_name"),
    "channel": ("channel_name", "channel_name"),
    "parent_type": ("parent_type", "parent_type"),
    "cohort_quarter": ("cohort_quarter", "cohort_quarter"),
}
WEEK = 7


def retention_curves(spells, users, partners, programs, parameters, z):
    """Table in columns RETENTION: each group's curve, a row per time.

    spells: relation with user_key, program_key, partner_org_key, program_status,
        cohort_month, program_start_date and last_answered_date
    users: with user_key and parent_type, not of all spells; partners: with
        partner_org_key, organization_id, partner_name, channel_name, data_source;
        programs: program_key, program_name
    parameters: relation of the seed `engagement_parameters`
    Times are whole days from the start to the last answered call, 0 where none was
    answered; who dropped out is an event, everybody else leaves observation. A curve
    has a row at the end of every week up to `retention_weeks`, whoever was lost then.
    """
    weeks = read_parameters(parameters).retention_weeks
    week_ends = np.arange(weeks + 1) * WEEK
    facts = spell_facts(spells, users, partners, programs)
    rows = []
    for dimension, (key, name) in DIMENSIONS.items():
        columns = list(dict.fromkeys(["organization_id", key, name]))
        counted = facts.group_by([*columns, "time_days"]).aggregate(
            [("is_event", "sum"), ("is_event", "count")]
        )
        ordered = counted.sort_by(
            [(column, "ascending") for column in (*columns, "time_days")]
        ).to_pylist()
        for group, members in groupby(
            ordered, key=lambda row: (row["organization_id"], row[key], row[name])
        ):
            facts_of_group = dict(
                zip(GROUP, (group[0], dimension, *group[1:]), strict=True)
            )
            rows += curve_rows(facts_of_group, list(members), week_ends, z)
    return table_of(rows, RETENTION)


def spell_facts(spells, users, partners, programs):
    """An Arrow table with a row per enrolment: its groups, time_days and is_event."""
    facts = arrow_of(
        spells,
        *("user_key", "program_key", "partner_org_key", "program_status"),
        *("cohort_month", "program_start_date", "last_answered_date"),
    )
    for dimension, key, *columns in (
        (users, "user_key", "parent_type"),
        (
            partners,
            *("partner_org_key", "organization_id", "partner_name", "channel_name"),
            "data_source",
        ),
        (programs, "program_key", "program_name"),
    ):
        facts = facts.join(arrow_of(dimension, key, *columns), key)
    for name in ("partner_name", "program_name"):
        facts = facts.set_column(
            facts.column_names.index(name), name, named_with_platform(facts, name)
        )
    days = pc.days_between(facts["program_start_date"], facts["last_answered_date"])
    quarter = pc.binary_join_element_wise(
        pc.cast(pc.year(facts["cohort_month"]), pa.string()),
        pc.cast(pc.quarter(facts["cohort_month"]), pa.string()),
        " Q",
    )
    return (
        facts.set_column(
            facts.column_names.index("parent_type"),
            "parent_type",
            pc.fill_null(facts["parent_type"], "unknown"),
        )
        .append_column("everybody", pa.repeat("All", len(facts)))
        .append_column("cohort_quarter", quarter)
        # the greater of the two, and 0 where no call was answered
        .append_column("time_days", pc.max_element_wise(days, 0))
        .append_column(
            "is_event",
            pc.cast(pc.equal(facts["program_status"], "dropped"), pa.int64()),
        )
    )


def named_with_platform(facts, name):
    """Names such as `Khel 1 (rp_ivr)`: platforms have partners of the same name."""
    return pc.binary_join_element_wise(facts[name], " (", facts["data_source"], ")", "")


def curve_rows(facts, members, week_ends, z):
    """Dicts in columns RETENTION of one group.

    members: dicts with time_days, is_event_sum and is_event_count
    """
    lost = [row["is_event_sum"] for row in members]
    left = [row["is_event_count"] - row["is_event_sum"] for row in members]
    nobody = [0] * len(week_ends)
    curve = kaplan_meier(
        np.append([row["time_days"] for row in members], week_ends),
        lost + nobody,
        left + nobody,
        z,
    )
    columns = (curve.time, curve.at_risk, curve.events, curve.censored)
    figures = (curve.survival, curve.low, curve.high)
    names = RETENTION.names[len(GROUP) :]
    return [
        facts | dict(zip(names, (*map(int, counts), *numbers), strict=True))
        for counts, numbers in zip(
            zip(*columns, strict=True), zip(*figures, strict=True), strict=True
        )
    ]
