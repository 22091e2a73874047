"""reports/engagement.html from the tables of schema reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reporting.engagement.calling import delivery, optouts, pickup
from reporting.engagement.listening import lessons, levels
from reporting.engagement.overview import definitions, headlines, measures
from reporting.engagement.panel import panel
from reporting.engagement.partners import league
from reporting.engagement.quality import quality
from reporting.engagement.retention import retention
from reporting.engagement.sections import Section
from reporting.rendering import page, report_tables

Row = dict[str, Any]
TEMPLATE = "engagement.html.j2"
TABLES = (
    "rpt_engagement__warehouse_contents",
    "EngagementMetric",
    "rpt_engagement__retention_curve",
    "rpt_engagement__partner_league",
    "rpt_engagement__panel_change",
    "rpt_engagement__level_mix",
    "rpt_engagement__lesson_dropoff",
    "rpt_engagement__pickup_profile",
    "rpt_engagement__opt_outs",
    "rpt_engagement__delivery_health",
    "rpt_quality__rules",
)


def write_engagement_page(warehouse: Path, folder: Path) -> list[Path]:
    """Write the page; its path, or nothing where the warehouse has no enrolments.

    Raises Refused when the warehouse or one of its tables was not built. The same
    warehouse gives the same bytes.
    """
    tables = dict(zip(TABLES, report_tables(warehouse, TABLES), strict=True))
    content = page_content(tables)
    path = folder / "engagement.html"
    if content is None:
        path.unlink(missing_ok=True)
        return []
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(page(TEMPLATE, content), encoding="utf-8")
    return [path]


def page_content(tables: dict[str, list[Row]]) -> Row | None:
    """What the template takes, from rows by table; None without enrolments."""
    marts = tables["rpt_engagement__warehouse_contents"]
    rows = {row["table_name"]: row["row_count"] for row in marts}
    if not rows["fct_user_programs"]:
        return None
    run = marts[0]
    as_of = run["as_of_date"]
    metrics = tables["EngagementMetric"]
    return {
        "run_id": run["run_id"],
        "as_of_date": as_of,
        "is_synthetic": run["is_synthetic"],
        "counts": f"{rows['dim_users']:,} parents, {rows['fct_user_programs']:,}"
        f" enrolments, {rows['fct_calls']:,} calls,"
        f" {rows['fct_prompt_responses']:,} prompts heard.",
        "tiles": headlines(metrics),
        "sections": [
            measures(metrics, as_of),
            levels(tables["rpt_engagement__level_mix"], as_of),
            retention(tables["rpt_engagement__retention_curve"], as_of),
            lessons(tables["rpt_engagement__lesson_dropoff"], as_of),
            pickup(tables["rpt_engagement__pickup_profile"], as_of),
            *leagues(tables["rpt_engagement__partner_league"], as_of),
            optouts(tables["rpt_engagement__opt_outs"], as_of),
            panel(tables["rpt_engagement__panel_change"], as_of),
            delivery(tables["rpt_engagement__delivery_health"], as_of),
            quality(tables["rpt_quality__rules"], as_of),
        ],
        "definitions": definitions(),
    }


def leagues(rows: list[Row], as_of: str) -> list[Section]:
    organizations = sorted({row["organization_id"] for row in rows})
    return [
        league(
            [row for row in rows if row["organization_id"] == organization],
            organization if len(organizations) > 1 else None,
            as_of,
        )
        for organization in organizations
    ]
