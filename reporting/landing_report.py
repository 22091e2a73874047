"""reports/landing_report.html and .json: what was in the raw files, what became of it.

Only tables that dbt built are shown, and no calculation is made here but sums.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from reporting.rendering import SEVERITIES, Row, page, report_tables, write_both

TEMPLATE = "landing_report.html.j2"
TABLES = (
    "rpt_quality__landing_files",
    "rpt_quality__landing_findings",
    "rpt_quality__blocked_sources",
    "rpt_district__warehouse_contents",
    "rpt_benchmarking__warehouse_contents",
    "rpt_engagement__warehouse_contents",
)
# of the last three
SCHEMAS = ("district", "benchmarking", "engagement")
COUNTS = (
    "bytes",
    "rows_read",
    "rows_staged",
    "rows_quarantined",
    "rows_duplicate",
    "rows_padding",
)


def write_landing_report(warehouse: Path, folder: Path) -> list[Path]:
    """Write both files; the paths of what was written."""
    content = landing_report(warehouse)
    return write_both(folder, "landing_report", page(TEMPLATE, content), content)


def landing_report(warehouse: Path) -> Row:
    """What the report says, as plain data."""
    files, findings, blocked, *marts = report_tables(warehouse, TABLES)
    contents = marts[0]
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
            for schema, rows in zip(SCHEMAS, marts, strict=True)
            for row in rows
        ],
    }


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
