"""Freshmen on track, early warnings and how good they were, counted from the raw files.

Written from the cards in docs/metrics/risk.md, without any of the models' SQL;
intervals are those of statsmodels. Main school, grade and reason of leaving of a
student's year, and the subgroups, are taken from the warehouse.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from conftest import REPO, query
from naive_attendance import Figures, Key, found_and_groups, of_share
from naive_conduct import actions_of
from naive_scores_and_staff import Words, rows_of
from naive_student_years import days_of_years

METRICS = (
    "early_warning_precision",
    "early_warning_rate",
    "early_warning_recall",
    "on_track_rate",
)
# warning -> the outcomes that it is judged by
JUDGED = {
    "attendance": ["chronic"],
    "attendance_critical": ["chronic"],
    "behavior": ["suspended"],
    "course": ["core_failed"],
    "any": ["chronic", "core_failed", "suspended"],
    "two_or_more": ["chronic", "core_failed", "suspended"],
}
Year = tuple[str, int]  # student, school year


class Mark(NamedTuple):
    subject: str | None
    is_core: bool
    points: float | None
    is_failing: bool | None
    credits: float


def marks_of(folder: Path) -> dict[Year, list[Mark]]:
    words = Words()
    terms = {row["term_id"]: row for row in rows_of(folder / "terms.csv")}
    courses = {row["course_id"]: row for row in rows_of(folder / "courses.csv")}
    sections = {row["section_id"]: row for row in rows_of(folder / "sections.csv")}
    verdicts = {}
    with (REPO / "seeds/policies/grade_points.csv").open() as file:
        for row in csv.DictReader(file):
            points = float(row["grade_points"]) if row["grade_points"] else None
            verdicts[row["letter_grade"]] = points, row["is_failing"] == "true"
    found, seen = defaultdict(list), set()
    for row in rows_of(folder / "course_grades.csv"):
        key = row["student_id"], row["section_id"], row["marking_period"]
        if key in seen or row["section_id"] not in sections:
            continue
        seen.add(key)
        section = sections[row["section_id"]]
        term, course = terms[section["term_id"]], courses[section["course_id"]]
        if term["term_type"] == "summer":
            continue
        points, is_failing = verdicts.get(row["letter_grade"].upper(), (None, None))
        mark = Mark(
            words.of("subject", course["subject"]),
            course["is_core"] == "true",
            points,
            is_failing,
            float(row["credits_earned"] or 0),
        )
        found[row["student_id"], int(term["school_year"][-4:])].append(mark)
    return found


def warnings(
    folder: Path, skipped: frozenset, marks: dict[Year, list[Mark]]
) -> tuple[dict[Year, dict], dict[Year, dict]]:
    """Of each student and year what warns, and what comes; only what is known."""
    days: dict[Year, list[float]] = defaultdict(lambda: [0, 0])
    for (student, _, year), (_, enrolled, absent, _) in days_of_years(
        folder, skipped
    ).items():
        days[student, year][0] += enrolled
        days[student, year][1] += absent
    actions = actions_of(folder)
    years = {year for _, _, year in actions}
    warns: dict[Year, dict[str, bool]] = defaultdict(dict)
    comes: dict[Year, dict[str, bool]] = defaultdict(dict)
    for (student, year), (enrolled, absent) in days.items():
        flags, outcome = warns[student, year], comes[student, year]
        if enrolled >= 10:
            flags["attendance"] = (enrolled - absent) * 10 < enrolled * 9
            flags["attendance_critical"] = (enrolled - absent) * 5 < enrolled * 4
            outcome["chronic"] = absent * 10 >= enrolled
        if year in years:
            followed = actions.get((student, None, year), [])
            flags["behavior"] = outcome["suspended"] = bool(
                {"iss", "oss"} & {*followed}
            )
    for key, those in marks.items():
        fails = [mark for mark in those if mark.is_failing]
        points = [mark.points for mark in those if mark.points is not None]
        if any(mark.is_failing is not None for mark in those) or points:
            warns[key]["course"] = any(
                mark.is_core
                and mark.subject in ("english_language_arts", "mathematics")
                for mark in fails
            ) or (bool(points) and sum(points) / len(points) < 2)
        if any(mark.is_core and mark.is_failing is not None for mark in those):
            comes[key]["core_failed"] = any(mark.is_core for mark in fails)
    for flags in warns.values():
        if flags.keys() >= {"attendance", "behavior", "course"}:
            three = flags["attendance"] + flags["behavior"] + flags["course"]
            flags |= {"any": three >= 1, "two_or_more": three >= 2}
    return warns, comes


def freshmen(
    folder: Path, as_of: date, years: dict, marks: dict[Year, list[Mark]]
) -> dict[Year, bool]:
    """Who is in the first year of grade 9, and whether on track."""
    ends: dict[int, str] = defaultdict(str)
    for row in rows_of(folder / "terms.csv"):
        if row["term_type"] != "summer":
            year = int(row["school_year"][-4:])
            ends[year] = max(ends[year], row["end_date"])
    codes = {
        row["exit_code"]
        for row in rows_of(REPO / "seeds/reference/exit_codes.csv")
        if row["leaves_district"] == "true"
    }
    first: dict[str, int] = {}
    for student, year in sorted(years, key=lambda key: key[1]):
        if years[student, year][1] == 9:
            first.setdefault(student, year)
    found = {}
    for student, year in first.items():
        those = marks.get((student, year))
        moved = years[student, year][2] in codes
        if those and ends[year] <= as_of.isoformat() and not moved:
            failed = sum(bool(mark.is_failing) and mark.is_core for mark in those)
            earned = sum(mark.credits for mark in those)
            found[student, year] = earned >= 5 and failed <= 1
    return found


def risk(
    folder: Path, as_of: date, skipped: frozenset, groups: dict, years: dict
) -> Iterator[tuple[Key, Figures]]:
    marks = marks_of(folder)
    warns, comes = warnings(folder, skipped, marks)
    tracked = freshmen(folder, as_of, years, marks)
    rates, pairs = defaultdict(list), defaultdict(list)
    for (student, year), (school, _, _) in years.items():
        flags = warns.get((student, year), {})
        after = comes.get((student, year + 1), {})
        after = after if (student, year + 1) in years else {}
        for group in groups[student, year]:
            for unit in (("school", school), ("district", folder.name)):
                place = (*unit, year, group)
                if (student, year) in tracked:
                    on_track = tracked[student, year]
                    rates["on_track_rate", "chicago", *place].append(on_track)
                for flag, warned in flags.items():
                    rates["early_warning_rate", flag, *place].append(warned)
                    for outcome in JUDGED[flag]:
                        if outcome in after:
                            key = f"{flag}__next_year_{outcome}", *place
                            pairs[key].append((warned, after[outcome]))
    for key, judged in rates.items():
        yield key, of_share(sum(judged), len(judged))
    for key, those in pairs.items():
        hits = sum(warned and came for warned, came in those)
        for metric, of in (("precision", 0), ("recall", 1)):
            n = sum(pair[of] for pair in those)
            figures = of_share(hits, n) if n else (0, 0, 0, None, None, None)
            yield (f"early_warning_{metric}", *key), figures


def metrics(folder: Path, as_of: date, warehouse: Path) -> tuple[dict, dict]:
    """(metric, policy, unit type, unit, year, subgroup): found, and as counted here."""
    found, groups, skipped = found_and_groups(warehouse, METRICS)
    years = {
        (student, year): rest
        for student, year, *rest in query(
            warehouse,
            "select student_id, school_year, school_id, grade_number, exit_code"
            " from district.fct_student_years"
            " join district.dim_students using (student_key)"
            " join district.dim_schools using (school_key)",
        )
    }
    return found, dict(risk(folder, as_of, skipped, groups, years))
