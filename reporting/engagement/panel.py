"""What the same parents answer at the beginning and at the end."""

from __future__ import annotations

from reporting.engagement import charts, words
from reporting.engagement.sections import Section, Table, section
from reporting.engagement.words import Row

SMALL = 0.05


def panel(changes: list[Row], as_of: str) -> Section:
    told = [row for row in changes if row["difference"] is not None]
    points = [
        {
            "name": row["question"],
            "value": row["difference"],
            "low": row["ci_low"],
            "high": row["ci_high"],
            "is_marked": row["p_adjusted"] < SMALL,
        }
        for row in told
    ]
    alt = "Change of the share of desired answers, in points: " + ", ".join(
        f"{row['question']} {words.change(row['difference'])}" for row in told
    )
    drawn = []
    if points:
        title = "change of the share of desired answers"
        drawn = [charts.ranges(points, title, alt, 0, "+.0%")]
    return section("panel", as_of, changes, drawn, table_of(changes))


def table_of(changes: list[Row]) -> Table:
    return Table(
        [
            *("question", "module", "parents", "beginning", "end"),
            *("change, points", "95 % interval", "p, adjusted"),
        ],
        [
            [
                row["question"],
                row["module"] or "",
                words.count(row["n_users"]),
                words.share(row["share_first"]),
                words.share(row["share_last"]),
                words.change(row["difference"]),
                interval_of(row),
                words.p_value(row["p_adjusted"]),
            ]
            for row in changes
        ],
        numbers_from=2,
    )


def interval_of(row: Row) -> str:
    if row["ci_low"] is None:
        return words.UNKNOWN
    return f"{words.change(row['ci_low'])} to {words.change(row['ci_high'])}"
