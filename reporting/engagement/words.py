"""Numbers as the page says them."""

from __future__ import annotations

from typing import Any

from reporting.rendering import UNKNOWN

Row = dict[str, Any]
MINUS = "\N{MINUS SIGN}"
TO = "\N{EN DASH}"
PUBLISHED = "published"


def count(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:,.0f}"


def decimal(value: float | None) -> str:
    return UNKNOWN if value is None else f"{value:,.1f}"


def share(value: float | None) -> str:
    """43.2 %."""
    return UNKNOWN if value is None else f"{value * 100:.1f} %"


def between(low: float | None, high: float | None) -> str:
    """41.0-45.3 %, and a dash where there is no interval."""
    if low is None or high is None:
        return UNKNOWN
    return f"{low * 100:.1f}{TO}{high * 100:.1f} %"


def change(value: float | None) -> str:
    """+6.8 points."""
    if value is None:
        return UNKNOWN
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    return f"{sign}{abs(value) * 100:.1f}"


def p_value(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    return "< .001" if value < 0.001 else f"{value:.3f}".lstrip("0")


def hidden(rows: list[Row], things: str) -> str:
    """What a part of the page says of rows that are not told.

    things: what a row is, in the plural
    """
    if not rows:
        return ""
    states = [row["suppression_state"] for row in rows]
    lacking = sum(state != PUBLISHED for state in states)
    if not lacking:
        return f"None of the {len(states):,} {things} is hidden."
    return (
        f"{lacking:,} of {len(states):,} {things} are not told, or not fully, because"
        " of small groups."
    )
