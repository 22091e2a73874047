"""The district or a school at a glance: its headline figures, and those to compare."""

from __future__ import annotations

from reporting.brief.district import District
from reporting.brief.findings import word
from reporting.brief.numbers import Found, Hidden
from reporting.brief.pictures import VALUES

MOST_ROWS = 10


def glance(about: District, unit_type: str, unit_key: str) -> list[list[str]]:
    """A line per metric: name, latest value, year before, grade of the data."""
    lines = []
    for row in latest(about, unit_type, unit_key)[:MOST_ROWS]:
        form = about.findings.displays[row["metric_name"]]["shown_as"]
        before = value_of(about, row, row["school_year"] - 1, unit_type, unit_key)
        lines.append(
            [
                name_of(about, row),
                shown(about, row, form),
                shown(about, before, form) if before else "not known",
                row["dq_grade"] or "none",
            ]
        )
    return lines


def latest(about: District, unit_type: str, unit_key: str) -> list[Found]:
    """The headline metrics of all students in the last year that has them."""
    return about.numbers.rows(
        "rpt_district__metric_values",
        VALUES,
        "as metrics inner join (select metric_name, policy_id, sort_order"
        " from reference.metric_displays where sort_order is not null) as displays"
        " using (metric_name, policy_id)"
        f" where unit_type = '{unit_type}' and unit_key = '{unit_key}'"
        " and subgroup_key = 'all'"
        " qualify school_year = max(school_year) over (partition by metric_name)"
        " order by sort_order, subject",
    )


def value_of(
    about: District, row: Found, school_year: int, unit_type: str, unit_key: str
) -> Found | None:
    """The same metric of another year or unit; None where it has no row."""
    same = " and ".join(
        f"{key} = '{row[key]}'" for key in ("metric_name", "policy_id", "subject")
    )
    rows = about.numbers.rows(
        "rpt_district__metric_values",
        VALUES,
        f"where {same} and subgroup_key = 'all' and unit_type = '{unit_type}'"
        f" and unit_key = '{unit_key}' and school_year = {school_year}",
    )
    return rows[0] if rows else None


def name_of(about: District, row: Found) -> str:
    label = about.findings.displays[row["metric_name"]]["label"]
    if row["subject"] != "all":
        label = f"{label}, {word(row['subject'])}"
    return label[:1].upper() + label[1:]


def shown(about: District, row: Found, form: str) -> str:
    """The value, or that it is hidden: never a blank and never a zero."""
    try:
        return about.numbers.number("at a glance", row, "value", form)
    except Hidden:
        state = row["suppression_state"]
        return "not known" if state == "published" else "hidden"
