"""Educators, their assignments and certificates, from the timetable of all years."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.certifications import certifications
from generator.district.courses import catalogue
from generator.district.parameters import parameters
from generator.district.people import educators, fiscal_starts
from generator.district.posts import POSITIONS, Posts, make_posts
from generator.district.staff_careers import Careers, make_careers
from generator.district.timetable import Timetable, build_timetable
from generator.ids import native_ids


@dataclass
class Staffing:
    """Classes, posts and who holds them; (E,) arrays are by person."""

    timetable: Timetable
    posts: Posts
    careers: Careers
    row: np.ndarray  # row of educators.csv
    educator_id: pa.Array  # by row
    hired: np.ndarray
    separated: np.ndarray  # NaT = still here


def add_staff(world):
    """Fill `world.staffing` and the tables educators, assignments, certifications."""
    timetable = build_timetable(world)
    posts = make_posts(world, timetable)
    careers = make_careers(world, posts)
    table, order, hired, separated = educators(world, timetable, posts, careers)
    row = np.empty(len(order), dtype=np.int64)
    row[order] = np.arange(len(order))
    ids = table["educator_id"].combine_chunks()
    world.staffing = Staffing(timetable, posts, careers, row, ids, hired, separated)
    world.tables["educators"] = table
    world.tables["assignments"] = _assignments(world, world.staffing)
    world.tables["certifications"] = certifications(world, world.staffing)


def _assignments(world, staffing):
    """assignments.csv: one row per person, school and kind of work without a break."""
    rows = _yearly(world, staffing)
    order = np.lexsort(tuple(rows[name] for name in reversed(list(rows))))
    rows = {name: values[order] for name, values in rows.items()}
    same = np.ones(max(len(order) - 1, 0), dtype=bool)
    for name, values in rows.items():
        step = 1 if name == "year" else 0
        same &= np.diff(values) == step
    first = np.flatnonzero(np.r_[True, ~same][: len(order)])
    last = np.r_[first[1:], len(order)] - 1
    last_year = rows["year"][last]
    rows = {name: values[first] for name, values in rows.items()}
    return _table(world, staffing, rows, last_year)


def _yearly(world, staffing):
    """Columns of one row per person, year and part of a post, most stable first."""
    posts, careers = staffing.posts, staffing.careers
    post = posts.part_post
    person = careers.post_person[post]
    columns = {
        "person": person,
        "school": posts.part_school,
        "position": posts.position[post],
        "subject": _subjects(staffing)[post],
        "tenths": posts.part_tenths,
        "is_overload": np.zeros(len(post), dtype=np.int64),
        "is_on_leave": np.zeros(len(post), dtype=np.int64),
        "year": posts.year[post],
    }
    overload = _overload(world, posts)[post]
    extra = {name: values[overload] for name, values in columns.items()}
    extra["tenths"] = np.full(
        overload.sum(), round(parameters("staff")["careers"]["overload_fte"] * 10)
    )
    extra["is_overload"] = np.ones(overload.sum(), dtype=np.int64)
    away = careers.leave_post
    first_part = np.searchsorted(post, away) if len(away) else away
    leave = {name: values[first_part] for name, values in columns.items()}
    leave["person"], leave["year"] = careers.leave_person, careers.leave_year
    leave["tenths"] = np.zeros(len(away), dtype=np.int64)
    leave["is_on_leave"] = np.ones(len(away), dtype=np.int64)
    return {
        name: np.concatenate([columns[name], extra[name], leave[name]])
        for name in columns
    }


def _overload(world, posts):
    """(T,) bool: one more class than the contract has, for which there is more pay."""
    known, rule = parameters("staff")["careers"], parameters("staff")["posts"]
    total = np.bincount(posts.part_post, posts.part_tenths, len(posts.year))
    schools = np.bincount(posts.part_post, minlength=len(posts.year))
    full = (total == 10) & (schools == 1) & (posts.load >= rule["most_classes"])
    draws = world.streams("assignments", "overload").random(len(posts.year))
    return full & (draws < known["overload"])


def _subjects(staffing):
    """(T,) subject of the catalogue that a post is for; -1 when there is none."""
    posts, known = staffing.posts, catalogue()
    timetable = staffing.timetable
    first_course = np.array([option[0] for option in timetable.options])
    subject = np.full(len(posts.year), -1)
    own = timetable.department == posts.department[posts.class_post]
    subject[posts.class_post[own]] = known.subject[first_course[timetable.option[own]]]
    return subject


def _table(world, staffing, rows, last_year):
    calendar, person = world.calendar, rows["person"]
    starts = fiscal_starts(calendar)
    begin = np.maximum(starts[rows["year"]], staffing.hired[person])
    ends = np.append(starts[1:], np.datetime64("NaT", "D"))
    end = ends[last_year]
    separated = staffing.separated[person]
    end = np.where(separated < end, separated, end)
    size = len(person)
    ids = native_ids(world.streams, "assignments", size, "A", 7)
    columns = {
        "assignment_id": ids,
        "educator_id": tables.words(staffing.row[person], staffing.educator_id),
        "school_code": tables.words(rows["school"], _school_codes(world)),
        "position": tables.words(rows["position"], POSITIONS),
        "subject": tables.words(rows["subject"], catalogue().subjects),
        "fte": tables.decimals(rows["tenths"] / 10, 2),
        "begin_date": tables.dates(begin),
        "end_date": tables.dates(end),
        "is_overload": tables.flags(rows["is_overload"]),
        "is_on_leave": tables.flags(rows["is_on_leave"]),
    }
    return pa.table(columns).sort_by("assignment_id")


def _school_codes(world):
    """The HR system's code of each school, its id where there is no other."""
    codes = {}
    crosswalk = world.tables.get("school_crosswalk")
    if crosswalk is not None:
        columns = [crosswalk[name].to_pylist() for name in crosswalk.column_names]
        by_name = dict(zip(crosswalk.column_names, columns, strict=True))
        for system, code, school in zip(
            by_name["system"], by_name["school_code"], by_name["school_id"], strict=True
        ):
            if system == "hr":
                codes[school] = code
    return [codes.get(school, school) for school in world.schools.id.to_pylist()]
