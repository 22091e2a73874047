"""What a part of the page is made of; its words are in texts.yml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reporting.engagement.words import Row, hidden

TEXTS = Path(__file__).with_name("texts.yml")


@dataclass(frozen=True)
class Table:
    """Texts; columns from `numbers_from` on are numbers and stand to the right.

    is_folded: the reader has to open it, as a chart says the same
    """

    head: list[str]
    rows: list[list[str]]
    numbers_from: int = 1
    is_folded: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the page.

    lead: what the figures are; period: of which time and whom; hidden: what is not told
    charts: SVG elements; notes: how to read them, and what not to
    """

    name: str
    title: str
    lead: str
    period: str
    hidden: str
    charts: list[str]
    table: Table
    notes: list[str]


def section(
    name: str, as_of: str, rows: list[Row], charts: list[str], table: Table
) -> Section:
    """A `Section` with the words of that name; rows: what may be hidden."""
    words = texts()[name]
    return Section(
        name=name,
        title=words["title"],
        lead=words["lead"],
        period=words["period"].format(as_of=as_of),
        hidden=hidden(rows, words["things"]),
        charts=charts,
        table=table,
        notes=words["notes"],
    )


@cache
def texts() -> dict[str, Any]:
    return yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
