"""Every figure of EngagementMetric before any is hidden, from the naive enrolments.

Written from the specification and the description of rpt_engagement__metrics. A user of
a programme is an enrolment; persons are counted once.
"""

from __future__ import annotations

import pandas as pd
from naive_engagement_calls import Raw
from naive_engagement_programs import PERIODS

DIMENSIONS = ["partner_org", "program", "cohort_month", "channel", "geography"]
# the total, each dimension alone, and three together
GROUPINGS = [[], *([name] for name in DIMENSIONS), DIMENSIONS[:3]]
ROW = ["metric_name", "period", *DIMENSIONS]
FIGURES = ["numerator", "denominator", "value", "p25", "p50", "p75", "n_users"]
MEASURES = ["delivered_calls", "answered_calls", "listened_secs", "duration_secs"]
MEASURES += ["completed_lessons", "completed_minutes"]
ALL = "All"
ENGAGED = 0.5
SPELLINGS = {
    "Nanital": "Nainital",
    "Dehra Dun": "Dehradun",
    "Hardwar": "Haridwar",
    "Udam Singh Nagar": "Udham Singh Nagar",
    "Varansi": "Varanasi",
    "Baharaich": "Bahraich",
    "Pryagraj": "Prayagraj",
}


def metrics(raw: Raw, spells: pd.DataFrame) -> pd.DataFrame:
    """All rows with FIGURES; ROW is the index. `spells`: `user_programs` of `raw`."""
    spells = spells.reset_index()
    spells = spells.assign(**dimensions(raw, spells))
    found = []
    for period in PERIODS:
        there = spells[spells[f"{period}_eligible"]]
        for name, parts in _parts(there, period).items():
            parts = there[[*DIMENSIONS, "user"]].join(parts, how="inner")
            found += [
                _grouped(parts, some).assign(metric_name=name, period=period)
                for some in GROUPINGS
            ]
    return pd.concat(found).fillna(dict.fromkeys(DIMENSIONS, ALL)).set_index(ROW)


def dimensions(raw: Raw, spells: pd.DataFrame) -> pd.DataFrame:
    """DIMENSIONS of each enrolment, as the report names them."""
    platform = " (" + spells["user"].str.split("|").str[0] + ")"
    partners = raw.tables["partners"].set_index("id")
    channels = raw.tables["channels"].set_index("id")["name"]
    programs = raw.tables["programs"].set_index("id")["name"]
    forms = raw.tables["registrations"].sort_values("registered_on")
    forms = forms.drop_duplicates("user", keep="last").set_index("user")
    district = forms["district"].str.title().replace(SPELLINGS)
    places = district + ", " + forms["state"].str.title()
    return pd.DataFrame(
        {
            "partner_org": (spells["partner"].map(partners["name"]) + platform).fillna(
                "Direct"
            ),
            "program": spells["program"].map(programs) + platform,
            "cohort_month": spells["cohort_month"].dt.strftime("%Y-%m"),
            "channel": spells["partner"]
            .map(partners["channel"])
            .map(channels)
            .fillna("Direct"),
            "geography": spells["user"].map(places).fillna("unknown"),
        }
    )


def _parts(spells: pd.DataFrame, period: str) -> dict[str, pd.DataFrame]:
    """{metric: part in numerator and denominator of each enrolment that it tells of}.

    `quartiles_of` where the metric has quartiles.
    """
    get = {name: spells[f"{period}_{name}"].astype("float64") for name in MEASURES}
    rate = get["listened_secs"] / get["duration_secs"]
    one = pd.Series(1.0, spells.index)
    found = {
        "engaged_share": (rate >= ENGAGED, one),
        "response_rate": (get["answered_calls"], get["delivered_calls"]),
        "listen_rate": (get["listened_secs"], get["duration_secs"]),
        "mean_user_listen_rate": (rate.dropna(), one[rate.notna()]),
        "completed_lessons": (get["completed_lessons"], one),
        "completed_minutes": (get["completed_minutes"], one),
    }
    if period == "eop":
        found["completion_share"] = (spells["program_status"] == "completed", one)
    tables = {
        name: pd.DataFrame({"numerator": over, "denominator": under}, dtype="float64")
        for name, (over, under) in found.items()
    }
    for name in ("completed_lessons", "completed_minutes"):
        tables[name]["quartiles_of"] = tables[name]["numerator"]
    return tables


def _grouped(parts: pd.DataFrame, some: list[str]) -> pd.DataFrame:
    """FIGURES by the dimensions `some`, of cells whose denominator is not 0."""
    keys = some or [pd.Series(ALL, parts.index, name="partner_org")]
    grouped = parts.groupby(keys)
    found = grouped[["numerator", "denominator"]].sum()
    found["value"] = found["numerator"] / found["denominator"]
    for place in (25, 50, 75):
        found[f"p{place}"] = (
            grouped["quartiles_of"].quantile(place / 100)
            if "quartiles_of" in parts
            else float("nan")
        )
    found["n_users"] = grouped["user"].nunique()
    return (
        found[found["denominator"] > 0]
        .reset_index()
        .reindex(columns=[*DIMENSIONS, *FIGURES])
    )
