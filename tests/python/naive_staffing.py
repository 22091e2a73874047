"""Metrics of staffing, counted post by post and seat by seat from the raw files.

Written from docs/metrics/staffing.md, without any of the models' SQL. Students of the
count day are those of naive_attendance, posts that are covered those of
naive_scores_and_staff. Average daily membership, which naive_attendance counts too, and
the lines of enrolments that are held back are taken from the warehouse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from conftest import query
from naive_attendance import Figures, Key, enrollment, found_and_groups
from naive_scores_and_staff import (
    COUNT_DAY,
    Words,
    covered_posts,
    first_of,
    rows_of,
)

METRICS = (
    "average_section_size",
    "certification_coverage",
    "english_learners_per_teacher",
    "out_of_field_rate",
    "student_teacher_ratio",
    "students_per_counselor",
    "students_with_iep_per_teacher",
)
ENDORSED = {"esl_bilingual", "bilingual"}
# metric -> role, and the subgroup whose students are counted
BY_NEED = {
    "student_teacher_ratio": ("teacher", "all"),
    "students_per_counselor": ("counselor", "all"),
    "students_with_iep_per_teacher": ("special_education", "iep:yes"),
    "english_learners_per_teacher": ("english_learner", "el:yes"),
}

Fte = dict[tuple[str, int, str], float]  # unit, year, role


def over(students: int | None, numerator: float, denominator: float) -> Figures:
    value = numerator / denominator if denominator else None
    return students, numerator, denominator, value, None, None


def endorsed_on(folder: Path, words: Words, day: str, is_latest: bool) -> set[str]:
    """Educators with a certificate for English learners in force on the day."""
    return {
        row["educator_id"]
        for row in rows_of(folder / "certifications.csv")
        if (words.of("subject", row["area"]) or row["area"].lower()) in ENDORSED
        and row["issue_date"] <= day < (row["expiry_date"] or "9999")
        and (row["status"] in ("", "active") or not is_latest)
    }


def equivalents(folder: Path, years: set[int]) -> Fte:
    words, found = Words(), defaultdict(float)
    schools = school_codes(folder)
    for year in years:
        day = f"{year - 1}-{COUNT_DAY}"
        endorsed = endorsed_on(folder, words, day, year == max(years))
        for row in first_of(rows_of(folder / "assignments.csv"), "assignment_id"):
            in_force = row["begin_date"] <= day < (row["end_date"] or "9999")
            if not in_force or row["is_on_leave"] == "true":
                continue
            position = words.of("role", row["position"])
            roles = {position}
            if position == "teacher":
                roles.add(words.of("teaching_focus", row["position"]))
                if row["educator_id"] in endorsed:
                    roles.add("endorsed")
            school = schools.get(row["school_code"], row["school_code"])
            for unit in (school, folder.name):
                for role in roles:
                    found[unit, year, role] += float(row["fte"])
    return found


def school_codes(folder: Path) -> dict[str, str]:
    return {
        row["school_code"]: row["school_id"]
        for row in rows_of(folder / "school_crosswalk.csv")
        if row["system"] == "hr"
    }


def ratios(folder: Path, students: dict[Key, Figures]) -> Iterator[tuple[Key, Figures]]:
    """``students``: of the count day, and average daily membership."""
    years = {key[4] for key in students}
    fte = equivalents(folder, years)
    policies = {"enrollment": "headcount", "average_daily_membership": "adm"}
    for (metric, _, unit_type, unit, year, group), row in students.items():
        n, value = row[0], row[3]
        for name, (role, of_group) in BY_NEED.items():
            is_adm = metric == "average_daily_membership"
            if group != of_group or (is_adm and role != "teacher"):
                continue
            staff = "endorsed" if role == "english_learner" else role
            key = (name, policies[metric], unit_type, unit, year, "all")
            yield key, over(n, value, fte.get((unit, year, staff), 0))


def coverage(folder: Path, as_of: date) -> Iterator[tuple[Key, Figures]]:
    posts = {
        row["assignment_id"]: row
        for row in first_of(rows_of(folder / "assignments.csv"), "assignment_id")
    }
    schools = school_codes(folder)
    sums: dict[tuple, list[float]] = defaultdict(lambda: [0, 0])
    for (post, year), (is_covered, led, covered) in covered_posts(
        folder, as_of
    ).items():
        if is_covered is None:
            continue
        code, fte = posts[post]["school_code"], float(posts[post]["fte"])
        shares = {
            "default": float(is_covered),
            "by_section": covered / led if led else float(is_covered),
        }
        for unit in (("school", schools.get(code, code)), ("district", folder.name)):
            for policy, share in shares.items():
                sums[policy, *unit, year][0] += fte * share
                sums[policy, *unit, year][1] += fte
    for place, (covered_fte, total) in sums.items():
        key = (*place, "all")
        yield ("certification_coverage", *key), over(None, covered_fte, total)
        yield ("out_of_field_rate", *key), over(None, total - covered_fte, total)


def section_sizes(folder: Path, years: set[int]) -> Iterator[tuple[Key, Figures]]:
    known = {row["student_id"] for row in rows_of(folder / "students.csv")}
    sections = {row["section_id"]: row for row in rows_of(folder / "sections.csv")}
    terms = {row["term_id"]: row for row in rows_of(folder / "terms.csv")}
    seats: dict[tuple, set[tuple[str, str]]] = defaultdict(set)
    for row in rows_of(folder / "section_enrollments.csv"):
        section = sections.get(row["section_id"])
        if section is None or row["student_id"] not in known:
            continue
        term = terms[section["term_id"]]
        begin = row["begin_date"] or term["start_date"]
        end = row["end_date"] or term["end_date"]
        for year in years:
            if begin <= f"{year - 1}-{COUNT_DAY}" < end:
                seat = row["section_id"], row["student_id"]
                seats["school", section["school_id"], year].add(seat)
                seats["district", folder.name, year].add(seat)
    for place, taken in seats.items():
        students = len({student for _, student in taken})
        size = over(students, len(taken), len({section for section, _ in taken}))
        yield ("average_section_size", "default", *place, "all"), size


def metrics(folder: Path, as_of: date, warehouse: Path) -> tuple[dict, dict]:
    """(metric, policy, unit type, unit, year, subgroup): found, and as counted here."""
    figures, groups, _ = found_and_groups(
        warehouse, (*METRICS, "average_daily_membership")
    )
    found = {key: row for key, row in figures.items() if key[0] in METRICS}
    membership = {key: row for key, row in figures.items() if key not in found}
    dropped = query(
        warehouse,
        "select line_number from quality.quarantined_rows"
        " where entity_type = 'enrollment'",
    )
    lines = {line for (line,) in dropped}
    students = dict(enrollment(folder, lines, groups)) | membership
    years = {key[4] for key in students}
    expected = dict(ratios(folder, students))
    expected |= coverage(folder, as_of)
    expected |= section_sizes(folder, years)
    return found, expected
