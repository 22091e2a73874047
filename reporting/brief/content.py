"""What the leadership brief of a district says, section by section."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from reporting.brief.district import District, run
from reporting.brief.findings import program_form, sentences
from reporting.brief.glance import glance
from reporting.brief.numbers import Found, filled
from reporting.brief.programs import program_section, verdict
from reporting.brief.trust import blamed, limits, method, open_issues, trust

# lines of charts, and recommendations from findings before those on programmes
MOST_GRADES, MOST_GROUPS, FIRST_ADVICE = 13, 9, 4
# what a recommendation names, and the column that tells one from another
NAMED = {
    "unit_name": "unit_key",
    "group": "subgroup_key",
    "where": "subgroup_key",
    "label": "metric_name",
}

Advice = Callable[[], str]
Advised = dict[str, Advice]


def district_content(
    about: District, most: int, most_advice: int, most_charts: int
) -> dict[str, Any]:
    """Everything that the page shows; the numbers gather in `about`.

    most: findings of a question; most_advice: recommendations; most_charts: charts
    of the first page
    """
    questions = sentences()["questions"]
    answers = [about.findings.answer(each, most) for each in questions]
    staffing = answers[list(questions).index("staffing")]
    staffing["findings"] += needs(about)
    missing = [each for each in questions if not about.findings.of(each)]
    (day,) = about.connection.execute(
        "select as_of_date from reports.rpt_quality__summary"
    ).fetchone()
    return {
        "date": [day.year, day.month, day.day],
        "title": f"Leadership brief: {about.name}",
        "name": about.numbers.name(about.name),
        "stand": stand(about),
        "glance": glance(about, "district", about.district_id),
        "questions": answers,
        "charts": pictures(about, most, most_charts),
        "programs": program_section(about),
        "trust": trust(about),
        "method": method(about),
        "limits": limits(about, missing),
        "advice": [say() for say in advice(about, most, missing)[:most_advice]],
    }


def needs(about: District) -> list[dict[str, str]]:
    """The post that the district lacks most of against its target; none below one."""
    rows = about.numbers.rows(
        "rpt_district__staffing_needs",
        ("unit_type", "unit_key", "metric_name", "school_year"),
        f"where {about.mine} and unit_type = 'district' and gap_fte >= 1"
        " and students_per_fte is not null"
        " qualify school_year = max(school_year) over ()"
        " order by gap_fte / fte_at_target desc, metric_name limit 1",
    )

    def told(row: Found, column: str) -> str:
        return about.numbers.number("needs", row, column, "number")

    return [
        {
            "text": filled(
                sentences()["needs"],
                {
                    "role": f"{row['role']}s",
                    "ratio": told(row, "students_per_fte"),
                    "target": told(row, "target_students_per_fte"),
                    "authority": about.numbers.name(row["target_authority"]),
                    "gap": told(row, "gap_fte"),
                },
            ),
            "grade": row["dq_grade"] or "none",
        }
        for row in rows
    ]


def stand(about: District) -> str:
    """The school year, and the day of the data."""
    years = (
        "select max(school_year) from reports.rpt_district__metric_values"
        f" where {about.mine}"
    )
    day = f"data as of {run(about, 'head', 'as_of_date', 'date')}"
    if about.connection.execute(years).fetchone()[0] is None:
        return day[:1].upper() + day[1:]
    return f"School year {about.numbers.asked('head', years, 'year')}, {day}"


def pictures(about: District, most: int, most_charts: int) -> list[dict[str, str]]:
    """What the data allow of these, in this order: scores, gaps, absence, its gaps."""
    order = dict(
        about.connection.execute(
            "select subgroup_key, sort_order from district.dim_subgroups"
        ).fetchall()
    )
    grades = [
        row
        for row in about.findings.of("improving")
        if row["metric_name"] == "conditional_growth_index"
        and row["subgroup_key"].startswith("grade:")
    ]
    grades.sort(key=lambda row: order[row["subgroup_key"]])
    gaps = about.findings.of("gaps")
    absence = [row for row in gaps if row["metric_name"] == "chronic_absence_rate"]
    series = {"All students": (about.district_id, "all")} | {
        about.findings.group(row): (about.district_id, row["subgroup_key"])
        for row in absence[:most]
    }
    candidates = [
        lambda: about.pictures.differences(
            "scores",
            "Growth against what is typical",
            "SD of typical growth, with intervals",
            grades,
            about.findings,
            MOST_GRADES,
        ),
        lambda: about.pictures.differences(
            "gaps",
            "Behind all other students in score",
            "Hedges' g, with intervals",
            [row for row in gaps if row["metric_name"] == "score_gap_g"],
            about.findings,
            MOST_GROUPS,
        ),
        lambda: about.pictures.trend(
            "Students who are chronically absent",
            "chronic_absence_rate",
            "federal",
            series,
        ),
        lambda: about.pictures.differences(
            "absence",
            "Chronic absence against all other students",
            "points, with intervals",
            absence,
            about.findings,
            MOST_GROUPS,
        ),
    ]
    drawn: list[dict[str, str]] = []
    for draw in candidates:
        picture = draw() if len(drawn) < most_charts else None
        drawn += [picture] if picture else []
    return drawn


def advice(about: District, most: int, missing: list[str]) -> list[Advice]:
    """Recommendations in the order of what they answer, those alike as one.

    A sentence is made, and its numbers told, only when it is asked for.
    """
    rules = sentences()["recommendations"]
    alike: dict[str, list[Advised]] = {}
    seen = set()
    for question in sentences()["questions"]:
        for row in about.findings.chosen(question, most):
            template = about.findings.advises(row) or ""
            # of one school, group or metric once, whatever was found of it
            same = (template, *(row[NAMED[name]] for name in NAMED if name in template))
            if template and same not in seen:
                seen.add(same)
                values = about.findings.values(row)
                alike.setdefault(template, []).append(values)
    told = len(alike)
    # what is to be kept or stopped comes before what is not known
    for row in sorted(about.results, key=lambda row: verdict(about, row)):
        key, values = program_advice(about, row)
        alike.setdefault(rules[key], []).append(values)
    found = [partial(joined, template, rows) for template, rows in alike.items()]
    findings, found = found[:told], found[told:]
    for rule_id, name in blamed(about)[:1]:
        found.append(partial(quality_advice, about, rule_id, name))
    # many findings do not crowd out programmes and data
    found = findings[:FIRST_ADVICE] + found + findings[FIRST_ADVICE:]
    if missing:
        found.append(lambda: rules["missing"])
    return found or [lambda: rules["nothing"]]


def joined(template: str, rows: list[Advised]) -> str:
    """One sentence for all rows: what it names is named of each."""

    def each(name: str) -> str:
        said = (row[name] for row in rows)
        return ", ".join(one() if callable(one) else one for one in said)

    return filled(template, {name: partial(each, name) for name in NAMED})


def program_advice(about: District, row: Found) -> tuple[str, Advised]:
    """The rule of a programme, and its name."""
    said = verdict(about, row)
    # an effect for the worse is a rise of absences or a fall of scores
    if said == "reliable" and (row["estimate"] > 0) != (row["unit"] == "norm_sd"):
        said = "harmful"
    if said not in ("reliable", "unreliable", "harmful"):
        said = "descriptive"

    def name() -> str:
        text = about.numbers.name(row["program_name"])
        if said != "unreliable" or row["mde"] is None:
            return text
        _, form, unit = program_form(row["unit"])
        return f"{text} ({about.numbers.number('advice', row, 'mde', form)}{unit})"

    return f"programs.{said}", {"unit_name": name}


def quality_advice(about: District, rule_id: str, name: str) -> str:
    query = open_issues(about, f"rule_id = '{rule_id}'")
    return filled(
        sentences()["recommendations"]["quality"],
        {
            "rule": about.numbers.name(name),
            "rule_id": about.numbers.name(rule_id),
            "issues": about.numbers.asked("advice", query, "count"),
        },
    )
