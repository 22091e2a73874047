"""Calls and enrolments of a phone programme, from its raw files with pandas.

Written from the specification and the descriptions of the models, without any of their
SQL. Identifiers are texts "platform|id"; times and days are Indian.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

ORGANIZATION = "parent_line"
ZONES = {"rp_ivr": "UTC", "admindashboard": "Asia/Kolkata"}
# what a platform says of a call: delivered, answered
BY_CODE = {"16": (1, 1), "17": (1, 0), "19": (1, 0)}
BY_STATUS = {"completed": (1, 1), "failed-no-response": (1, 0), "failed": (0, 0)}
MAJORITY, FULL = 0.5, 0.9
MOST_DAYS_BETWEEN = 180


class Raw(NamedTuple):
    """The files as tables of text, and the day that the set was made for."""

    tables: dict[str, pd.DataFrame]
    as_of: pd.Timestamp


def read(raw: Path) -> Raw:
    """The files below a raw root; empty cells are missing, references are whole keys.

    Columns `x_id` of a table become `x`, with the platform before the identifier.
    """
    tables = {}
    for file in sorted((raw / "dost" / ORGANIZATION).glob("*.csv")):
        table = pd.read_csv(file, dtype=str, na_values=[""], keep_default_na=False)
        for name in [name for name in table.columns if name.split("_")[-1] == "id"]:
            table[name] = table["data_source"] + "|" + table[name]
        tables[file.stem] = table.rename(columns=lambda name: name.removesuffix("_id"))
    manifest = json.loads((raw / "_manifest.json").read_text(encoding="utf-8"))
    return Raw(tables, pd.Timestamp(manifest["as_of_date"]))


def indian(times: pd.Series, platforms: pd.Series) -> pd.Series:
    """Times as written by each platform, as Indian times without a zone."""
    found = pd.Series(pd.NaT, index=times.index, dtype="datetime64[s]")
    for platform, zone in ZONES.items():
        written = pd.to_datetime(times[platforms == platform])
        there = written.dt.tz_localize(zone).dt.tz_convert("Asia/Kolkata")
        found[there.index] = there.dt.tz_localize(None)
    return found


def calls_of(raw: Raw) -> pd.DataFrame:
    """A row per call that counts, in the order of the file.

    delivered, answered: 1, 0 or missing; duration, listened (capped): seconds;
    week, sequence_index: of the lesson, missing where the platform has no such lesson;
    day: on which the call was made
    """
    calls = raw.tables["campaigns"].copy()
    lessons = raw.tables["program_sequences"].set_index("id")
    contents = raw.tables["contents"].set_index("id")
    starts = raw.tables["experiences"].set_index("id")["start_date"]
    platforms = calls["data_source"]
    calls["attempted"] = indian(calls["attempted_timestamp"], platforms)
    calls["started"] = indian(calls["call_start_time"], platforms)
    calls["day"] = calls["attempted"].dt.normalize()
    is_coded = platforms == "rp_ivr"
    said = calls["telco_code"].map(BY_CODE).where(is_coded)
    said = said.fillna(calls["status"].map(BY_STATUS).where(~is_coded))
    # a code that is not in the list is that of a call that failed
    unheard = is_coded & calls["telco_code"].notna() & said.isna()
    for place, name in enumerate(("delivered", "answered")):
        found = said.str[place].mask(unheard, 0)
        found = found.mask(calls["call_type"] == "missed_call")
        calls[name] = found.astype("float64")
    for name in ("sequence_index", "week"):
        calls[name] = calls["programseq"].map(lessons[name]).astype("Int64")
    calls["duration"] = pd.to_numeric(calls["content"].map(contents["duration_secs"]))
    heard = pd.to_numeric(calls["listen_secs"])
    capped = np.minimum(heard, calls["duration"]).clip(lower=0)
    calls["listened"] = capped.where(calls["answered"] == 1)
    same = ["experience", "programseq", "call_type", "attempted"]
    is_copy = calls.duplicated(same)
    start = pd.to_datetime(calls["experience"].map(starts))
    return calls[~is_copy & ~(calls["day"] < start)].reset_index(drop=True)


def experiences_of(raw: Raw, calls: pd.DataFrame) -> pd.DataFrame:
    """A row per experience with its spell and where its user came from.

    start: as written, else the first delivered call, else the day of the entry
    """
    found = raw.tables["experiences"].copy()
    delivered = calls[calls["delivered"] == 1]
    first = found["id"].map(delivered.groupby("experience")["day"].min())
    found["is_assumed"] = found["start_date"].isna()
    entered = indian(found["created_at"], found["data_source"]).dt.normalize()
    found["start"] = pd.to_datetime(found["start_date"]).fillna(first).fillna(entered)
    found["number_partner"] = _partner_of_number(raw, found)
    found["is_number_unknown"] = (
        found["provider_number"].notna() & found["number_partner"].isna()
    )
    users = raw.tables["users"].set_index("id")
    found["user_partner"] = found["user"].map(users["partner"])
    found["serial"] = found["id"].str.split("|").str[1].astype(int)
    found = found.sort_values(["user", "program", "start", "serial"])
    found["spell"] = 0
    last = found["id"].map(delivered.groupby("experience")["day"].max())
    # whoever was never reached was last heard of at the start
    found["last"] = last.fillna(found["start"])
    for _, group in found.groupby(["user", "program"]):
        found.loc[group.index, "spell"] = _spells(group)
    return found.reset_index(drop=True)


def _spells(group: pd.DataFrame) -> list[int]:
    """Numbers of the spells of one user's experiences in one programme, from 1."""
    numbers = [1]
    for place in range(1, len(group)):
        last = group["last"].iloc[:place].max()
        gap = (group["start"].iloc[place] - last).days
        numbers.append(numbers[-1] + int(gap > MOST_DAYS_BETWEEN))
    return numbers


def _partner_of_number(raw: Raw, experiences: pd.DataFrame) -> pd.Series:
    """The partner that had the number called on the day of the start."""
    periods = raw.tables["provider_numbers"][
        ["data_source", "provider_number", "partner", "valid_from", "valid_to"]
    ]
    asked = experiences[["id", "data_source", "provider_number", "start"]].copy()
    asked["provider_number"] = asked["provider_number"].str[-10:]
    both = asked.merge(periods, on=["data_source", "provider_number"])
    # an open period ends never
    ended = pd.to_datetime(both["valid_to"]) <= both["start"]
    holds = (pd.to_datetime(both["valid_from"]) <= both["start"]) & ~ended
    return experiences["id"].map(both[holds].set_index("id")["partner"])
