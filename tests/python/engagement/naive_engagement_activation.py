"""What users did in the first 15 days of an enrolment, from raw files with pandas."""

from __future__ import annotations

import pandas as pd
from naive_engagement_calls import Raw, calls_of, experiences_of, indian
from naive_engagement_programs import SPELL, lessons_of, with_spells

DAYS = 15
LEAST_DELIVERED = 7
PICKS_UP, HEARS, ANSWERS = 0.8, 0.5, 0.5
WITHIN = pd.Timedelta(seconds=60)


def activation(raw: Raw, spells: pd.DataFrame) -> pd.DataFrame:
    """Three flags by spell, of those with 7 delivered calls in their first 15 days.

    `spells`: `user_programs` of `raw`. Those whose 15 days are not over are left out.
    """
    calls = calls_of(raw)
    calls = with_spells(calls, experiences_of(raw, calls))
    ends = spells["program_start_date"] + pd.Timedelta(days=DAYS)
    ends = ends[ends <= raw.as_of].rename("end")
    calls = calls.join(ends, on=SPELL, how="inner")
    calls = calls[calls["day"] < calls["end"]]
    counts = calls.groupby(SPELL)[["delivered", "answered"]].sum()
    counts = counts[counts["delivered"] >= LEAST_DELIVERED]
    lessons = lessons_of(calls, [*SPELL, "sequence_index"]).groupby(SPELL)
    heard = lessons["is_majority"].mean().reindex(counts.index)
    pressed = _pressed(raw, calls).reindex(counts.index)
    picks_up = counts["answered"] / counts["delivered"] >= PICKS_UP
    return pd.DataFrame(
        {
            "activation_share": picks_up & (heard >= HEARS),
            "answers_prompts_share": pressed >= ANSWERS,
            "calls_back_share": counts.index.isin(_rang_back(calls)),
        }
    )


def _pressed(raw: Raw, calls: pd.DataFrame) -> pd.Series:
    """Share of the prompts heard in these days at which a key was pressed, by spell."""
    prompts = raw.tables["prompt_responses"]
    called = calls.drop_duplicates("id").set_index("id")[[*SPELL, "end"]]
    prompts = prompts[["campaign", "data_source", "response", "responded_at"]].join(
        called, on="campaign", how="inner"
    )
    at = indian(prompts["responded_at"], prompts["data_source"])
    prompts = prompts[at < prompts["end"]]
    return prompts["response"].notna().groupby([prompts[name] for name in SPELL]).mean()


def _rang_back(calls: pd.DataFrame) -> pd.MultiIndex:
    """Spells whose user rang within a minute of a call that was not answered."""
    rings = calls.loc[calls["call_type"] == "missed_call", [*SPELL, "attempted"]]
    missed = calls[(calls["delivered"] == 1) & (calls["answered"] == 0)]
    both = rings.merge(missed[[*SPELL, "attempted"]], on=SPELL, suffixes=("", "_call"))
    later = both["attempted"] - both["attempted_call"]
    soon = (later >= pd.Timedelta(0)) & (later <= WITHIN)
    return pd.MultiIndex.from_frame(both.loc[soon, SPELL].drop_duplicates())
