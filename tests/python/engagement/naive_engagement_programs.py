"""What users heard of programmes, counted from the raw files with pandas.

`user_programs` and `user_program_months` have the columns of the marts of these names,
with identifiers in place of keys. Measures are counted anew from the calls before each
cut-off; nothing is carried from one to the next.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from naive_engagement_calls import FULL, MAJORITY, Raw, calls_of, experiences_of, indian

SPELL = ["user", "program", "spell"]
MONTHS = (1, 3, 5)
OUTCOMES = [*(f"month{n}" for n in MONTHS), "eop"]
PERIODS = ["day15", *OUTCOMES]
FIRST_DAYS = pd.Timedelta(days=15)
FALLBACK_MONTHS = 6
ACTIVE_DAYS = 30
ONE_DAY = pd.Timedelta(days=1)


def user_programs(raw: Raw) -> pd.DataFrame:
    """A row per user, programme and spell (the index): dates, status and measures."""
    calls = calls_of(raw)
    experiences = experiences_of(raw, calls)
    calls = with_spells(calls, experiences)
    found = _spells(raw, calls, experiences)
    return found.join(measures(raw, calls, found))


def with_spells(calls: pd.DataFrame, experiences: pd.DataFrame) -> pd.DataFrame:
    """Calls with the user, programme and spell of their experience."""
    whose = experiences.set_index("id")[SPELL]
    return calls.drop(columns=["user", "program"]).join(whose, on="experience")


def _spells(raw: Raw, calls: pd.DataFrame, experiences: pd.DataFrame) -> pd.DataFrame:
    """A row per spell: partner, dates, status, and calls in all."""
    grouped = experiences.groupby(SPELL)
    # head, as GroupBy.first takes the first value that is not missing
    first = grouped.head(1).set_index(SPELL).sort_index()
    found = pd.DataFrame(index=first.index)
    found["partner"] = first["number_partner"].fillna(first["user_partner"])
    found["partner_source"] = np.select(
        [first["number_partner"].notna(), first["user_partner"].notna()],
        ["provider_number", "user"],
        "direct",
    )
    named = pd.concat(
        experiences[[*SPELL, side]].set_axis([*SPELL, "partner"], axis=1)
        for side in ("number_partner", "user_partner")
    )
    found["has_partner_conflict"] = named.groupby(SPELL)["partner"].nunique() > 1
    users = raw.tables["users"].set_index("id")
    signed_up = indian(users["created_on"], users["data_source"]).dt.normalize()
    user = found.index.get_level_values("user").to_series(index=found.index)
    found["created_on"] = user.map(signed_up)
    start = first["start"]
    found["program_start_date"] = start
    found["is_start_assumed"] = first["is_assumed"]
    found["cohort_month"] = start.dt.to_period("M").dt.to_timestamp()
    for number in MONTHS:
        found[f"month{number}_date"] = start + pd.DateOffset(months=number)
    lessons = raw.tables["program_sequences"].astype(
        {"week": int, "sequence_index": int}
    )
    course = lessons.groupby("program")[["week", "sequence_index"]].max()
    program = found.index.get_level_values("program").to_series(index=found.index)
    weeks = program.map(course["week"])
    found["scheduled_end_date"] = (start + pd.to_timedelta(7 * weeks, unit="D")).fillna(
        start + pd.DateOffset(months=FALLBACK_MONTHS)
    )
    delivered = calls[calls["delivered"] == 1]
    final = delivered["sequence_index"] == delivered["program"].map(
        course["sequence_index"]
    )
    found["program_end_date"] = delivered[final].groupby(SPELL)["day"].max()
    found["eop_date"] = found["program_end_date"].fillna(found["scheduled_end_date"])
    found["last_call_date"] = calls.groupby(SPELL)["day"].max()
    # who was not called yet is there since the start
    days_since = (raw.as_of - found["last_call_date"].fillna(start)).dt.days
    found["program_status"] = np.select(
        [found["program_end_date"].notna(), days_since <= ACTIVE_DAYS],
        ["completed", "active"],
        "dropped",
    )
    answered = calls[calls["answered"] == 1]
    found["first_delivered_date"] = delivered.groupby(SPELL)["day"].min()
    found["last_delivered_date"] = delivered.groupby(SPELL)["day"].max()
    found["last_answered_date"] = answered.groupby(SPELL)["day"].max()
    for name, some in (("delivered_calls", delivered), ("answered_calls", answered)):
        counted = some.groupby(SPELL).size()
        found[name] = counted.reindex(found.index, fill_value=0)
    return found


def cut_offs(spells: pd.DataFrame) -> pd.DataFrame:
    """First day that no longer counts, by spell (rows) and period (columns)."""
    end = spells["eop_date"] + ONE_DAY
    days = {
        f"month{number}": spells[f"month{number}_date"].where(
            spells[f"month{number}_date"] < end, end
        )
        for number in MONTHS
    }
    first = {"day15": spells["program_start_date"] + FIRST_DAYS}
    return pd.DataFrame(first | days | {"eop": end})


def eligible(raw: Raw, spells: pd.DataFrame) -> pd.DataFrame:
    """Whether a period has passed by the as-of date, by spell and period."""
    days = {f"month{n}": spells[f"month{n}_date"] for n in MONTHS}
    first = {"day15": spells["program_start_date"] + FIRST_DAYS}
    return pd.DataFrame(first | days | {"eop": spells["eop_date"]}) <= raw.as_of


def measures(raw: Raw, calls: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """What was delivered and heard before each cut-off; missing where not eligible."""
    ends, passed = cut_offs(spells), eligible(raw, spells)
    found = pd.DataFrame(index=spells.index)
    for period in PERIODS:
        end = calls[SPELL].join(ends[period], on=SPELL)[period]
        counted = _of_lessons(calls[calls["day"] < end])
        counted = counted.reindex(spells.index, fill_value=0)
        found[f"{period}_eligible"] = passed[period]
        for name in counted.columns:
            found[f"{period}_{name}"] = counted[name].where(passed[period])
    return found


def _of_lessons(calls: pd.DataFrame) -> pd.DataFrame:
    """Counts of calls and lessons, minutes and seconds, by spell, of these calls."""
    of_calls = (
        calls.groupby(SPELL)[["delivered", "answered"]].sum().add_suffix("_calls")
    )
    lessons = lessons_of(calls, [*SPELL, "sequence_index"])
    lessons["completed_minutes"] = lessons["listened_secs"] / 60
    counts = {
        "is_delivered": "delivered_lessons",
        "is_answered": "answered_lessons",
        "is_majority": "majority_lessons",
        "is_full": "full_lessons",
        "is_unknown": "unknown_lessons",
    }
    sums = [*counts, "completed_minutes", "listened_secs", "duration_secs"]
    found = of_calls.join(lessons.groupby(SPELL)[sums].sum().rename(columns=counts))
    found["completed_lessons"] = found["majority_lessons"]
    return found.fillna(0)


def lessons_of(calls: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """A row per lesson delivered in these calls: what the best call of it reached.

    The length of a lesson is that of its longest content. Whether it was completed is
    unknown where a call that could have done so has no known length.
    """
    calls = calls[(calls["delivered"] == 1) & calls["sequence_index"].notna()]
    share = calls["listened"] / calls["duration"]
    no_length = (calls["answered"] == 1) & calls["duration"].isna()
    grouped = calls.assign(share=share, no_length=no_length).groupby(key)
    found = grouped.agg(
        is_answered=("answered", "max"),
        share=("share", "max"),
        listened_secs=("listened", "max"),
        duration_secs=("duration", "max"),
        is_unknown=("no_length", "max"),
    )
    found["is_delivered"] = True
    found["is_majority"] = found["share"] >= MAJORITY
    found["is_full"] = found["share"] >= FULL
    found["is_unknown"] &= ~found["is_majority"]
    return found.fillna({"listened_secs": 0, "duration_secs": 0})


def user_program_months(raw: Raw) -> pd.DataFrame:
    """A row per spell and month of it, counted from 0, with rates and both levels."""
    calls = calls_of(raw)
    experiences = experiences_of(raw, calls)
    calls = with_spells(calls, experiences)
    spells = _spells(raw, calls, experiences)
    found = []
    last = spells["eop_date"].clip(upper=raw.as_of)
    number = 0
    begin = spells["program_start_date"]
    while (begin <= last).any():
        end = spells["program_start_date"] + pd.DateOffset(months=number + 1)
        window = pd.DataFrame({"month_start_date": begin, "month_end_date": end})
        window = window[begin <= last]
        inside = calls.join(window.assign(last=last), on=SPELL, how="inner")
        inside = inside[
            (inside["day"] >= inside["month_start_date"])
            & (inside["day"] < inside["month_end_date"])
            & (inside["day"] <= inside["last"])
        ]
        counted = _of_lessons(inside).reindex(window.index, fill_value=0)
        found.append(window.join(counted).assign(month_number=number))
        begin, number = end, number + 1
    months = pd.concat(found).set_index("month_number", append=True)
    months["response_rate"] = months["answered_calls"] / months["delivered_calls"]
    months["listen_rate"] = months["listened_secs"] / months["duration_secs"]
    months["level_2020"] = levels_2020(months)
    months["level_2023"] = levels_2023(months)
    months["is_censored"] = months["month_end_date"] > raw.as_of
    return months


def levels_2020(months: pd.DataFrame) -> np.ndarray:
    """The rule of 2020, by the share that was heard of what was delivered."""
    heard = months["listen_rate"]
    return np.select(
        [
            months["delivered_calls"] == 0,
            heard.isna(),
            heard < 0.05,
            heard < 0.25,
            heard < 0.5,
        ],
        ["no_calls", "unknown", "very_low", "low", "medium"],
        "high",
    )


def levels_2023(months: pd.DataFrame) -> np.ndarray:
    """The rule of 2023, by calls picked up and by what was heard."""
    picked_up, heard = months["response_rate"], months["listen_rate"]
    return np.select(
        [
            months["delivered_calls"] == 0,
            heard.isna(),
            (picked_up >= 0.6) & (heard >= 0.5),
            (picked_up >= 0.4) & (heard >= 0.25),
            picked_up >= 0.04,
        ],
        ["no_calls", "unknown", "high", "medium", "low"],
        "none",
    )
