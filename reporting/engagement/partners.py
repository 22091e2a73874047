"""Partners by the share of their calls that is answered."""

from __future__ import annotations

from dataclasses import replace

from reporting.engagement import charts, words
from reporting.engagement.sections import Section, Table, section
from reporting.engagement.words import Row

STANDINGS = {"above": "above", "below": "below", "not_different": "no difference"}
STATES = {"too_few": "too few parents", "suppressed_primary": "hidden"}


def league(rows: list[Row], organization: str | None, as_of: str) -> Section:
    """The league of an organization, whose name is told where there are several."""
    ranked = sorted(
        (row for row in rows if row["is_ranked"]),
        key=lambda row: (row["rank"], row["partner_org"]),
    )
    others = sorted(
        (row for row in rows if not row["is_ranked"]),
        key=lambda row: (row["response_rate"] is None, row["partner_org"]),
    )
    drawn = [row for row in ranked if row["ci_low"] is not None]
    table = Table(
        [
            *("partner", "channel", "standing", "rank", "could be"),
            *("parents", "response rate", "95 % interval", "engaged, month 3"),
            "listen rate, month 3",
        ],
        [line(row) for row in (*ranked, *others)],
        numbers_from=3,
    )
    part = section("partners", as_of, rows, [drawing(drawn)] if drawn else [], table)
    if organization is None:
        return part
    title = f"{part.title} of {organization}"
    return replace(part, name=f"partners-{organization}", title=title)


def drawing(ranked: list[Row]) -> str:
    points = [
        {
            "name": row["partner_org"],
            "value": row["response_rate"],
            "low": row["ci_low"],
            "high": row["ci_high"],
            "is_marked": row["standing"] != "not_different",
        }
        for row in ranked
    ]
    calls = sum(row["delivered_calls"] for row in ranked)
    answered = sum(row["delivered_calls"] * row["response_rate"] for row in ranked)
    best, worst = ranked[0], ranked[-1]
    alt = (
        f"Response rates of {len(ranked)} partners, from"
        f" {words.share(best['response_rate'])} ({best['partner_org']}) to"
        f" {words.share(worst['response_rate'])} ({worst['partner_org']})"
    )
    return charts.ranges(points, "response rate", alt, round(answered / calls, 6))


def line(row: Row) -> list[str]:
    place, could_be = "", ""
    standing = STANDINGS.get(row["standing"], "")
    if row["is_ranked"]:
        place = str(row["rank"])
        could_be = f"{row['rank_best']}{words.TO}{row['rank_worst']}"
    elif row["suppression_state"] in STATES:
        standing = STATES[row["suppression_state"]]
    return [
        row["partner_org"],
        row["channel"] or "",
        standing,
        place,
        could_be,
        words.count(row["n_users"]),
        words.share(row["response_rate"]),
        words.between(row["ci_low"], row["ci_high"]),
        words.share(row["month3_engaged_share"]),
        words.share(row["month3_listen_rate"]),
    ]
