"""Sentences of findings and what they recommend, from rpt_district__brief_findings."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reporting.brief.numbers import Found, Numbers, filled
from reporting.project import literal

FINDINGS = (
    "district_id",
    "question",
    "rule",
    "metric_name",
    "policy_id",
    "subject",
    "unit_key",
    "subgroup_key",
    "school_year",
)
SUBJECTS = {
    "english_language_arts": "reading",
    "math_interim": "mathematics",
    "reading_interim": "reading",
}
Text = dict[str, str]


@cache
def sentences() -> dict[str, Any]:
    path = Path(__file__).with_name("sentences.yml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


class Findings:
    """The findings of one district in sentences.

    displays: rows of the seed metric_displays, by metric
    """

    def __init__(self, numbers: Numbers, district_id: str) -> None:
        self.numbers = numbers
        self.rows = numbers.rows(
            "rpt_district__brief_findings",
            FINDINGS,
            f"where district_id = {literal(district_id)}"
            " order by question, finding_rank",
        )
        self.displays = {
            row[0]: {"label": row[1], "shown_as": row[2], "favourable": row[3]}
            for row in numbers.connection.execute(
                "select metric_name, label, shown_as, favourable"
                " from reference.metric_displays"
            ).fetchall()
        }

    def of(self, question: str) -> list[Found]:
        return [row for row in self.rows if row["question"] == question]

    def chosen(self, question: str, most: int) -> list[Found]:
        return [row for row in self.of(question) if row["is_chosen"]][:most]

    def answer(self, question: str, most: int) -> dict[str, Any]:
        """The question with its findings, or why there is none."""
        said = sentences()["questions"][question]
        texts = [
            {"text": self.sentence(row), "grade": row["dq_grade"] or "none"}
            for row in self.chosen(question, most)
        ]
        none = "nothing" if self.of(question) else "missing"
        return {
            "heading": said["heading"],
            "findings": texts,
            "otherwise": "" if texts else said[none],
        }

    def sentence(self, row: Found) -> str:
        templates = sentences()["findings"][row["rule"]]
        template = templates.get(row["evidence_label"]) or templates.get(
            row["metric_name"], templates.get("all")
        )
        return filled(template, self.values(row))

    def form(self, row: Found) -> tuple[str, str, str]:
        """Forms of a value and of a difference, and the unit of the latter."""
        if row["rule"] == "program":
            return program_form("norm_sd" if "interim" in row["subject"] else "")
        shown_as = self.displays[row["metric_name"]]["shown_as"]
        if shown_as == "percent":
            return "percent", "points", " points"
        return shown_as, shown_as, " SD" if shown_as == "sd" else ""

    def group(self, row: Found) -> str:
        """A subgroup, by a shorter name where there is one."""
        return sentences()["groups"].get(row["subgroup_key"], row["subgroup_name"])

    def values(self, row: Found) -> dict[str, str | Callable[[], str]]:
        """What a template may name; numbers are told only when it does."""
        place = f"finding {row['question']} {row['finding_rank']}"
        plain, difference, unit = self.form(row)

        def told(column: str, form: str) -> Callable[[], str]:
            return lambda: self.numbers.number(place, row, column, form)

        def name(text: str) -> Callable[[], str]:
            return lambda: self.numbers.name(text)

        ends = {"low": told("ci_low", f"+{difference}")}
        ends["high"] = told("ci_high", f"+{difference}")
        group = self.group(row)
        everybody = row["subgroup_key"] == "all"
        subject = word(row["subject"])
        return ends | {
            "label": self.displays.get(row["metric_name"], {}).get("label", ""),
            "unit_name": name(row["unit_name"] or row["unit_key"]),
            "group": name(group),
            "group_of": name("" if everybody else f"{group}: "),
            "in_subject": in_subject(row),
            "where": name(subject if everybody else f"{group}, {subject}"),
            "moved": "rose" if row["difference"] > 0 else "fell",
            "value": told("value", plain),
            "compared": told("compared_value", plain),
            "difference": told("difference", f"+{difference}"),
            "unit": unit,
            "year": told("school_year", "year"),
            "previous_year": lambda: self.numbers.asked(
                place, row.query("school_year").replace(
                    'select "school_year"', 'select "school_year" - 1', 1
                ), "year"
            ),
            "interval": lambda: (
                "" if row["ci_low"] is None else filled(sentences()["interval"], ends)
            ),
        }  # fmt: skip

    def advises(self, row: Found) -> str | None:
        """The rule of what a finding suggests; None where none has something to say."""
        rules = sentences()["recommendations"]
        key = f"{row['question']}.{row['rule']}"
        adverse = rules.get(f"{key}.adverse") if row["is_adverse"] else None
        return adverse or rules.get(key)


def word(subject: str) -> str:
    return SUBJECTS.get(subject, subject.replace("_", " "))


def in_subject(row: Found) -> str:
    return "" if row["subject"] == "all" else f" in {word(row['subject'])}"


def program_form(unit: str) -> tuple[str, str, str]:
    """Forms of an estimate in `unit` and of a difference, and its unit in words."""
    if unit == "norm_sd":
        return "sd", "sd", " SD"
    return "points", "points", " points of the days absent"
