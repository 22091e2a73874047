"""What the reports of phone programmes hold, counted from the raw files with pandas.

Written from the descriptions of the rpt_engagement models; nothing is hidden here. The
enrolments and calls are those of naive_engagement_programs and naive_engagement_calls.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from naive_engagement_calls import Raw, indian
from naive_engagement_programs import SPELL, lessons_of


def pickup_profile(calls: pd.DataFrame) -> pd.DataFrame:
    """delivered_calls, answered_calls and n_users by dimension and value."""
    rang = calls[(calls["call_type"] == "outbound") & (calls["delivered"] == 1)]
    values = {
        "hour": rang["attempted"].dt.hour,
        "weekday": rang["attempted"].dt.day_of_week + 1,
        "attempt": rang["attempt"].astype(int),
    }
    found = []
    for dimension, value in values.items():
        counted = rang.assign(dimension=dimension, value=value)
        found.append(
            counted.groupby(["dimension", "value"]).agg(
                delivered_calls=("delivered", "size"),
                answered_calls=("answered", "sum"),
                n_users=("user", "nunique"),
            )
        )
    return pd.concat(found)


def delivery_health(calls: pd.DataFrame) -> pd.DataFrame:
    """Calls by platform and Monday of the week, and the change of delivered ones."""
    calls = calls[calls["call_type"].isin(["outbound", "missed_call"])]
    is_own = calls["call_type"] == "outbound"
    monday = calls["day"] - pd.to_timedelta(calls["day"].dt.day_of_week, unit="D")
    counted = pd.DataFrame(
        {
            "data_source": calls["data_source"],
            "week_start_date": monday,
            "user": calls["user"],
            "scheduled_calls": is_own,
            "delivered_calls": is_own & (calls["delivered"] == 1),
            "answered_calls": is_own & (calls["answered"] == 1),
            "failed_calls": is_own & (calls["delivered"] == 0),
            "unknown_calls": is_own & calls["delivered"].isna(),
            "missed_calls": ~is_own,
        }
    ).groupby(["data_source", "week_start_date"])
    found = counted.sum(numeric_only=True)
    found["n_users"] = counted["user"].nunique()
    before = found["delivered_calls"].reset_index()
    before["week_start_date"] += pd.Timedelta(days=7)
    before = before.set_index(["data_source", "week_start_date"])["delivered_calls"]
    found["delivered_change"] = found["delivered_calls"] / before - 1
    return found


def lesson_dropoff(raw: Raw, calls: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """Who got, answered and heard a lesson, by programme (All) and place in it."""
    lessons = lessons_of(calls, [*SPELL, "sequence_index"]).reset_index()
    lessons["sequence_index"] = lessons["sequence_index"].astype(int)
    ended = spells.index[spells["program_status"] != "active"]
    heard = lessons[lessons["is_answered"] == 1].groupby(SPELL)["sequence_index"].max()
    last = heard[heard.index.isin(ended)].rename("last")
    lessons = lessons.join(last, on=SPELL)
    lessons["is_last"] = lessons["last"] == lessons["sequence_index"]
    names = raw.tables["programs"].set_index("id")
    names = names["name"] + " (" + names["data_source"] + ")"
    named = lessons.assign(program=lessons["program"].map(names))
    found = (
        pd.concat([named, lessons.assign(program="All")])
        .groupby(["program", "sequence_index"])
        .agg(
            delivered_count=("is_answered", "size"),
            answered_count=("is_answered", "sum"),
            n_users=("user", "nunique"),
            last_heard_count=("is_last", "sum"),
            listened=("listened_secs", "sum"),
            lasted=("duration_secs", "sum"),
        )
    )
    found["answered_rate"] = found["answered_count"] / found["delivered_count"]
    found["listen_rate"] = found["listened"] / found["lasted"].replace(0, np.nan)
    return found.drop(columns=["listened", "lasted"])


def opt_outs(raw: Raw, experiences: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """At risk and left, by week of the programme and reason (All)."""
    said = raw.tables["opt_outs"].drop(columns=["user", "program"])
    said = said.join(experiences.set_index("id")[SPELL], on="experience", how="inner")
    said["day"] = indian(said["opted_out_at"], said["data_source"]).dt.normalize()
    start = spells["program_start_date"].rename("start")
    said = said.join(start, on=SPELL, how="inner")
    said["week"] = (said["day"] - said["start"]).dt.days // 7 + 1
    said = said[said["week"] >= 1].sort_values("day").drop_duplicates(SPELL)
    until = spells["eop_date"].clip(upper=raw.as_of)
    last = (until - start).dt.days // 7 + 1
    left = said.set_index(SPELL)[["week", "reason"]]
    last = left["week"].reindex(last.index).fillna(last)
    found = []
    for week in range(1, int(last.max()) + 1):
        for reason in ("All", *sorted(left["reason"].unique())):
            gone = left[left["week"] == week]
            gone = gone if reason == "All" else gone[gone["reason"] == reason]
            found.append((week, reason, (last >= week).sum(), len(gone)))
    columns = ["week_in_program", "reason", "at_risk_count", "opt_out_count"]
    table = pd.DataFrame(found, columns=columns).set_index(columns[:2])
    table["opt_out_rate"] = table["opt_out_count"] / table["at_risk_count"]
    return table
