"""Every figure of EngagementMetric before any is hidden, from the naive enrolments.

Written from the specification and the description of rpt_engagement__metrics. A user of
a programme is an enrolment; persons are counted once.
"""

from __future__ import annotations

import pandas as pd
from naive_engagement_activation import activation
from naive_engagement_calls import Raw
from naive_engagement_programs import OUTCOMES

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
    flags = activation(raw, spells)
    active = spells.index.isin(flags.index)
    spells = spells.join(flags).reset_index()
    spells = spells.assign(**dimensions(raw, spells))
    found = []
    for period in OUTCOMES:
        parts = _parts(spells[spells[f"{period}_eligible"]], period)
        found += _cells(spells, period, parts)
    shares = {name: _share(spells.loc[active, name]) for name in flags.columns}
    found += _cells(spells, "day15", shares)
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
            "partner_org": spells["partner"].map(partners["name"]).fillna("Direct")
            + platform,
            "program": spells["program"].map(programs) + platform,
            "cohort_month": spells["cohort_month"].dt.strftime("%Y-%m"),
            "channel": spells["partner"]
            .map(partners["channel"])
            .map(channels)
            .fillna("Direct"),
            "geography": spells["user"].map(places).fillna("unknown"),
        }
    )


def _cells(
    spells: pd.DataFrame, period: str, parts: dict[str, pd.DataFrame]
) -> list[pd.DataFrame]:
    """Rows of all groupings of the metrics that `parts` names."""
    found = []
    for name, part in parts.items():
        labelled = spells[[*DIMENSIONS, "user"]].join(part, how="inner")
        found += [
            _grouped(labelled, some).assign(metric_name=name, period=period)
            for some in GROUPINGS
        ]
    return found


def _part(over: pd.Series, under: pd.Series | float) -> pd.DataFrame:
    """What each enrolment adds to numerator and denominator."""
    return pd.DataFrame({"numerator": over, "denominator": under}, dtype="float64")


def _share(flags: pd.Series) -> pd.DataFrame:
    return _part(flags.astype("float64"), 1.0)


def _parts(spells: pd.DataFrame, period: str) -> dict[str, pd.DataFrame]:
    """{metric at this period: `_part` of the enrolments that it tells of}.

    `quartiles_of` where the metric has quartiles.
    """
    get = {name: spells[f"{period}_{name}"].astype("float64") for name in MEASURES}
    rate = get["listened_secs"] / get["duration_secs"]
    found = {
        "engaged_share": _share(rate >= ENGAGED),
        "response_rate": _part(get["answered_calls"], get["delivered_calls"]),
        "listen_rate": _part(get["listened_secs"], get["duration_secs"]),
        "mean_user_listen_rate": _part(rate.dropna(), 1.0),
    }
    for name in ("completed_lessons", "completed_minutes"):
        found[name] = _part(get[name], 1.0).assign(quartiles_of=get[name])
    if period == "eop":
        found["completion_share"] = _share(spells["program_status"] == "completed")
    return found


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
