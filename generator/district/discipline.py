"""Discipline: incidents, who was in them, and what followed."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.absence import text_ranks
from generator.district.parameters import parameters
from generator.ids import native_ids
from generator.streams import draw_codes

ACTIONS = ["office", "iss", "oss", "expulsion"]


@dataclass
class Involved:
    """(X,) arrays: one student in one incident."""

    incident: np.ndarray  # number of the incident
    student: np.ndarray
    school: np.ndarray
    date: np.ndarray
    behavior: np.ndarray  # into the behaviours of the parameters
    action: np.ndarray  # ACTIONS
    days: np.ndarray  # of school missed or spent apart; 0 for the office


def add_discipline(world):
    """Fill `discipline_incidents`. A run of days on suspension in attendance is the
    out-of-school suspension of one incident on the day of school before it."""
    years = range(len(world.calendar.years))
    pieces = [_suspended(world)]
    pieces += [
        _others(world, year, name) for year in years for name in ("office", "iss")
    ]
    columns = zip(*(vars(piece).values() for piece in pieces), strict=True)
    found = Involved(*(np.concatenate(column) for column in columns))
    found.incident = np.arange(len(found.student))
    found = _with_others(world, found)
    ids = native_ids(world.streams, "incidents", len(found.student), "I", 8)
    ranks = text_ranks(ids)
    order = np.lexsort(
        (world.absence.student_rank[found.student], ranks[found.incident])
    )
    found = Involved(*(column[order] for column in vars(found).values()))
    world.tables["discipline_incidents"] = pa.table(
        {
            "incident_id": tables.words(found.incident, ids),
            "student_id": tables.words(found.student, world.students.id),
            "school_id": tables.words(found.school, world.schools.id),
            "incident_date": tables.dates(found.date),
            "behavior": tables.words(
                found.behavior, parameters("discipline")["behaviors"]
            ),
            "action": tables.words(found.action, ACTIONS),
            "days": tables.integers(found.days),
        }
    )


def _suspended(world):
    """Incidents before runs of suspended days."""
    runs, calendar = world.suspensions, world.calendar
    date = np.empty(len(runs.year), dtype="datetime64[D]")
    for year in range(len(calendar.years)):
        here = runs.year == year
        day = np.maximum(runs.first[here] - 1, 0)
        date[here] = calendar.days[year][day]
    # who was not yet enrolled the day before was suspended on the very day
    first = _first_day(world, runs)
    date = np.maximum(date, first)
    behavior = _behaviors(world, "oss", len(date))
    action = np.full(len(date), ACTIONS.index("oss"))
    nobody = np.zeros(len(date), dtype=np.int64)
    return Involved(
        nobody, runs.student, runs.school, date, behavior, action, runs.days
    )


def _first_day(world, runs):
    """First day enrolled of the row that each run of suspended days belongs to."""
    calendar = world.calendar
    first = np.empty(len(runs.year), dtype="datetime64[D]")
    for year, rows in enumerate(world.absence.rows):
        here = np.flatnonzero(runs.year == year)
        size = len(world.schools.id)
        days = len(calendar.days[year]) + 1
        student = rows.student.astype(np.int64)
        key = (student * size + rows.school) * days + rows.first
        order = np.argsort(key)
        wanted = (runs.student[here].astype(np.int64) * size + runs.school[here]) * days
        place = np.searchsorted(key[order], wanted + runs.first[here], side="right") - 1
        first[here] = calendar.days[year][rows.first[order[place]]]
    return first


def _others(world, year, name):
    """Incidents that end with the office or with in-school suspension."""
    known, rows = parameters("discipline"), world.absence.rows[year]
    calendar, students = world.calendar, world.students
    days_known = int(np.sum(calendar.days[year] <= calendar.as_of))
    length = np.maximum(np.minimum(rows.last, days_known) - rows.first, 0)
    levels = known[name]
    by_grade = np.array(
        [levels["elementary"]] * 6 + [levels["middle"]] * 3 + [levels["high"]] * 4
    )
    latent = known["absence_slope"] * students.absence[rows.student]
    latent += known["ability_slope"] * students.ability[rows.student].mean(axis=1)
    latent += np.log(known["male_factor"]) * ((students.sex[rows.student] == 1) - 0.5)
    factor = np.exp(latent)
    factor /= factor.mean() if len(factor) else 1.0
    rng = world.streams("discipline", name, calendar.years[year])
    expected = by_grade[rows.grade] * factor * length / len(calendar.days[year])
    count = rng.poisson(expected)
    row = np.repeat(np.arange(len(count)), count)
    offset = np.floor(rng.random(len(row)) * length[row]).astype(np.int64)
    date = calendar.days[year][rows.first[row] + offset]
    if name == "iss":
        weights = known["iss_days"]
        days = np.array(list(weights))[
            draw_codes(rng, list(weights.values()), len(row))
        ]
    else:
        days = np.zeros(len(row), dtype=np.int64)
    action = np.full(len(row), ACTIONS.index(name))
    behavior = _behaviors(world, name, len(row), year)
    nobody = np.zeros(len(row), dtype=np.int64)
    return Involved(
        nobody, rows.student[row], rows.school[row], date, behavior, action, days
    )


def _behaviors(world, name, size, *names):
    rng = world.streams("discipline", "behavior", name, *names)
    return draw_codes(rng, parameters("discipline")["weights"][name], size)


def _with_others(world, found):
    """Fights and bullying of one school and week are one incident of two students."""
    known = parameters("discipline")
    shared = [known["behaviors"].index(name) for name in known["shared"]]
    rng = world.streams("discipline", "shared")
    ready = np.flatnonzero(
        np.isin(found.behavior, shared)
        & (rng.random(len(found.student)) < known["shared_share"])
    )
    order = ready[
        np.lexsort(
            (
                found.student[ready],
                found.behavior[ready],
                found.date[ready],
                found.school[ready],
            )
        )
    ]
    first, second = order[:-1], order[1:]
    same = (
        (found.school[first] == found.school[second])
        & (found.behavior[first] == found.behavior[second])
        & (found.date[first] == found.date[second])
        & (found.student[first] != found.student[second])
    )
    # pairs only: the second of a pair does not begin another
    joined = same & ~np.concatenate([[False], same[:-1]]) if len(same) else same
    found.incident[second[joined]] = found.incident[first[joined]]
    return found
