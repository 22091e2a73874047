"""Days, full academic years and services of students, counted one day at a time.

Written from the descriptions of district__fct_attendance_years, district__fct_student_years
and district__bridge_student_subgroups, without any of their SQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

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


def days_of_years(folder: Path, skipped: set[tuple[str, str, date]]) -> dict[Place, Days]:
    """The days of each student, school and year of a district with one daily year.

    ``skipped``: student, school and day of the records that metrics leave out.
    """
    categories = {
        row["attendance_code"].lower(): row["category"]
        for row in rows_of(folder / "attendance_codes.csv")
    }
    counted: dict[Place, list[float]] = defaultdict(lambda: [0, 0, 0])
    records = {tuple(row.values()): row for row in rows_of(folder / "attendance_daily.csv")}
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


def is_full_year(spans: Iterable[Span], school_days: set[date], year: int) -> bool:
    """Enrolled on every day of school from 1 October to 1 April, both included."""
    window = {
        day for day in school_days if date(year - 1, 10, 1) <= day <= date(year, 4, 1)
    }
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
