"""The landing report says what dbt built, and nothing of it leads elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import query

from reporting.landing_report import TEMPLATE, landing_report, write_landing_report
from reporting.project import Refused
from reporting.rendering import page, percent, size


def test_the_report_of_the_example(example_warehouse: Path, tmp_path: Path) -> None:
    html, data = write_landing_report(example_warehouse, tmp_path)
    text = html.read_text(encoding="utf-8")
    assert re.findall(r"https?://|src=|href=|@import|url\(", text) == []
    content = json.loads(data.read_text(encoding="utf-8"))
    files = query(
        example_warehouse,
        "select file_path, rows_read from reports.rpt_quality__landing_files",
    )
    (source,) = content["sources"]
    assert {(file["file_path"], file["rows_read"]) for file in source["files"]} == set(
        files
    )
    assert content["totals"]["rows_read"] == sum(rows for _, rows in files)
    for path, rows in files:
        assert path in text
        assert f"{rows:,}" in text
    for table in content["contents"]:
        assert query(
            example_warehouse,
            f"select count(*) from {table['schema']}.{table['table_name']}",
        ) == [(table["row_count"],)]


def test_findings_and_blocked_sources_are_shown_as_text(
    example_warehouse: Path,
) -> None:
    content = landing_report(example_warehouse)
    finding = {
        "file_path": "clever/oak/<b>.csv",
        "column_name": "race",
        "code_value": "<script>",
        "message": "not understood",
        "line_number": 1234,
        "row_count": 5,
    }
    rule = {
        "rule_id": "LND-019",
        "rule_name": "Code absent from its crosswalk",
        "severity": "minor",
        "action": "flag",
        "how_to_fix": None,
        "row_count": 125,
        "findings": [finding] * 25,
    }
    reason = {
        "rule_id": "LND-001",
        "file_path": None,
        "message": "no manifest & no files",
    }
    content["sources"][0] |= {"rules": [rule], "blocked": [reason]}
    text = page(TEMPLATE, content)
    for shown in (
        "clever/oak/&lt;b&gt;.csv",
        "&lt;script&gt;",
        "Not understood.",
        "1,234",
        "125 rows",
        "and 5 more",
        "no manifest &amp; no files (LND-001)",
    ):
        assert shown in text
    assert "<script>" not in text


def test_without_tables_the_report_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="run dbt build first"):
        landing_report(tmp_path / "none.duckdb")


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (2_340_000, "2.3 MB"),
        (12e9, "12 GB"),
    ],
)
def test_sizes_are_written_for_people(count: int, text: str) -> None:
    assert size(count) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0 %"),
        (0.00001, "under 0.01 %"),
        (0.0218, "2.18 %"),
        (0.5, "50 %"),
        (1, "100 %"),
    ],
)
def test_shares_are_written_for_people(share: float, text: str) -> None:
    assert percent(share) == text
