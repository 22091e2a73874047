"""What the reports share: tables of the warehouse, pages from templates, JSON."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reporting.project import Refused, shown

TEMPLATES = Path(__file__).with_name("templates")
SEVERITIES = ("blocker", "major", "minor", "info")
UNKNOWN = "\N{EN DASH}"

Row = dict[str, Any]


def report_tables(warehouse: Path, names: Sequence[str]) -> list[list[Row]]:
    """The rows of each table of schema reports, in an order of their own.

    Raises Refused when the warehouse or one of the tables was not built.
    """
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return [rows_of(connection, name) for name in names]
    except (duckdb.IOException, duckdb.CatalogException) as error:
        raise Refused(
            f"{shown(warehouse)} has no report tables, run dbt build first: {error}"
        ) from None


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    result = connection.execute(f"select * from reports.{table} order by all")
    names = [column[0] for column in result.description]
    return [
        dict(zip(names, map(in_json, row), strict=True)) for row in result.fetchall()
    ]


def in_json(value: Any) -> Any:
    """A value as JSON has it: dates are texts, decimals numbers."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def page(template: str, content: Row) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "capitalize_first": lambda text: text[:1].upper() + text[1:],
        "number": number,
        "percent": percent,
        "score": score,
        "signed": signed,
        "size": size,
    }
    return environment.get_template(template).render(content)


def write_both(folder: Path, name: str, html: str, content: Row) -> list[Path]:
    """Write a report as a page and as JSON; the paths of what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    as_json = json.dumps(content, indent=2, ensure_ascii=False)
    files = {folder / f"{name}.html": html, folder / f"{name}.json": f"{as_json}\n"}
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return list(files)


def size(count: int) -> str:
    """Bytes for people: 12 kB, 3.4 MB."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= factor:
            number = count / factor
            return f"{number:.1f} {unit}" if number < 10 else f"{number:.0f} {unit}"
    return f"{count} B"


def number(value: float | None) -> str:
    """A number for people: 1,206 or 94.2, and a dash for what is not known."""
    if value is None:
        return UNKNOWN
    return f"{int(value) if value == int(value) else value:,}"


def score(value: float | None) -> str:
    """A score for people, from 0.0 to 100.0."""
    return UNKNOWN if value is None else f"{value:.1f}"


def signed(value: float | None) -> str:
    """A change for people: +3, -1.4 or no change."""
    if not value:
        return UNKNOWN if value is None else "no change"
    return ("+" if value > 0 else "") + number(value)


def percent(share: float | None) -> str:
    """A share for people: 2.18 %, and never 0 % for what is more than nothing."""
    if share is None:
        return UNKNOWN
    if 0 < share < 0.0001:
        return "under 0.01 %"
    return f"{number(round(share * 100, 2))} %"
