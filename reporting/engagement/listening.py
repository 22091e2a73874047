"""How closely parents listen: levels by month, and listening by lesson."""

from __future__ import annotations

from reporting.engagement import charts, curves, words
from reporting.engagement.sections import Section, Table, section
from reporting.engagement.words import Row

RULES = {"level_2020": "2020", "level_2023": "2023"}
WITHOUT_LEVEL = ("no_calls", "unknown")
MONTHS, TOLD_LESSONS = 6, 14
ALL = "All"
NOT_TOLD = "not told"
# what the rounding of shares leaves
NOTHING = 1e-6


def levels(mix: list[Row], as_of: str) -> Section:
    """The mix of levels by each rule."""
    kept = sorted(
        (row for row in mix if row["month_number"] < MONTHS),
        key=lambda row: (row["level_rule"], row["month_number"], place(row)),
    )
    drawn = []
    for rule, year in RULES.items():
        own = [row for row in kept if row["level_rule"] == rule]
        points = points_by_month(own)
        if not points:
            continue
        order = [*(said(row["level"]) for row in sorted(own, key=place)), NOT_TOLD]
        used = {point["part"] for point in points}
        high = ", ".join(
            f"{point['shown']} % in month {point['name']}"
            for point in points
            if point["part"] == "high"
        )
        drawn.append(
            charts.stacked(
                points,
                [part for part in dict.fromkeys(order) if part in used],
                f"month of the programme, rule of {year}; per cent",
                f"Levels by month by the rule of {year}; high: {high}",
            )
        )
    return section("levels", as_of, kept, drawn, levels_table(kept))


def points_by_month(mix: list[Row]) -> charts.Points:
    """Shares of a rule; what is hidden of a month is one part of its bar."""
    points = []
    for month in sorted({row["month_number"] for row in mix}):
        told = [
            (said(row["level"]), row["share"])
            for row in mix
            if row["month_number"] == month and row["share"] is not None
        ]
        left = 1 - sum(value for _, value in told)
        if told and left > NOTHING:
            told.append((NOT_TOLD, left))
        points += [
            {
                "name": str(month + 1),
                "part": level,
                "value": value,
                "shown": f"{value * 100:.0f}",
            }
            for level, value in told
        ]
    return points


def place(row: Row) -> tuple[int, str]:
    """Levels from high to low, then what is no level."""
    if row["level"] in WITHOUT_LEVEL:
        return 100 + WITHOUT_LEVEL.index(row["level"]), row["level"]
    return row["level_position"], row["level"]


def said(level: str) -> str:
    return level.replace("_", " ")


def levels_table(mix: list[Row]) -> Table:
    months = sorted({row["month_number"] for row in mix})
    shares = {
        (row["level_rule"], row["level"], row["month_number"]): row["share"]
        for row in mix
    }
    order = sorted(mix, key=lambda row: (row["level_rule"], place(row)))
    groups = dict.fromkeys((row["level_rule"], row["level"]) for row in order)
    return Table(
        ["rule", "level", *(f"month {month + 1}" for month in months)],
        [
            [
                RULES[rule],
                said(level),
                *(words.share(shares.get((rule, level, month))) for month in months),
            ]
            for rule, level in groups
        ],
        numbers_from=2,
        is_folded=True,
    )


def lessons(dropoff: list[Row], as_of: str) -> Section:
    """Lessons of all programmes together, by place."""
    rows = sorted(
        (row for row in dropoff if row["program"] == ALL),
        key=lambda row: row["sequence_index"],
    )
    told = [row for row in rows if row["answered_count"] is not None]
    drawn = []
    if told:
        first, last = told[0], told[-1]
        drawn = [
            curves.lines(
                points_of(told, {"delivered_count": "delivered"})
                + points_of(told, {"answered_count": "answered"}),
                "place of the lesson; enrolments",
                "Enrolments by lesson:"
                f" {words.count(first['delivered_count'])} got lesson"
                f" {first['sequence_index']} and {words.count(last['delivered_count'])}"
                f" lesson {last['sequence_index']}",
                ",d",
            ),
            curves.lines(
                points_of(told, {"answered_rate": "answered"})
                + points_of(told, {"listen_rate": "seconds heard"}),
                "place of the lesson; share of what was delivered",
                f"Answered of lesson {first['sequence_index']}:"
                f" {words.share(first['answered_rate'])}, of lesson"
                f" {last['sequence_index']}: {words.share(last['answered_rate'])}",
            ),
        ]
    every = max(1, round(len(rows) / TOLD_LESSONS))
    table = Table(
        [
            *("lesson", "delivered", "answered", "answered, share"),
            *("seconds heard, share", "last heard"),
        ],
        [
            [
                str(row["sequence_index"]),
                words.count(row["delivered_count"]),
                words.count(row["answered_count"]),
                words.share(row["answered_rate"]),
                words.share(row["listen_rate"]),
                words.count(row["last_heard_count"]),
            ]
            for row in rows[::every]
        ],
        is_folded=True,
    )
    return section("lessons", as_of, rows, drawn, table)


def points_of(rows: list[Row], series: dict[str, str]) -> charts.Points:
    return [
        {"x": row["sequence_index"], "value": row[column], "series": name}
        for column, name in series.items()
        for row in rows
        if row[column] is not None
    ]
