"""Days, full academic years and services of students, counted one day at a time.

Written from the descriptions of district__fct_attendance_years, ..._fct_student_years
and ..._bridge_student_subgroups, without any of their SQL. The functions at the end
give what a warehouse has, and what it should have by a count by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from conftest import query
from naive_scores_and_staff import rows_of

HALF_A_DAY = 0.5
FOREVER = date(9999, 12, 31)
# the service that puts a student into the group "yes" of a dimension
DIMENSIONS = {
    "frl_free": "frl",
    "frl_reduced": "frl",
    "el": "el",
    "iep": "iep",
    "section_504": "section_504",
    "homeless": "homeless",
    "gifted": "gifted",
}

Place = tuple[str, str, int]  # student, school, school year
Days = tuple[str, float, float, float]  # counted from, enrolled, absent, unexcused
Span = tuple[date, date | None]  # half-open


def school_year(day: date) -> int:
    return day.year + (day.month >= 7)


@cache
def days_of_years(
    folder: Path, skipped: frozenset[tuple[str, str, date]]
) -> dict[Place, Days]:
    """The days of each student, school and year of a district with one daily year.

    ``skipped``: student, school and day of the records that metrics leave out.
    """
    categories = {
        row["attendance_code"].lower(): row["category"]
        for row in rows_of(folder / "attendance_codes.csv")
    }
    counted: dict[Place, list[float]] = defaultdict(lambda: [0, 0, 0])
    records = {
        tuple(row.values()): row for row in rows_of(folder / "attendance_daily.csv")
    }
    for row in records.values():
        day = date.fromisoformat(row["attendance_date"])
        if (row["student_id"], row["school_id"], day) in skipped:
            continue
        absent = float(row["absent_share"]) >= HALF_A_DAY
        category = categories[row["attendance_code"].lower()]
        days = counted[row["student_id"], row["school_id"], school_year(day)]
        days[0] += 1
        days[1] += absent
        days[2] += absent and category == "absent_unexcused"
    found: dict[Place, Days] = {}
    for row in rows_of(folder / "attendance_years.csv"):
        place = row["student_id"], row["school_id"], int(row["school_year"][-4:])
        found[place] = (
            "years",
            float(row["days_enrolled"]),
            float(row["days_absent"]),
            float(row["days_unexcused"]),
        )
    found |= {place: ("daily", *days) for place, days in counted.items()}
    return found


def window_of(school_days: Iterable[date], year: int) -> set[date]:
    """The days of school from 1 October to 1 April, both included."""
    begin, end = date(year - 1, 10, 1), date(year, 4, 1)
    return {day for day in school_days if begin <= day <= end}


def is_full_year(spans: Iterable[Span], window: set[date]) -> bool:
    """Enrolled on every day of the window."""
    return all(
        any(entry <= day < (end or FOREVER) for entry, end in spans) for day in window
    )


def services_of_years(
    folder: Path, years: dict[tuple[str, int], Span], as_of: date
) -> dict[tuple[str, int], set[str]]:
    """Student and year: the dimensions in which the student has a service in the year.

    ``years``: first day enrolled, and first day not enrolled, of each student and year.
    """
    served: dict[str, list[tuple[str, date, date]]] = defaultdict(list)
    for row in rows_of(folder / "student_services.csv"):
        begin = date.fromisoformat(row["begin_date"])
        end = date.fromisoformat(row["end_date"]) if row["end_date"] else FOREVER
        served[row["student_id"]].append((row["service"].lower(), begin, end))
    found: dict[tuple[str, int], set[str]] = {}
    for (student, year), (entry, end) in years.items():
        last = min((end or FOREVER) - timedelta(days=1), date(year, 6, 30), as_of)
        found[student, year] = {
            DIMENSIONS[service]
            for service, begins, ends in served[student]
            if begins <= last and entry < ends
        }
    return found


def days(folder: Path, as_of: date, warehouse: Path) -> tuple[dict, dict]:
    """(student, school, year): what fct_attendance_years says of it."""
    ids = (
        " join district.dim_students using (student_key)"
        " join district.dim_schools using (school_key)"
    )
    skipped = query(
        warehouse,
        "select student_id, school_id, attendance_date"
        f" from district.fct_attendance_daily{ids} where is_excluded",
    )
    found = query(
        warehouse,
        "select student_id, school_id, school_year, counted_from,"
        " days_enrolled::double, days_absent::double, days_unexcused::double"
        f" from district.fct_attendance_years{ids}",
    )
    expected = days_of_years(folder, frozenset(skipped))
    assert {counted_from for counted_from, *_ in expected.values()} == {
        "daily",
        "years",
    }
    return {row[:3]: row[3:] for row in found}, expected


def full_years(folder: Path, as_of: date, warehouse: Path) -> tuple[dict, dict]:
    """(student, year): was it full in the district, was it at the main school."""
    places = defaultdict(list)
    for student, year, school, *span in query(
        warehouse,
        "select student_key, school_year, school_key, entry_date, exit_date"
        " from district.fct_enrollments",
    ):
        places[student, year].append((school, span))
    windows = defaultdict(set)
    for school, year, school_days in query(
        warehouse,
        "select school_key, school_year, list(calendar_date)"
        " from district.dim_calendar_dates where is_instructional group by all",
    ):
        windows[school, year] = window_of(school_days, year)
    rows = query(
        warehouse,
        "select student_key, school_year, school_key, is_full_academic_year,"
        " is_full_academic_year_at_school from district.fct_student_years"
        " where entries > 0",
    )
    found = {(student, year): tuple(full) for student, year, _, *full in rows}
    mains = {(student, year): main for student, year, main, *_ in rows}
    expected = {}
    for (student, year), spans in places.items():
        main = mains[student, year]
        anywhere = set().union(*(windows[school, year] for school, _ in spans))
        expected[student, year] = (
            is_full_year([span for _, span in spans], anywhere),
            is_full_year(
                [span for school, span in spans if school == main], windows[main, year]
            ),
        )
    assert {full for full, _ in expected.values()} == {True, False}
    return found, expected


def services(folder: Path, as_of: date, warehouse: Path) -> tuple[dict, dict]:
    """(student, year): the dimensions in which the student is in the group "yes"."""
    years = {
        (student, year): (entry, end)
        for student, year, entry, end in query(
            warehouse,
            "select student_id, school_year, entry_date, exit_date"
            " from district.fct_student_years"
            " join district.dim_students using (student_key) where entries > 0",
        )
    }
    expected = services_of_years(folder, years, as_of)
    found = {place: set() for place in expected}
    for student, year, dimension in query(
        warehouse,
        "select student_id, school_year, split_part(subgroup_key, ':', 1)"
        " from district.bridge_student_subgroups"
        " join district.fct_student_years using (student_key, school_year)"
        " join district.dim_students using (student_key)"
        " where subgroup_key like '%:yes' and entries > 0",
    ):
        found[student, year].add(dimension)
    assert set().union(*expected.values()) == set(DIMENSIONS.values())
    return found, expected
