"""Picked scores and covered posts of a district, counted from its raw files row by row.

Written from the descriptions of district__fct_assessment_results and
int_district__assignments_covered, without any of their SQL.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

from conftest import REPO

COUNT_DAY = "10-01"
NAMED_GRADES = {"PK": -1, "KG": 0}


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return [
            {name: (value or "").strip() for name, value in row.items()}
            for row in csv.DictReader(opened)
        ]


def first_of(rows: list[dict[str, str]], key: str) -> list[dict[str, str]]:
    """The first row of each key, as landing keeps them."""
    kept: dict[str, dict[str, str]] = {}
    for row in rows:
        kept.setdefault(row[key], row)
    return list(kept.values())


def scores(folder: Path) -> dict[str, tuple[bool, bool, float | None]]:
    """result_id: (valid, picked, z), when the first valid score counts."""
    tests = {row["assessment_id"]: row for row in rows_of(folder / "assessments.csv")}
    students = {row["student_id"] for row in rows_of(folder / "students.csv")}
    judged: dict[str, tuple[bool, bool, float | None]] = {}
    sittings: dict[tuple[str, ...], list[tuple[str, bool, str]]] = defaultdict(list)
    for row in first_of(rows_of(folder / "assessment_results.csv"), "result_id"):
        test = tests[row["assessment_id"]]
        score = float(row["scale_score"]) if row["scale_score"] else None
        valid = (
            row["is_complete"] != "false"
            and score is not None
            and float(test["scale_min"]) <= score <= float(test["scale_max"])
        )
        z = None
        if valid and score is not None:
            z = (score - float(test["norm_mean"])) / float(test["norm_sd"])
        judged[row["result_id"]] = (valid, False, z)
        if valid and row["student_id"] in students:
            sitting = (
                row["student_id"],
                row["assessment_id"],
                row["test_window"],
                row["school_year"],
            )
            attempt = (row["test_date"], row["is_retest"] == "true", row["result_id"])
            sittings[sitting].append(attempt)
    for attempts in sittings.values():
        picked = min(attempts)[-1]
        judged[picked] = (judged[picked][0], True, judged[picked][2])
    return judged


class Certificate(NamedTuple):
    subjects: set[str]
    is_area_known: bool
    low: int | None
    high: int | None
    issued: str
    expires: str
    is_active: bool

    def covers(self, subject: str, grade: int | None) -> bool:
        return subject in self.subjects and (
            grade is None
            or (
                (self.low is None or self.low <= grade)
                and (self.high is None or grade <= self.high)
            )
        )


class Words:
    """What the words of the extract mean."""

    def __init__(self) -> None:
        self.values = {
            (row["code_set"], row["source_value"]): row["value"]
            for row in rows_of(REPO / "seeds/crosswalks/code_crosswalk.csv")
            if row["source"] == "sis"
        }
        self.subjects: dict[str, set[str]] = defaultdict(set)
        for row in rows_of(REPO / "seeds/quality/certificate_subjects.csv"):
            self.subjects[row["area"]] |= {row["subject"]} - {""}
        self.judged = set().union(*self.subjects.values())

    def of(self, code_set: str, word: str) -> str | None:
        return self.values.get((code_set, word.lower()))

    def grade(self, word: str) -> int | None:
        level = self.of("grade_level", word)
        if level in NAMED_GRADES:
            return NAMED_GRADES[level]
        return int(level) if level and level.isdigit() else None

    def certificate(self, row: dict[str, str]) -> Certificate:
        word = row["area"].lower()
        areas = {word, self.of("subject", word) or word}
        known = [self.subjects[area] for area in areas if area in self.subjects]
        return Certificate(
            subjects=set().union(*known),
            is_area_known=bool(known),
            low=self.grade(row["low_grade"]),
            high=self.grade(row["high_grade"]),
            issued=row["issue_date"],
            expires=row["expiry_date"] or "9999",
            is_active=row["status"] in ("", "active"),
        )


def lessons_of(folder: Path, words: Words) -> dict[tuple[str, str], list[tuple]]:
    """(educator, school): (subject, grade, section, begin, end) of what is led."""
    sections = {row["section_id"]: row for row in rows_of(folder / "sections.csv")}
    courses = {row["course_id"]: row for row in rows_of(folder / "courses.csv")}
    terms = {row["term_id"]: row for row in rows_of(folder / "terms.csv")}
    lessons: dict[tuple[str, str], list[tuple]] = defaultdict(list)
    for row in rows_of(folder / "section_educators.csv"):
        section = sections.get(row["section_id"])
        if section is None or row["role"] != "primary":
            continue
        term = terms[section["term_id"]]
        subject = words.of("subject", courses[section["course_id"]]["subject"])
        if subject in words.judged:
            lessons[row["educator_id"], section["school_id"]].append(
                (
                    subject,
                    words.grade(section["grade_level"]),
                    row["section_id"],
                    row["begin_date"] or term["start_date"],
                    row["end_date"] or term["end_date"],
                )
            )
    return lessons


def covered_posts(
    folder: Path, as_of: date
) -> dict[tuple[str, int], tuple[bool | None, int, int]]:
    """(assignment_id, school year): (covered, sections judged, sections covered)."""
    words = Words()
    certificates: dict[str, list[Certificate]] = defaultdict(list)
    for row in rows_of(folder / "certifications.csv"):
        certificates[row["educator_id"]].append(words.certificate(row))
    lessons = lessons_of(folder, words)
    codes = {
        row["school_code"]: row["school_id"]
        for row in rows_of(folder / "school_crosswalk.csv")
        if row["system"] == "hr"
    }
    years = {int(row["school_year"]) for row in rows_of(folder / "enrollments.csv")}
    this_year = as_of.year + (as_of.month >= 7)
    posts: dict[tuple[str, int], tuple[bool | None, int, int]] = {}
    for row in first_of(rows_of(folder / "assignments.csv"), "assignment_id"):
        is_teacher = words.of("role", row["position"]) == "teacher"
        if not is_teacher or row["is_on_leave"] == "true":
            continue
        school = codes.get(row["school_code"], row["school_code"])
        for year in years:
            day = f"{year - 1}-{COUNT_DAY}"
            in_force = row["begin_date"] <= day < (row["end_date"] or "9999")
            if day > as_of.isoformat() or not in_force:
                continue
            held = [
                certificate
                for certificate in certificates[row["educator_id"]]
                if certificate.issued <= day < certificate.expires
                and (certificate.is_active or year < this_year)
            ]
            led = {
                lesson[:3]
                for lesson in lessons[row["educator_id"], school]
                if lesson[3] <= day < lesson[4]
            }
            own = words.of("subject", row["subject"]) or row["subject"].lower()
            taught = led or ({(own, None, "")} if own in words.judged else set())
            fits = [
                any(certificate.covers(subject, grade) for certificate in held)
                for subject, grade, _ in taught
            ]
            covered = sum(fits) if led else 0
            key = row["assignment_id"], year
            posts[key] = verdict(held, fits), len(led), covered
    return posts


def verdict(held: list[Certificate], fits: list[bool]) -> bool | None:
    if not held:
        return False
    if fits and all(fits):
        return True
    if not fits or not all(certificate.is_area_known for certificate in held):
        return None
    return False
