"""Mobility, stability and graduation, counted student by student from the raw files.

Written from docs/metrics/completion.md, without any of the models' SQL: enrolment is a
run of spells here, and a move is where a run begins or ends. Which lines of enrolments
are held back, which subgroups a student is in, and average daily membership, which
naive_attendance counts, are taken from the warehouse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from conftest import query
from naive_attendance import (
    Figures,
    Key,
    found_and_groups,
    of_share,
)
from naive_scores_and_staff import first_of, rows_of
from naive_student_years import FOREVER

METRICS = ("graduation_rate", "mobility_rate", "stability_rate")
LEAVES = {
    "in_state",
    "out_of_state",
    "private",
    "home_school",
    "other_country",
    "deceased",
}
COMPLETES = {"graduate", "no_diploma"}
ONE_DAY = timedelta(days=1)
MORE_THAN_DAYS_AWAY = 10
POLICIES = {"four_year": 0, "five_year": 1, "six_year": 2}

Groups = dict[tuple[str, int], list[str]]


class Spell(NamedTuple):
    student: str
    school: str
    year: int
    grade: str
    is_primary: bool
    entry: date
    exit: date
    code: str


def spells_of(folder: Path, dropped: set[int]) -> list[Spell]:
    """Enrolments with a day of school; ``dropped``: lines that are held back."""
    days = instructional_days(folder)
    kept = []
    for line, row in enumerate(rows_of(folder / "enrollments.csv"), start=2):
        spell = Spell(
            row["student_id"],
            row["school_id"],
            int(row["school_year"][-4:]),
            row["grade_level"],
            row["is_primary"].lower() == "true",
            date.fromisoformat(row["entry_date"]),
            date.fromisoformat(row["exit_date"]) if row["exit_date"] else FOREVER,
            row["exit_code"].lower(),
        )
        has_day = any(
            spell.entry <= day < spell.exit for day in days[spell.school, spell.year]
        )
        if line not in dropped and row["enrollment_status"] != "no_show" and has_day:
            kept.append(spell)
    return kept


def instructional_days(folder: Path) -> dict[tuple[str, int], list[date]]:
    days: dict[tuple[str, int], list[date]] = defaultdict(list)
    for row in rows_of(folder / "calendars.csv"):
        if row["day_type"].lower() in ("instructional", "make_up"):
            day = date.fromisoformat(row["calendar_date"])
            days[row["school_id"], day.year + (day.month >= 7)].append(day)
    return {place: sorted(found) for place, found in days.items()}


def stretches_of(spells: list[Spell]) -> list[tuple[Spell, Spell]]:
    """First and last spell of each run of days enrolled, without a day between."""
    runs: list[list[Spell]] = []
    for spell in sorted(spells, key=lambda one: one.entry):
        if runs and spell.entry <= max(one.exit for one in runs[-1]):
            runs[-1].append(spell)
        else:
            runs.append([spell])
    return [(run[0], max(run, key=lambda one: one.exit)) for run in runs]


class Moves(NamedTuple):
    on_first_day: bool
    late: bool
    re_entries: int
    withdrawals: int
    after_count: int


def moves_of(spells: list[Spell], days: dict, as_of: date) -> Moves:
    runs = stretches_of(spells)
    year = spells[0].year
    count_day = date(year - 1, 10, 1)
    entries = [first.entry > days[first.school, year][0] for first, _ in runs]
    exits = [
        last.exit <= min(days[last.school, year][-1], as_of)
        and last.code not in COMPLETES
        for _, last in runs
    ]
    after = 0
    for place, (first, last) in enumerate(runs):
        before = runs[place - 1][1].exit if place else date.min
        follows = runs[place + 1][0].entry if place + 1 < len(runs) else FOREVER
        if entries[place] and first.entry > count_day:
            after += (first.entry - before).days > MORE_THAN_DAYS_AWAY
        if exits[place] and last.exit > count_day:
            after += (follows - last.exit).days > MORE_THAN_DAYS_AWAY
    return Moves(not entries[0], entries[0], len(runs) - 1, sum(exits), after)


def of_moves(students: int, moves: int, over: float | None) -> Figures:
    """Over nothing there is no rate."""
    return students, moves, over, moves / over if over else None, None, None


def mobility(
    folder: Path, as_of: date, spells: list[Spell], membership: dict, groups: Groups
) -> Iterator[tuple[Key, Figures]]:
    """``membership``: average daily membership by metric, policy, unit, year, group."""
    days = instructional_days(folder)
    of_unit: dict[tuple, list[Spell]] = defaultdict(list)
    for spell in spells:
        for unit in (("school", spell.school), ("district", folder.name)):
            of_unit[*unit, spell.year, spell.student].append(spell)
    counted: dict[tuple, list[Moves]] = defaultdict(list)
    for (*unit, year, student), own in of_unit.items():
        moves = moves_of(own, days, as_of)
        for group in groups[student, year]:
            counted[*unit, year, group].append(moves)
    for place, all_moves in counted.items():
        n = len(all_moves)
        late = sum(one.late for one in all_moves)
        events = late + sum(one.re_entries + one.withdrawals for one in all_moves)
        movers = sum(one.after_count > 0 for one in all_moves)
        over = {
            "tucson": (events, sum(one.on_first_day for one in all_moves) + late),
            "colorado": (movers, n),
            "colorado_incidence": (sum(one.after_count for one in all_moves), n),
            "maryland": (
                events,
                membership.get(("average_daily_membership", "default", *place)),
            ),
        }
        for policy, figures in over.items():
            yield ("mobility_rate", policy, *place), of_moves(n, *figures)
        yield ("stability_rate", "colorado", *place), of_share(n - movers, n)


def graduation(
    folder: Path, as_of: date, spells: list[Spell], groups: Groups
) -> Iterator[tuple[Key, Figures]]:
    students = first_of(rows_of(folder / "students.csv"), "student_id")
    cohorts = {
        row["student_id"]: int(row["first_grade_9_year"]) + 3
        for row in students
        if row["first_grade_9_year"]
    }
    diplomas = {
        row["student_id"]: row["completion_date"]
        for row in first_of(rows_of(folder / "graduations.csv"), "student_id")
        if row["diploma_type"] == "regular" and row["completion_date"]
    }
    first_year = min(spell.year for spell in spells)
    for policy, extra in POLICIES.items():
        counted: dict[tuple, list[bool]] = defaultdict(list)
        by_student: dict[str, list[Spell]] = defaultdict(list)
        for spell in spells:
            cohort = cohorts.get(spell.student)
            if cohort and spell.entry < date(cohort + extra, 9, 1):
                by_student[spell.student].append(spell)
        for student, own in by_student.items():
            cohort = cohorts[student]
            last_day = date(cohort + extra, 8, 31)
            if last_day >= as_of or cohort - 3 < first_year:
                continue
            if not any(spell.grade in ("9", "10", "11", "12", "13") for spell in own):
                continue
            last = max(own, key=lambda spell: (spell.is_primary, spell.entry))
            graduated = diplomas.get(student, "9999") <= last_day.isoformat()
            gone = last.exit - ONE_DAY <= last_day and last.code in LEAVES
            if gone and not graduated:
                continue
            for group in groups[student, last.year]:
                if not group.startswith("grade:"):
                    for unit in (("school", last.school), ("district", folder.name)):
                        counted[*unit, cohort, group].append(graduated)
        for place, graduates in counted.items():
            figures = of_share(sum(graduates), len(graduates))
            yield ("graduation_rate", policy, *place), figures


def metrics(folder: Path, as_of: date, warehouse: Path) -> tuple[dict, dict]:
    """(metric, policy, unit type, unit, year, subgroup): found, and as counted here."""
    figures, groups, _ = found_and_groups(
        warehouse, (*METRICS, "average_daily_membership")
    )
    found = {key: row for key, row in figures.items() if key[0] in METRICS}
    membership = {key: row[3] for key, row in figures.items() if key not in found}
    dropped = query(
        warehouse,
        "select line_number from quality.quarantined_rows"
        " where entity_type = 'enrollment'",
    )
    spells = spells_of(folder, {line for (line,) in dropped})
    expected = dict(mobility(folder, as_of, spells, membership, groups))
    expected |= graduation(folder, as_of, spells, groups)
    return found, expected
