"""Metrics of conduct, counted one student at a time from the raw files.

Written from the cards in docs/metrics/conduct.md, without any of the models' SQL;
intervals of shares are those of statsmodels, of risk ratios those of scipy, and errors
of incidents those of the statistics module. Which subgroups a student is in is taken
from the warehouse: ``naive_student_years.services`` checks that.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from naive_attendance import Figures, Key, Z, found_and_groups, of_share
from naive_scores_and_staff import Words, rows_of
from naive_student_years import days_of_years, school_year
from scipy.stats.contingency import relative_risk

METRICS = ("discipline_risk_ratio", "incident_rate", "suspension_rate")
SUSPENSIONS = {"in_or_out_of_school": {"iss", "oss"}, "out_of_school": {"oss"}}
REMOVALS = {"idea": {"iss", "oss", "expulsion"}, "all_students": {"oss", "expulsion"}}
MIN_CELL, MIN_STUDENTS = 10, 30
# actions of each student at each school (or None, anywhere) in a year
Actions = dict[tuple[str, str | None, int], list[str | None]]


def actions_of(folder: Path) -> Actions:
    words, found = Words(), defaultdict(list)
    parts = {}
    for row in rows_of(folder / "discipline_incidents.csv"):
        parts.setdefault((row["incident_id"], row["student_id"]), row)
    for row in parts.values():
        if row["incident_date"]:
            year = school_year(date.fromisoformat(row["incident_date"]))
            action = words.of("discipline_action", row["action"])
            for school in (row["school_id"], None):
                found[row["student_id"], school, year].append(action)
    return found


def of_incidents(counts: list[int]) -> Figures:
    n, error = len(counts), None
    rate = 100 * statistics.fmean(counts)
    if n > 1 and any(counts):
        error = Z * 100 * statistics.stdev(counts) / math.sqrt(n)
    return (
        n,
        sum(counts),
        n / 100,
        rate,
        None if error is None else max(rate - error, 0),
        None if error is None else rate + error,
    )


def of_ratio(group: list[bool], others: list[bool]) -> Figures:
    removed, others_removed = sum(group), sum(others)
    if min(removed, others_removed) < MIN_CELL:
        return (len(group), *[None] * 5)
    if min(len(group), len(others)) < MIN_STUDENTS:
        return (len(group), *[None] * 5)
    ratio = relative_risk(removed, len(group), others_removed, len(others))
    interval = ratio.confidence_interval(0.95)
    return (
        len(group),
        removed / len(group),
        others_removed / len(others),
        ratio.relative_risk,
        interval.low,
        interval.high,
    )


def conduct(
    folder: Path, skipped: frozenset, groups: dict
) -> Iterator[tuple[Key, Figures]]:
    actions = actions_of(folder)
    years = {year for _, _, year in actions}
    units: dict[tuple, dict[str, list[str | None]]] = defaultdict(dict)
    for student, school, year in days_of_years(folder, skipped):
        if year in years and groups[student, year]:
            units["school", school, year][student] = actions.get(
                (student, school, year), []
            )
            units["district", folder.name, year][student] = actions.get(
                (student, None, year), []
            )
    for (unit_type, unit, year), students in units.items():
        members: dict[str, list[str]] = defaultdict(list)
        for student in students:
            for group in groups[student, year]:
                members[group].append(student)
        for group, those in members.items():
            place = unit_type, unit, year, group
            yield (
                ("incident_rate", "default", *place),
                of_incidents([len(students[student]) for student in those]),
            )
            for policy, counted in SUSPENSIONS.items():
                suspended = sum(not counted.isdisjoint(students[s]) for s in those)
                key = ("suspension_rate", policy, *place)
                yield key, of_share(suspended, len(those))
        with_iep = set(members["iep:yes"])
        for policy, counted in REMOVALS.items():
            judged = with_iep if policy == "idea" else set(students)
            removed = {s: not counted.isdisjoint(students[s]) for s in judged}
            known = [
                (group.split(":")[0], group, judged.intersection(those))
                for group, those in members.items()
                if ":" in group and not group.endswith(":unknown")
            ]
            for dimension, group, those in known:
                if dimension == "grade" or not those:
                    continue
                if policy == "idea" and dimension != "race":
                    continue
                others = set().union(
                    *(these for name, _, these in known if name == dimension)
                )
                yield (
                    ("discipline_risk_ratio", policy, unit_type, unit, year, group),
                    of_ratio(
                        [removed[student] for student in those],
                        [removed[student] for student in others - those],
                    ),
                )


def metrics(folder: Path, as_of: date, warehouse: Path) -> tuple[dict, dict]:
    """(metric, policy, unit type, unit, year, subgroup): found, and as counted here."""
    found, groups, skipped = found_and_groups(warehouse, METRICS)
    return found, dict(conduct(folder, skipped, groups))
