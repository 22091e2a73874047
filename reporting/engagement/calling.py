"""Calls: when they are answered, who opts out, and what the platforms delivered."""

from __future__ import annotations

from datetime import date, timedelta

from reporting.engagement import charts, curves, words
from reporting.engagement.sections import Section, Table, section
from reporting.engagement.words import Row

DIMENSIONS = {
    "hour": "hour of the day",
    "weekday": "day of the week",
    "attempt": "attempt of the day",
}
# pixels of a chart, so that the three stand side by side
WIDTHS = {"hour": 460, "weekday": 230, "attempt": 110}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKS, LOSSES = 30, 8
WEEK = timedelta(days=7)
ALL = "All"


def pickup(profile: list[Row], as_of: str) -> Section:
    rows = sorted(
        profile,
        key=lambda row: (list(DIMENSIONS).index(row["dimension"]), row["value"]),
    )
    drawn = []
    for dimension, title in DIMENSIONS.items():
        points = [
            bar(value_name(row), row["pickup_rate"], ".0f")
            for row in rows
            if row["dimension"] == dimension
        ]
        if points:
            alt = f"Pick-up by {title}: {listed(points)}"
            drawn.append(charts.bars(points, f"{title}; %", alt, WIDTHS[dimension]))
    table = Table(
        ["by", "", "delivered calls", "answered calls", "pick-up", "parents"],
        [
            [
                DIMENSIONS[row["dimension"]],
                value_name(row),
                words.count(row["delivered_calls"]),
                words.count(row["answered_calls"]),
                words.share(row["pickup_rate"]),
                words.count(row["n_users"]),
            ]
            for row in rows
        ],
        numbers_from=2,
        is_folded=True,
    )
    return section("pickup", as_of, rows, drawn, table)


def bar(name: str, rate: float | None, form: str) -> Row:
    """A bar; a dash stands where the rate is not told."""
    shown = words.UNKNOWN if rate is None else format(rate * 100, form)
    return {"name": name, "value": rate or 0, "shown": shown}


def listed(bars: list[Row]) -> str:
    """Bars for who does not see them."""
    return ", ".join(
        f"{bar['name']} not told"
        if bar["shown"] == words.UNKNOWN
        else f"{bar['name']} {bar['shown']} %"
        for bar in bars
    )


def value_name(row: Row) -> str:
    if row["dimension"] == "weekday":
        return DAYS[row["value"] - 1]
    return str(row["value"])


def optouts(rows: list[Row], as_of: str) -> Section:
    weeks = sorted(
        (
            row
            for row in rows
            if row["reason"] == ALL and row["week_in_program"] <= WEEKS
        ),
        key=lambda row: row["week_in_program"],
    )
    points = [
        bar(str(row["week_in_program"]), row["opt_out_rate"], ".1f") for row in weeks
    ]
    drawn = []
    if points:
        alt = f"Opt-outs by week of the programme: {listed(points)}"
        title = "week of the programme; per cent of those still in it"
        drawn = [charts.bars(points, title, alt, charts.WIDE, ".1%")]
    table = Table(
        ["week", "enrolments at risk", "opt-outs", "rate"],
        [
            [
                str(row["week_in_program"]),
                words.count(row["at_risk_count"]),
                words.count(row["opt_out_count"]),
                words.share(row["opt_out_rate"]),
            ]
            for row in weeks
        ],
        is_folded=True,
    )
    return section("optouts", as_of, weeks, drawn, table)


def delivery(rows: list[Row], as_of: str) -> Section:
    """Weeks that are over, by platform, with the weeks without calls marked."""
    over = [row for row in rows if row["is_over"]]
    told = [row for row in over if row["delivered_calls"] is not None]
    gaps = weeks_without_calls(over)
    points = []
    for platform, weeks in by_platform(told).items():
        stretch, before = 0, None
        for row in weeks:
            day = date.fromisoformat(row["week_start_date"])
            # a line does not run over weeks that are not there
            stretch += before is not None and day - before != WEEK
            before = day
            points.append(
                {
                    "day": row["week_start_date"],
                    "value": row["delivered_calls"],
                    "series": platform,
                    "stretch": f"{platform} {stretch}",
                }
            )
    drawn = []
    if points:
        most = max(points, key=lambda point: point["value"])
        alt = (
            f"Calls delivered by week; most, {most['value']:,}, in the week of"
            f" {most['day']} by {most['series']}; {len(gaps)} weeks without any call"
        )
        drawn = [curves.weekly(points, gaps, alt)]
    lost = sorted(
        (row for row in told if (row["delivered_change"] or 0) < 0),
        key=lambda row: (row["delivered_change"], row["week_start_date"]),
    )
    table = Table(
        [
            *("week of", "platform", "scheduled", "delivered", "answered"),
            *("failed", "delivered, against the week before"),
        ],
        [
            [
                row["week_start_date"],
                row["data_source"],
                words.count(row["scheduled_calls"]),
                words.count(row["delivered_calls"]),
                words.count(row["answered_calls"]),
                words.count(row["failed_calls"]),
                f"{words.change(row['delivered_change'])} %",
            ]
            for row in lost[:LOSSES]
        ],
        numbers_from=2,
    )
    return section("delivery", as_of, over, drawn, table)


def by_platform(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows in the order of weeks; the organization is told where there are several."""
    several = len({row["organization_id"] for row in rows}) > 1
    platforms: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["week_start_date"]):
        name = row["data_source"]
        name = f"{row['organization_id']}, {name}" if several else name
        platforms.setdefault(name, []).append(row)
    return dict(sorted(platforms.items()))


def weeks_without_calls(rows: list[Row]) -> charts.Points:
    """Weeks between the first and the last of a platform that it has no row of."""
    gaps = set()
    for weeks in by_platform(rows).values():
        days = {date.fromisoformat(row["week_start_date"]) for row in weeks}
        day, last = min(days), max(days)
        while day < last:
            day += WEEK
            if day not in days:
                gaps.add(day)
    return [
        {"day": day.isoformat(), "until": (day + WEEK).isoformat()}
        for day in sorted(gaps)
    ]
