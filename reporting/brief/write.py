"""reports/policy_brief.pdf, the brief of one school, and what they are checked by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from reporting.brief.check import check_text, check_values, is_tagged, page_count
from reporting.brief.content import district_content
from reporting.brief.district import District
from reporting.brief.document import compiled
from reporting.brief.numbers import Numbers
from reporting.project import Refused, shown

PAGES = 2
# findings of a question, recommendations and charts, from the most to the least
SIZES = [(2, 8, 4), (2, 8, 2), (2, 7, 4), (2, 7, 2), (2, 5, 2), (1, 5, 2), (1, 3, 0)]


def write_policy_briefs(warehouse: Path, folder: Path) -> list[Path]:
    """Write a brief per district with its numbers; the paths of the briefs.

    One district gives policy_brief.pdf, several policy_brief_<district_id>.pdf each; a
    warehouse without districts, of English school finance only, gives none. Raises
    Refused when a brief and the warehouse disagree, or the reports were not built.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("policy_brief*"):
        old.unlink()
    paths = []
    with opened(warehouse) as connection:
        districts = [
            row[0]
            for row in connection.execute(
                "select district_id from district.dim_districts order by district_id"
            ).fetchall()
        ]
        for district_id in districts:
            suffix = "" if len(districts) == 1 else f"_{district_id}"
            pdf, numbers = policy_brief(connection, district_id)
            path = folder / f"policy_brief{suffix}.pdf"
            path.write_bytes(pdf)
            table = folder / f"policy_brief{suffix}_numbers.csv"
            table.write_text(numbers.as_csv(), encoding="utf-8")
            paths.append(path)
    return paths


def opened(warehouse: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(warehouse), read_only=True)
        connection.execute("select 1 from reports.rpt_district__brief_findings limit 0")
    except duckdb.Error as error:
        raise Refused(
            f"{shown(warehouse)} has no report tables, run dbt build first: {error}"
        ) from None
    return connection


def policy_brief(
    connection: duckdb.DuckDBPyConnection, district_id: str
) -> tuple[bytes, Numbers]:
    """The brief of a district in two pages, and its numbers.

    What does not fit is left out by rule: the second row of charts, the last
    recommendations, second findings.
    """
    pages = 0
    for size in SIZES:
        about = District(connection, district_id)
        content = district_content(about, *size)
        pdf = finished(connection, about, "policy_brief.typ", content)
        pages = page_count(pdf)
        if pages <= PAGES:
            return pdf, about.numbers
    raise Refused(f"the brief of {district_id} has {pages} pages, and may have {PAGES}")


def finished(
    connection: duckdb.DuckDBPyConnection,
    about: District,
    template: str,
    content: dict[str, Any],
) -> bytes:
    """The PDF, held against its numbers and those against the warehouse.

    Raises Disagreement, and Refused when the PDF is not tagged.
    """
    pdf = compiled(template, content, about.pictures.drawings)
    if not is_tagged(pdf):
        raise Refused(f"{template} gives a PDF without tags")
    check_text(pdf, about.numbers)
    check_values(connection, about.numbers)
    return pdf
