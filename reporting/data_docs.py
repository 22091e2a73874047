"""reports/data_docs/: the Data Docs of Great Expectations, from what the build stored.

The library's own site builder renders the results of the two gates; nothing is asked of
the data again. Its pages load styles and scripts from the network: they get a style
sheet of their own instead, and the same input gives the same bytes.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import tempfile
import uuid
from datetime import UTC, date, datetime, time
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from reporting.rendering import TEMPLATES

RESULTS = """
    select suite, coalesce(source, 'marts') as source, coalesce(district_id, 'all') as
        district_id, validation_result
    from {table}
    where validation_result is not null
    order by suite, source, district_id, check_name
"""
TABLES = ("quality.landing_expectations", "quality.mart_expectations")
# the library wants a day, and a raw root without dates has none
UNDATED = date(1970, 1, 1)
STYLE = TEMPLATES / "data_docs.css"

REMOTE = re.compile(
    r"<link[^>]*href=\"https?:[^>]*>"
    r"|<script[^>]*src=\"https?:[^>]*></script>"
    r"|<img[^>]*src=\"https?:[^>]*>"
    r"|<script>.*?</script>"
    r"|url\('https?:[^)]*\)"
    r"|<footer>.*?</footer>",
    re.DOTALL,
)
# The library fills the first page's table by a script.
EMPTY_TABLE = re.compile(
    r"<table[^>]*ge-index-page-validation-results-table.*?</table>", re.DOTALL
)
RANDOM_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def write_data_docs(warehouse: Path, folder: Path) -> Path:
    """Write the site below `folder`, in place of an older one; its first page."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        run_id, as_of = connection.execute(
            "select run_id, as_of_date from quality.current_run"
        ).fetchone()
        rows = [
            row
            for table in TABLES
            for row in connection.execute(RESULTS.format(table=table)).fetchall()
        ]
    site = folder / "data_docs"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.resolve()) as making:
        build_site(Path(making), run_id, midnight(as_of or UNDATED), rows)
        for page in Path(making).rglob("*.html"):
            text = self_contained(page.read_text(encoding="utf-8"))
            if page.parent == Path(making):
                text = EMPTY_TABLE.sub(listing(Path(making), rows), text)
            page.write_text(text, encoding="utf-8")
        shutil.rmtree(Path(making) / "static", ignore_errors=True)
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(making, site)
    return site / "index.html"


def build_site(folder: Path, run_id: str, run_time: datetime, rows: Any) -> None:
    """The pages as the library makes them.

    rows: suite, source, district_id, validation result as JSON; sorted
    """
    import great_expectations as gx
    from great_expectations.core import RunIdentifier
    from great_expectations.core.expectation_validation_result import (
        ExpectationSuiteValidationResult,
        ExpectationValidationResult,
    )
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
    )
    from great_expectations.data_context.types.resource_identifiers import (
        ExpectationSuiteIdentifier,
        ValidationResultIdentifier,
    )
    from great_expectations.expectations.expectation_configuration import (
        ExpectationConfiguration,
    )

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(),
            progress_bars={"globally": False, "metric_calculations": False},
            analytics_enabled=False,
            data_context_id=uuid.UUID(int=0),
            data_docs_sites={
                "schoolhouse": {
                    "class_name": "SiteBuilder",
                    "show_how_to_buttons": False,
                    "store_backend": {
                        "class_name": "TupleFilesystemStoreBackend",
                        "base_directory": str(folder),
                    },
                    "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
                }
            },
        ),
    )
    run = RunIdentifier(run_name=run_id, run_time=run_time)
    described = set()
    for (suite, source, district_id), group in groupby(rows, lambda row: row[:3]):
        said = [json.loads(row[3]) for row in group]
        if suite not in described:
            described.add(suite)
            configurations = [one["expectation_config"] for one in said]
            context.suites.add(gx.ExpectationSuite(suite, expectations=configurations))
        results = [
            ExpectationValidationResult(
                **one
                | {
                    "expectation_config": ExpectationConfiguration(
                        **one["expectation_config"]
                    )
                }
            )
            for one in said
        ]
        right = sum(result.success for result in results)
        context.validation_results_store.set(
            ValidationResultIdentifier(
                ExpectationSuiteIdentifier(suite), run, f"{source}-{district_id}"
            ),
            ExpectationSuiteValidationResult(
                success=right == len(results),
                results=results,
                suite_name=suite,
                statistics={
                    "evaluated_expectations": len(results),
                    "successful_expectations": right,
                    "unsuccessful_expectations": len(results) - right,
                    "success_percent": 100 * right / len(results),
                },
                meta={
                    "run_id": run,
                    "active_batch_definition": {
                        "datasource_name": source,
                        "data_asset_name": f"{suite} of {district_id}",
                    },
                },
            ),
        )
    context.build_data_docs()


def listing(site: Path, rows: Any) -> str:
    """A table with a line per suite and delivery, linked to its page."""
    lines = []
    for (suite, source, district_id), group in groupby(rows, lambda row: row[:3]):
        (page,) = site.glob(f"validations/{suite}/*/*/{source}-{district_id}.html")
        right = [json.loads(row[3])["success"] for row in group]
        address = escape(page.relative_to(site).as_posix())
        cells = (
            f'<a href="{address}">{escape(suite)}</a>',
            escape(source),
            escape(district_id),
            f"{sum(right)} of {len(right)}",
        )
        lines.append("<tr><td>" + "</td><td>".join(cells) + "</td></tr>")
    head = "<tr><th>Suite</th><th>Source</th><th>District</th><th>As expected</th></tr>"
    return f"<table>{head}{''.join(lines)}</table>"


def self_contained(page: str) -> str:
    """A page that loads nothing, with ids that are the same in every rendering."""
    style = f"<style>{STYLE.read_text(encoding='utf-8')}</style>"
    page = REMOTE.sub("", page).replace("</head>", f"{style}\n</head>", 1)
    known: dict[str, str] = {}
    return RANDOM_ID.sub(
        lambda found: known.setdefault(found[0], f"id-{len(known)}"), page
    )
