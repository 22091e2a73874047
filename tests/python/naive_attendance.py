"""Metrics of attendance and enrolment, counted student by student from the raw files.

Written from the cards in docs/metrics/attendance.md, without any of the models' SQL;
intervals of shares are those of statsmodels. Which subgroups a student is in is taken
from the warehouse: ``naive_student_years.services`` checks that.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path

from conftest import query
from naive_scores_and_staff import rows_of
from naive_student_years import HALF_A_DAY, days_of_years, school_year
from statsmodels.stats.proportion import proportion_confint

METRICS = (
    "attendance_rate",
    "average_daily_attendance",
    "average_daily_membership",
    "chronic_absence_rate",
    "enrollment",
    "long_absence_rate",
)
# policy of chronic absence -> days enrolled from which on a student is judged
CHRONIC_DAYS = {"federal": 10, "ed_fi": 20, "california": 31, "new_jersey": 45}
Z = 1.959963984540054

Key = tuple[
    str, str, str, str, int, str
]  # metric, policy, unit type, unit, year, group
Figures = tuple[float | None, ...]  # students, numerator, denominator, value, low, high


@cache
def of_share(events: int, students: int) -> Figures:
    low, high = proportion_confint(events, students, method="wilson")
    return students, events, students, events / students, low, high


def of_count(students: int, numerator: float, denominator: float) -> Figures:
    return students, numerator, denominator, numerator / denominator, None, None


def longest_runs(folder: Path, skipped: frozenset) -> dict[tuple[str, str], int]:
    """(student, school): most school days in a row absent for one kind of reason."""
    category = {
        row["attendance_code"].lower(): row["category"]
        for row in rows_of(folder / "attendance_codes.csv")
    }
    school_days = defaultdict(list)
    for row in rows_of(folder / "calendars.csv"):
        if row["day_type"].lower() in ("instructional", "make_up"):
            school_days[row["school_id"]].append(row["calendar_date"])
    absent: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    seen = set()
    for row in rows_of(folder / "attendance_daily.csv"):
        place, day = (row["student_id"], row["school_id"]), row["attendance_date"]
        if (*place, date.fromisoformat(day)) in skipped:
            continue
        seen.add(place)
        if float(row["absent_share"]) >= HALF_A_DAY:
            kind = category[row["attendance_code"].lower()]
            is_known = kind in ("absent_excused", "absent_unexcused")
            absent[place][day] = kind if is_known else "unstated"
    longest = dict.fromkeys(seen, 0)
    for place, days in absent.items():
        kinds = [days.get(day) for day in sorted(school_days[place[1]])]
        longest[place] = max(
            (sum(1 for _ in run) for kind, run in groupby(kinds) if kind), default=0
        )
    return longest


def days_in_session(folder: Path, as_of: date) -> dict[tuple[str, int], int]:
    counted: dict[tuple[str, int], int] = defaultdict(int)
    for row in rows_of(folder / "calendars.csv"):
        day = date.fromisoformat(row["calendar_date"])
        if day <= as_of and row["day_type"].lower() in ("instructional", "make_up"):
            counted[row["school_id"], school_year(day)] += 1
    return counted


def attendance(
    folder: Path, as_of: date, skipped: frozenset, groups: dict
) -> Iterator[tuple[Key, Figures]]:
    units: dict[tuple, list] = defaultdict(list)
    for (student, school, year), (source, enrolled, absent, _) in days_of_years(
        folder, skipped
    ).items():
        for group in groups[student, year]:
            for unit in (("school", school), ("district", folder.name)):
                row = (student, school, source, enrolled, absent)
                units[*unit, year, group].append(row)
    session, longest = days_in_session(folder, as_of), longest_runs(folder, skipped)
    for (unit_type, unit, year, group), rows in units.items():
        place = unit_type, unit, year, group
        pooled: dict[str, list[float]] = defaultdict(lambda: [0, 0])
        for student, _, _, enrolled, absent in rows:
            pooled[student][0] += enrolled
            pooled[student][1] += absent
        n = len(pooled)
        total = sum(days for days, _ in pooled.values())
        attended = total - sum(absent for _, absent in pooled.values())
        rate, error = attended / total, None
        if n > 1:
            residuals = [
                days - absent - rate * days for days, absent in pooled.values()
            ]
            error = Z * math.sqrt(math.fsum(r * r for r in residuals) * n / (n - 1))
        yield (
            ("attendance_rate", "default", *place),
            (
                n,
                attended,
                total,
                rate,
                None if error is None else max(rate - error / total, 0),
                None if error is None else min(rate + error / total, 1),
            ),
        )
        for policy, least in CHRONIC_DAYS.items():
            judged = [
                absent * 10 >= days for days, absent in pooled.values() if days >= least
            ]
            if judged:
                key = ("chronic_absence_rate", policy, *place)
                yield key, of_share(sum(judged), len(judged))
        for metric, present in (("attendance", True), ("membership", False)):
            sums: dict[str, float] = defaultdict(float)
            for _, school, _, enrolled, absent in rows:
                sums[school] += enrolled - absent * present
            ratios = [sums[school] / session[school, year] for school in sums]
            key = (f"average_daily_{metric}", "default", *place)
            if unit_type == "school":
                yield key, of_count(n, sums[unit], session[unit, year])
            else:
                yield key, of_count(n, math.fsum(ratios), 1)
        if any(source == "daily" for _, _, source, _, _ in rows):
            runs: dict[str, int] = dict.fromkeys(pooled, 0)
            for student, school, *_ in rows:
                run = longest.get((student, school), 0)
                runs[student] = max(runs[student], run)
            for policy, least in (("five_days", 5), ("ten_days", 10)):
                long = sum(run >= least for run in runs.values())
                key = ("long_absence_rate", policy, *place)
                yield key, of_share(long, n)


def enrollment(
    folder: Path, dropped: set, groups: dict
) -> Iterator[tuple[Key, Figures]]:
    """Students of 1 October; ``dropped``: lines of enrolments that are held back."""
    found: dict[tuple[str, int], tuple] = {}
    for line, row in enumerate(rows_of(folder / "enrollments.csv"), start=2):
        year = int(row["school_year"][-4:])
        day = f"{year - 1}-10-01"
        if line in dropped or not row["entry_date"] <= day:
            continue
        if row["exit_date"] and row["exit_date"] <= day:
            continue
        order = row["is_primary"].lower() != "true", row["entry_date"]
        student = row["student_id"], year
        found[student] = min(
            found.get(student, (order, "~")), (order, row["school_id"])
        )
    counted: dict[Key, int] = defaultdict(int)
    for (student, year), (_, school) in found.items():
        for group in groups[student, year]:
            for unit in (("school", school), ("district", folder.name)):
                counted["enrollment", "count_day", *unit, year, group] += 1
    for key, students in counted.items():
        yield key, of_count(students, students, 1)


def found_and_groups(
    warehouse: Path, names: tuple[str, ...]
) -> tuple[dict[Key, Figures], dict[tuple[str, int], list[str]], frozenset]:
    """What a warehouse says of the metrics; who is in which groups; days left out."""
    groups: dict[tuple[str, int], list[str]] = defaultdict(list)
    for student, year, group in query(
        warehouse,
        "select student_id, school_year, subgroup_key"
        " from district.bridge_student_subgroups"
        " join district.dim_students using (student_key)",
    ):
        groups[student, year].append(group)
    skipped = query(
        warehouse,
        "select student_id, school_id, attendance_date"
        " from district.fct_attendance_daily"
        " join district.dim_students using (student_key)"
        " join district.dim_schools using (school_key) where is_excluded",
    )
    found = {
        tuple(row[:6]): row[6:]
        for row in query(
            warehouse,
            "select metric_name, policy_id, unit_type, coalesce(school_id, unit_key),"
            " school_year, subgroup_key, n_students, numerator, denominator, value,"
            " ci_low, ci_high from metrics.met_values"
            " left join district.dim_schools on unit_key = school_key"
            f" where metric_name in {names}",
        )
    }
    return found, groups, frozenset(skipped)


def metrics(folder: Path, as_of: date, warehouse: Path) -> tuple[dict, dict]:
    """(metric, policy, unit type, unit, year, subgroup): found, and as counted here."""
    found, groups, skipped = found_and_groups(warehouse, METRICS)
    dropped = query(
        warehouse,
        "select line_number from quality.quarantined_rows"
        " where entity_type = 'enrollment'",
    )
    expected = dict(attendance(folder, as_of, skipped, groups))
    expected |= enrollment(folder, {line for (line,) in dropped}, groups)
    return found, expected
