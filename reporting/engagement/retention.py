"""How long parents stay: the curve of everybody."""

from __future__ import annotations

from reporting.engagement import curves, words
from reporting.engagement.sections import Section, Table, section
from reporting.engagement.words import Row

TOLD_EVERY = 4


def retention(rows: list[Row], as_of: str) -> Section:
    """The curve of each organization, and the parent types beside it."""
    everybody = [row for row in rows if row["dimension"] == "all"]
    told = [row for row in everybody if row["survival"] is not None]
    organizations = sorted({row["organization_id"] for row in everybody})
    points = [
        {
            "week": row["week_number"],
            "value": row["survival"],
            "low": row["ci_low"],
            "high": row["ci_high"],
            "series": row["organization_id"],
        }
        for row in sorted(told, key=lambda r: (r["organization_id"], r["week_number"]))
    ]
    ends = [
        f"{words.share(point['value'])} in week {point['week']}"
        for point in points
        if point["week"] and point["week"] % (2 * TOLD_EVERY) == 0
    ]
    alt = "Share of enrolments that still answer: " + ", ".join(ends)
    drawn = [curves.curve(points, "weeks since the start", alt)] if points else []
    table = weeks_table(rows, organizations)
    return section("retention", as_of, everybody, drawn, table)


def weeks_table(rows: list[Row], organizations: list[str]) -> Table:
    """Everybody and the parent types, every fourth week."""
    kept = [
        row
        for row in rows
        if row["dimension"] in ("all", "parent_type")
        and row["week_number"] % TOLD_EVERY == 0
    ]
    weeks = sorted({row["week_number"] for row in kept})
    values = {
        (row["organization_id"], row["group_name"], row["week_number"]): row
        for row in kept
    }
    groups = sorted(
        {(row["organization_id"], row["dimension"], row["group_name"]) for row in kept}
    )
    lines = []
    for organization, _, group in groups:
        name = group if len(organizations) == 1 else f"{organization}: {group}"
        told = [values.get((organization, group, week)) for week in weeks]
        start = words.count(told[0]["at_risk"]) if told[0] else ""
        shares = [words.share(row["survival"] if row else None) for row in told]
        lines.append([name, start, *shares])
    return Table(["", "enrolments", *(f"week {week}" for week in weeks)], lines)
