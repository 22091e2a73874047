"""Metrics of attainment and growth, counted student by student from the raw files.

Written from the cards docs/metrics/attainment.md and growth.md, without any of the
models' SQL; intervals of shares are those of statsmodels, medians are drawn again
student by student. Taken from the warehouse is what other tests check: subgroups, full
academic years and enrolments (``naive_student_years``), and growth percentiles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
from conftest import REPO, query
from naive_marks import (
    Cell,
    District,
    Figures,
    Mark,
    Near,
    Tail,
    district_of,
    found_in,
    nearly,
    of_mean,
    of_share,
)
from naive_scores_and_staff import rows_of

METRICS = (
    "conditional_growth_index",
    "distance_from_met",
    "mean_gain",
    "mean_norm_score",
    "mean_scale_score",
    "median_growth_percentile",
    "proficiency_rate",
    "test_participation_rate",
)
TEST_DAY, ESEA_FROM, LEAST_SHARE = "04-15", 2018, 0.95
LEAST_STUDENTS, DRAWS = 20, 1_000
NAMED_GRADES = {-1: "grade:pk", 0: "grade:kg"}


def named(grade: int | None) -> str:
    return NAMED_GRADES.get(grade, f"grade:{grade}")


def required(district: District, enrollments: list[tuple]) -> dict[Cell, list[bool]]:
    """Were those required to be tested tested?"""
    given = {
        (mark.subject, mark.year, mark.test_grade)
        for mark in district.standard.values()
    }
    places: dict[tuple[str, int], tuple] = {}
    for student, school, year, grade, is_primary, entry, leave in enrollments:
        day = date.fromisoformat(f"{year}-{TEST_DAY}")
        if entry <= day and (leave is None or leave > day):
            place = not is_primary, entry, school, grade
            places[student, year] = min(places.get((student, year), place), place)
    found: dict[Cell, list[bool]] = defaultdict(list)
    for (student, year), (*_, school, grade) in places.items():
        for subject in {subject for subject, *rest in given if rest == [year, grade]}:
            is_tested = (student, subject, year) in district.standard
            for cell in district.cells(student, school, subject, year):
                found[cell].append(is_tested)
    return found


def attainment(
    district: District, full: set[tuple[str, str, int]], enrollments: list[tuple]
) -> Iterator[tuple[tuple, Figures]]:
    """``full``: student, place and year of full academic years."""
    tested: dict[Cell, list[Mark]] = defaultdict(list)
    for mark in district.standard.values():
        for cell in district.cells(mark.student, mark.school, mark.subject, mark.year):
            tested[cell].append(mark)
    normed: dict[Cell, list[float]] = defaultdict(list)
    for mark in district.norm.values():
        for cell in district.cells(mark.student, mark.school, mark.subject, mark.year):
            normed[cell].append(mark.z)
    for cell, values in normed.items():
        yield ("mean_norm_score", "default", *cell), of_mean(values)
    asked = required(district, enrollments)
    for cell, answers in asked.items():
        figures = of_share(sum(answers), len(answers), len(answers))
        yield ("test_participation_rate", "default", *cell), figures
    for cell in asked.keys() | tested.keys():
        unit_type, unit, _, year, group = cell
        rows, duty = tested.get(cell, []), len(asked.get(cell, []))
        passed = sum(mark.distance >= 0 for mark in rows)
        if year >= ESEA_FROM:
            whole = max(len(rows), LEAST_SHARE * duty)
            figures = of_share(passed, whole, max(len(rows), duty))
            yield ("proficiency_rate", "esea_95", *cell), figures
        if not rows:
            continue
        figures = of_share(passed, len(rows), len(rows))
        yield ("proficiency_rate", "all_tested", *cell), figures
        distances = [mark.distance for mark in rows]
        yield ("distance_from_met", "default", *cell), of_mean(distances)
        place = "district" if unit_type == "district" else unit
        stayed = [mark for mark in rows if (mark.student, place, year) in full]
        if stayed:
            passed = sum(mark.distance >= 0 for mark in stayed)
            figures = of_share(passed, len(stayed), len(stayed))
            yield ("proficiency_rate", "full_academic_year", *cell), figures
        own = [mark.score for mark in rows if named(mark.test_grade) == group]
        if own:
            yield ("mean_scale_score", "default", *cell), of_mean(own)


def gains(district: District) -> Iterator[tuple[tuple, Figures]]:
    norms = {
        (row["subject"], int(row["grade_number"])): row
        for row in rows_of(REPO / "seeds/policies/growth_norms.csv")
    }
    gained: dict[Cell, list[float]] = defaultdict(list)
    indexes: dict[Cell, list[float]] = defaultdict(list)
    for (student, subject, year), mark in district.norm.items():
        before = district.norm.get((student, subject, year - 1))
        if before is None:
            continue
        gain = mark.score - before.score
        norm = norms.get((subject, before.student_grade))
        moved_up = before.student_grade + 1 == mark.student_grade
        for cell in district.cells(student, mark.school, subject, year):
            if cell[-1] == named(mark.student_grade) and moved_up:
                gained[cell].append(gain)
            if norm and (moved_up or not cell[-1].startswith("grade:")):
                above = before.score - float(norm["start_mean"])
                typical = float(norm["expected_gain"])
                typical += float(norm["gain_per_point"]) * above
                indexes[cell].append((gain - typical) / float(norm["gain_sd"]))
    for cell, values in gained.items():
        yield ("mean_gain", "default", *cell), of_mean(values)
    for cell, values in indexes.items():
        yield ("conditional_growth_index", "default", *cell), of_mean(values)


def medians(
    district: District, percentiles: list[tuple]
) -> Iterator[tuple[tuple, Figures]]:
    """``percentiles``: student, subject, year, method and growth percentile."""
    groups: dict[tuple, list[int]] = defaultdict(list)
    for student, subject, year, method, percentile in percentiles:
        school = district.norm[student, subject, year].school
        for cell in district.cells(student, school, subject, year):
            groups["median_growth_percentile", method, *cell].append(percentile)
    random = np.random.default_rng(1)
    for key, values in sorted(groups.items()):
        n = len(values)
        if n < LEAST_STUDENTS:
            yield key, (n, *[None] * 6)
            continue
        drawn = np.median(random.choice(values, (DRAWS, n)), axis=1)
        median, error = np.median(values), drawn.std(ddof=1)
        ends = Tail(drawn, -1), Tail(drawn, 1)
        yield key, (*nearly(n, median, 1, median), Near(error, 0.2 * error), *ends)


def metrics(folder: Path, as_of: date, warehouse: Path) -> tuple[dict, dict]:
    """(metric, policy, unit type, unit, subject, year, group): found, counted here."""
    ids = " join district.dim_students using (student_key)"
    full = query(
        warehouse,
        "select student_id, coalesce(school_id, place), school_year"
        f" from intermediate.int_district__full_years_judged{ids}"
        " left join district.dim_schools on place = school_key where is_full_year",
    )
    enrollments = query(
        warehouse,
        "select student_id, school_id, school_year, grade_number, is_primary,"
        f" entry_date, exit_date from district.fct_enrollments{ids}"
        " join district.dim_schools using (school_key)",
    )
    percentiles = query(
        warehouse,
        "select student_id, subject, school_year, method, growth_percentile"
        f" from district.fct_growth_percentiles{ids}"
        " where growth_percentile is not null",
    )
    district = district_of(folder, warehouse)
    expected = dict(attainment(district, set(full), enrollments))
    expected |= dict(gains(district)) | dict(medians(district, percentiles))
    return found_in(warehouse, METRICS), expected
