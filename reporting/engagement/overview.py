"""Headline figures, and all measures at months 1, 3, 5 and the end of the programme."""

from __future__ import annotations

from reporting.engagement import words
from reporting.engagement.sections import Section, Table, section
from reporting.engagement.words import Row
from reporting.rendering import UNKNOWN

DIMENSIONS = ("partner_org", "program", "cohort_month", "channel", "geography")
PERIODS = {
    "month1": "month 1",
    "month3": "month 3",
    "month5": "month 5",
    "eop": "end of programme",
}
# measure -> name, what it is, and how its value is said
MEASURES = {
    "engaged_share": (
        "Engaged",
        "enrolments that heard at least half of the seconds delivered to them, of all"
        " that have come so far",
        words.share,
    ),
    "response_rate": (
        "Response rate",
        "calls answered, of all calls delivered",
        words.share,
    ),
    "listen_rate": (
        "Listen rate",
        "seconds heard, of each lesson in the best call, of all seconds delivered",
        words.share,
    ),
    "mean_user_listen_rate": (
        "Mean listen rate",
        "mean of the enrolments' own listen rates",
        words.share,
    ),
    "completed_lessons": (
        "Lessons completed",
        "per enrolment; a lesson is completed when half of it was heard in one call",
        words.decimal,
    ),
    "completed_minutes": (
        "Minutes heard",
        "per enrolment, each lesson's best call",
        words.decimal,
    ),
    "completion_share": (
        "Completed the programme",
        "enrolments to which the last lesson was delivered",
        words.share,
    ),
    "activation_share": (
        "Active in the first 15 days",
        "picked up most calls and heard most lessons, of those with enough calls",
        words.share,
    ),
    "answers_prompts_share": (
        "Answers prompts",
        "pressed a key at most prompts of the first 15 days",
        words.share,
    ),
    "calls_back_share": (
        "Calls back",
        "rang back at once after a missed call of the first 15 days",
        words.share,
    ),
}
HEADLINES = (
    ("engaged_share", "month3"),
    ("response_rate", "month3"),
    ("completed_minutes", "month3"),
    ("activation_share", "day15"),
    ("completion_share", "eop"),
)
AT_PERIODS = (
    *("engaged_share", "response_rate", "listen_rate", "mean_user_listen_rate"),
    *("completed_lessons", "completed_minutes"),
)


def totals(metrics: list[Row]) -> dict[tuple[str, str], Row]:
    """The rows of everybody, by metric and period."""
    return {
        (row["metric_name"], row["period"]): row
        for row in metrics
        if all(row[name] == "All" for name in DIMENSIONS)
    }


def headlines(metrics: list[Row]) -> list[dict[str, str]]:
    """The tiles: value, name, of whom, and what it is."""
    rows = totals(metrics)
    tiles = []
    for metric, period in HEADLINES:
        row = rows.get((metric, period))
        if row is None:
            continue
        name, meaning, said = MEASURES[metric]
        after = f", {PERIODS[period]}" if metric in AT_PERIODS else ""
        tiles.append(
            {
                "value": said(row["value"]),
                "name": f"{name}{after}",
                "users": f"{words.count(row['n_users'])} parents",
                "meaning": meaning,
            }
        )
    return tiles


def measures(metrics: list[Row], as_of: str) -> Section:
    """All measures of everybody by period."""
    rows = totals(metrics)
    lines = []
    for metric in AT_PERIODS:
        cells = [cell(rows.get((metric, period)), metric) for period in PERIODS]
        lines.append([MEASURES[metric][0], *cells])
    eligible = [rows.get(("engaged_share", period)) for period in PERIODS]
    lines.append(["Enrolments that have come so far", *map(of_whom, eligible)])
    told = [row for (metric, _), row in rows.items() if metric in AT_PERIODS]
    table = Table(["", *PERIODS.values()], lines)
    return section("measures", as_of, told, [], table)


def cell(row: Row | None, metric: str) -> str:
    if row is None:
        return UNKNOWN
    said = MEASURES[metric][2]
    if row["p50"] is None:
        return said(row["value"])
    middle = f"{said(row['p25'])} to {said(row['p75'])}"
    return f"{said(row['value'])} ({said(row['p50'])}; {middle})"


def of_whom(row: Row | None) -> str:
    return UNKNOWN if row is None else words.count(row["denominator"])


def definitions() -> list[tuple[str, str]]:
    return [(name, meaning) for name, meaning, _ in MEASURES.values()]
