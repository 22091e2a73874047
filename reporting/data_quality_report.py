"""reports/data_quality_report.json and .html: how good the data are, and what to mend.

Only tables that dbt built are shown; what is reckoned here is nothing but the order of
the rows and the points of the chart. Entities stand in it by their keys, salted hashes.
"""

from __future__ import annotations

import re
import subprocess
from itertools import groupby
from pathlib import Path

from reporting.project import ROOT
from reporting.rendering import (
    SEVERITIES,
    Row,
    page,
    report_tables,
    write_both,
)

SCHEMA_VERSION = "1.0"
TEMPLATE = "data_quality_report.html.j2"
TABLES = (
    "summary",
    "runs",
    "scorecards",
    "rules",
    "issues",
    "quarantine",
    "metric_impact",
    "metric_trust",
    "waivers",
    "blocked_sources",
)
RUN = ("run_id", "run_seq", "as_of", "input_fingerprint", "is_synthetic")
EVALUATION = ("rule_id", "injected", "found", "precision", "recall")
VIOLATIONS = "quality.fct_dq_violations"
STATUSES = ("error", "failed", "not run", "passed")
UNIT_TYPES = ("district", "organization", "school", "source", "dimension")
DIMENSIONS = (
    "completeness",
    "validity",
    "uniqueness",
    "consistency",
    "timeliness",
    "accuracy",
)
MOST_KEYS = 5
# What the page shows of a list; all of it is in the JSON and in the warehouse.
MOST_ROWS = 25
MOST_RUNS = 12
# The chart, in units of its own.
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 200, 44, 12, 30


def write_data_quality_report(
    warehouse: Path,
    folder: Path,
    evaluated: Row | None = None,
) -> list[Path]:
    """Write both files; the paths of what was written.

    evaluated: `rules` with their scores, where there is an answer key
    """
    content = data_quality_report(warehouse, evaluated)
    return write_both(folder, "data_quality_report", html_of(content), content)


def data_quality_report(warehouse: Path, evaluated: Row | None = None) -> Row:
    """What the report says, as data that fit the schema."""
    names = [f"rpt_quality__{name}" for name in TABLES]
    tables = dict(zip(TABLES, report_tables(warehouse, names), strict=True))
    (summary,) = map(as_said, tables["summary"])
    keys = sample_keys(tables["issues"])
    return {
        "schema_version": SCHEMA_VERSION,
        "run": {name: summary[name] for name in RUN} | {"git_sha": git_sha()},
        "summary": without(summary, RUN),
        "trend": sorted(map(as_said, tables["runs"]), key=lambda run: run["run_seq"]),
        "scorecards": [
            scorecard(row) for row in sorted(tables["scorecards"], key=standing)
        ],
        "rules": [
            as_said(row)
            | {
                "violations_table": VIOLATIONS,
                "sample_keys": keys.get(row["rule_id"], []),
            }
            for row in sorted(tables["rules"], key=urgency)
        ],
        "quarantine": [
            row | {"rule_ids": listed(row["rule_ids"])}
            for row in sorted(tables["quarantine"], key=lambda row: -row["row_count"])
        ],
        "metric_impact": [
            row | {"rules": listed(row["rules"])} for row in tables["metric_impact"]
        ],
        "metric_trust": [
            row | {"because": listed(row["because"])}
            for row in sorted(
                tables["metric_trust"],
                key=lambda row: row["grade"] or "",
                reverse=True,
            )
        ],
        "evaluation": {
            "against_answer_key": evaluated is not None,
            "rules": [
                {name: rule[name] for name in EVALUATION}
                for rule in (evaluated or {"rules": []})["rules"]
            ],
        },
        "waivers": list(map(as_said, tables["waivers"])),
        "blocked_sources": tables["blocked_sources"],
    }


def git_sha() -> str | None:
    """The commit of the project; None where it is not a git checkout."""
    done = subprocess.run(
        ["git", "rev-parse", "HEAD"],  # noqa: S607 - whichever git made the checkout
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() or None


def listed(rule_ids: str | None) -> list[str]:
    return re.split("[,;] ", rule_ids) if rule_ids else []


def as_said(row: Row) -> Row:
    """The row under the shorter names of the JSON."""
    said = {
        "as_of_date": "as_of",
        "new_issues": "new",
        "resolved_issues": "resolved",
        "waived_issues": "waived",
        "owner": "by",
        "violation_count": "violations",
    }
    return {said.get(name, name): value for name, value in row.items()}


def without(row: Row, names: tuple[str, ...]) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def scorecard(row: Row) -> Row:
    return without(row, DIMENSIONS) | {
        "by_dimension": {name: row[name] for name in DIMENSIONS}
    }


def standing(unit: Row) -> tuple[int, float, str, str]:
    """Where a unit stands among its kind: the lowest score first, none at the end."""
    score = 101 if unit["score"] is None else unit["score"]
    kind = UNIT_TYPES.index(unit["unit_type"])
    return kind, score, unit["unit_name"], unit["unit_key"]


def urgency(rule: Row) -> tuple[int, int, int, str, str]:
    """Where a rule stands: what failed comes first, the heaviest before the others."""
    return (
        STATUSES.index(rule["status"]),
        SEVERITIES.index(rule["severity"]),
        -(rule["violations"] or 0),
        rule["rule_id"],
        rule["engine"],
    )


def sample_keys(issues: list[Row]) -> dict[str, list[str]]:
    """A few keys of entities with an open issue, by rule."""
    found = sorted(
        {
            (row["rule_id"], row["entity_key"])
            for row in issues
            if row["status"] == "open"
        }
    )
    return {
        rule_id: [key for _, key in rows][:MOST_KEYS]
        for rule_id, rows in groupby(found, lambda pair: pair[0])
    }


def html_of(content: Row) -> str:
    return page(
        TEMPLATE,
        content
        | {
            "chart": chart(content["trend"]),
            "rule_names": {rule["rule_id"]: rule["name"] for rule in content["rules"]},
            "dimensions": DIMENSIONS,
            "unit_types": UNIT_TYPES,
            "most_rows": MOST_ROWS,
            "most_runs": MOST_RUNS,
        },
    )


def chart(trend: list[Row]) -> Row:
    """The scores of the runs as points of a line, and where the axis has its lines."""
    scored = [run for run in trend if run["score"] is not None]
    lowest = min((run["score"] for run in scored), default=0)
    floor = max(0, 10 * int((lowest - 1) // 10))
    step = (WIDTH - LEFT - 50) / max(1, len(scored) - 1)

    def height(score: float) -> float:
        share = (score - floor) / (100 - floor)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)

    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "lines": [{"score": score, "y": height(score)} for score in (floor, 100)],
        "points": [
            run | {"x": round(LEFT + 10 + n * step, 1), "y": height(run["score"])}
            for n, run in enumerate(scored)
        ],
    }
