"""The brief of one school: its figures beside those of the district, on one page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb

from reporting.brief.check import page_count
from reporting.brief.content import stand
from reporting.brief.district import District, run
from reporting.brief.findings import sentences
from reporting.brief.glance import latest, name_of, value_of
from reporting.brief.glance import shown as shown_value
from reporting.brief.numbers import Numbers, filled
from reporting.brief.write import finished, opened
from reporting.project import Refused, literal

SCHOOLS = """
    select
        districts.district_id,
        schools.school_key,
        schools.school_id,
        coalesce(schools.school_name, schools.school_id) as school_name
    from district.dim_schools as schools
    inner join district.dim_districts as districts using (district_key)
    order by all
"""


def write_school_brief(warehouse: Path, folder: Path, wanted: str) -> Path:
    """Write reports/school_briefs/<district>_<school id>.pdf and its numbers.

    wanted: the name of a school, a part of it, or its id
    Raises Refused when no school or several fit, or the reports were not built.
    """
    with opened(warehouse) as connection:
        district_id, school_key, school_id, name = chosen_school(connection, wanted)
        pdf, numbers = school_brief(connection, district_id, school_key, name)
    folder = folder / "school_briefs"
    folder.mkdir(parents=True, exist_ok=True)
    safe = re.sub(r"[^\w-]+", "-", f"{district_id}_{school_id}")
    path = folder / f"{safe}.pdf"
    path.write_bytes(pdf)
    path.with_name(f"{safe}_numbers.csv").write_text(numbers.as_csv(), encoding="utf-8")
    return path


def chosen_school(
    connection: duckdb.DuckDBPyConnection, wanted: str
) -> tuple[str, str, str, str]:
    """The school that a reader means: by id or name, else by a part of the name."""
    schools = connection.execute(SCHOOLS).fetchall()
    sought = wanted.strip().casefold()
    found = [one for one in schools if sought in (one[2].casefold(), one[3].casefold())]
    if not found and sought:
        found = [one for one in schools if sought in one[3].casefold()]
    if len(found) == 1:
        return found[0]
    offered = found or schools
    named = "; ".join(f"{one[3]} ({one[2]})" for one in offered[:40])
    said = f"{len(found)} schools are called {wanted!r}" if sought else "name a school"
    raise Refused(f'{said}: make school-brief SCHOOL="...", of {named}')


def school_brief(
    connection: duckdb.DuckDBPyConnection, district_id: str, school_key: str, name: str
) -> tuple[bytes, Numbers]:
    """The page of a school, and its numbers."""
    about = District(connection, district_id)
    content = school_content(about, school_key, name)
    pdf = finished(connection, about, "school_brief.typ", content)
    if page_count(pdf) != 1:
        raise Refused(f"the brief of {name} does not fit on one page")
    return pdf, about.numbers


def school_content(about: District, school_key: str, name: str) -> dict[str, Any]:
    said = sentences()["school"]
    (day,) = about.connection.execute(
        "select as_of_date from reports.rpt_quality__summary"
    ).fetchone()
    rows = [row for row in about.findings.rows if row["unit_key"] == school_key]
    told = [row for row in rows if row["is_reliable"] and row["rule"] == "school"]
    findings = [
        {"text": about.findings.sentence(row), "grade": row["dq_grade"] or "none"}
        for row in told
    ]
    series = {
        "this school": (school_key, "all"),
        "district": (about.district_id, "all"),
    }
    picture = about.pictures.trend(
        "Students who are chronically absent", "chronic_absence_rate", "federal", series
    )
    return {
        "date": [day.year, day.month, day.day],
        "title": f"School brief: {name}",
        "name": about.numbers.name(name),
        "district": about.numbers.name(about.name),
        "stand": stand(about),
        "rows": figures(about, school_key),
        "none": said["none"],
        "findings": findings,
        "otherwise": said["nothing"] if rows else said["missing"],
        "charts": [picture] if picture else [],
        "trust": trust(about, school_key),
        "notes": [said["compared"], said["hidden"]],
    }


def figures(about: District, school_key: str) -> list[list[str]]:
    """A line per metric: this year, the year before, the district, data grade."""
    lines = []
    for row in latest(about, "school", school_key):
        form = about.findings.displays[row["metric_name"]]["shown_as"]
        year = row["school_year"]
        others = [
            value_of(about, row, year - 1, "school", school_key),
            value_of(about, row, year, "district", about.district_id),
        ]
        lines.append(
            [
                name_of(about, row),
                shown_value(about, row, form),
                *(
                    shown_value(about, other, form) if other else "not known"
                    for other in others
                ),
                row["dq_grade"] or "none",
            ]
        )
    return lines


def trust(about: District, school_key: str) -> list[str]:
    said = sentences()["school"]
    cards = about.numbers.rows(
        "rpt_quality__scorecards",
        ("unit_type", "unit_key"),
        f"where unit_type = 'school' and unit_key = {literal(school_key)}",
    )
    texts = [sentences()["trust"]["unscored"]]
    if cards and cards[0]["score"] is not None:
        values = {
            "score": about.numbers.number("trust", cards[0], "score", "number"),
            "issues": about.numbers.number("trust", cards[0], "open_issues", "count"),
            "grade": cards[0]["grade"],
        }
        texts = [filled(said["score"], values)]
    day = run(about, "trust", "as_of_date", "date")
    return [*texts, filled(said["data"], {"as_of": day})]
