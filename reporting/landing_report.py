"""reports/landing_report.html and .json: what was in the raw files, what became of it.

Only tables that dbt built are shown, and no calculation is made here but sums.
"""

from __future__ import annotations

import datetime
import json
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reporting.project import Refused, shown

TEMPLATES = Path(__file__).with_name("templates")
SEVERITIES = ("blocker", "major", "minor", "info")
COUNTS = (
    "bytes",
    "rows_read",
    "rows_staged",
    "rows_quarantined",
    "rows_duplicate",
    "rows_padding",
)

Row = dict[str, Any]


def write_landing_report(warehouse: Path, folder: Path) -> list[Path]:
    """Write both files; the paths of what was written."""
    content = landing_report(warehouse)
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "landing_report.html"
    page.write_text(rendered(content), encoding="utf-8")
    data = folder / "landing_report.json"
    data.write_text(
        json.dumps(content, indent=2, ensure_ascii=False, default=plain) + "\n",
        encoding="utf-8",
    )
    return [page, data]


def landing_report(warehouse: Path) -> Row:
    """What the report says, as plain data."""
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            files = rows_of(connection, "rpt_quality__landing_files")
            findings = rows_of(connection, "rpt_quality__landing_findings")
            blocked = rows_of(connection, "rpt_quality__blocked_sources")
            contents = rows_of(connection, "rpt_district__warehouse_contents")
            finance = rows_of(connection, "rpt_benchmarking__warehouse_contents")
    except (duckdb.IOException, duckdb.CatalogException) as error:
        raise Refused(
            f"{shown(warehouse)} has no report tables, run dbt build first: {error}"
        ) from None
    findings.sort(key=lambda row: (SEVERITIES.index(row["severity"]), row["rule_id"]))
    sources = {
        (row["source"], row["district_id"]) for row in files + findings + blocked
    }
    return {
        "run_id": contents[0]["run_id"],
        "as_of_date": contents[0]["as_of_date"],
        "is_synthetic": contents[0]["is_synthetic"],
        "totals": totals_of(files) | {"findings": len(findings)},
        "sources": [
            source_of(source, district, files, findings, blocked)
            for source, district in sorted(sources)
        ],
        "contents": [
            {
                "schema": schema,
                "table_name": row["table_name"],
                "row_count": row["row_count"],
            }
            for schema, rows in (("district", contents), ("benchmarking", finance))
            for row in rows
        ],
    }


def rows_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[Row]:
    result = connection.execute(f"select * from reports.{table} order by all")
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def totals_of(files: list[Row]) -> Row:
    return {"files": len(files)} | {
        count: sum(file[count] for file in files) for count in COUNTS
    }


def source_of(
    source: str,
    district: str,
    files: list[Row],
    findings: list[Row],
    blocked: list[Row],
) -> Row:
    """The part of the report about one source of one district."""

    def own(rows: list[Row]) -> list[Row]:
        return [
            {key: value for key, value in row.items() if key not in named}
            for row in rows
            if (row["source"], row["district_id"]) == (source, district)
        ]

    named = ("source", "district_id")
    return {
        "source": source,
        "district_id": district,
        "totals": totals_of(own(files)),
        "blocked": own(blocked),
        "files": own(files),
        "rules": rules_of(own(findings)),
    }


def rules_of(findings: list[Row]) -> list[Row]:
    """The findings of each rule, under what is the same for all of them."""
    of_rule = ("rule_id", "rule_name", "severity", "action", "how_to_fix")
    rules = []
    for key, group in groupby(
        findings, lambda row: tuple(row[name] for name in of_rule)
    ):
        found = [
            {name: value for name, value in row.items() if name not in of_rule}
            for row in group
        ]
        rule = dict(zip(of_rule, key, strict=True))
        rule["row_count"] = sum(row["row_count"] for row in found)
        rules.append(rule | {"findings": found})
    return rules


def rendered(content: Row) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["size"] = size
    environment.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    return environment.get_template("landing_report.html.j2").render(content)


def size(count: int) -> str:
    """Bytes for people: 12 kB, 3.4 MB."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= factor:
            number = count / factor
            return f"{number:.1f} {unit}" if number < 10 else f"{number:.0f} {unit}"
    return f"{count} B"


def plain(value: Any) -> Any:
    """What JSON has no type for."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{type(value)} in a report")
