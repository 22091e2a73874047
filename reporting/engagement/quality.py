"""What the rules on phone programmes found."""

from __future__ import annotations

from reporting.engagement import words
from reporting.engagement.sections import Section, Table, section
from reporting.engagement.words import Row
from reporting.rendering import percent

AREA = "engagement"


def quality(rules: list[Row], as_of: str) -> Section:
    own = sorted(
        (row for row in rules if row["area"] == AREA), key=lambda row: row["rule_id"]
    )
    table = Table(
        ["rule", "", "severity", "what was done", "looked at", "findings", "share"],
        [
            [
                row["rule_id"],
                row["name"],
                row["severity"],
                row["action"],
                words.count(row["checked"]),
                words.count(row["violations"]),
                percent(row["rate"]),
            ]
            for row in own
        ],
        numbers_from=4,
    )
    # findings are of records, not of persons, and none is hidden
    return section("quality", as_of, [], [], table)
