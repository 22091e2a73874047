"""Who the staff are: names, ages, degrees, days of hiring and leaving."""

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.parameters import parameters
from generator.district.posts import POSITIONS
from generator.district.stays import MODES
from generator.district.world import GROUPS, SEXES
from generator.ids import native_ids
from generator.streams import draw_codes, stratified_uniforms
from generator.vocabulary import (
    draw_first_names,
    draw_languages,
    draw_surnames,
    emails,
    name_origins,
)

KINDS = ["teaching", "professional", "support"]
SUPPORT_STAFF = ["paraprofessional", "other"]
YEAR = 365.25


def educators(world, timetable, posts, careers):
    """The table `educators` and days: (table, order, hired, separated).

    order: (E,) the person in each row; rows stand in the order of their ids
    hired, separated: (E,) days by person; NaT = still here
    """
    size = len(careers.first_year)
    ids = native_ids(world.streams, "educators", size, "T", 7)
    order = np.argsort(np.array(ids.to_pylist()))
    hired, separated = _days(world, careers)
    first, last, former = _names(world, timetable, posts, careers)
    middle = _middle_names(world, size)
    domain = f"{world.name.replace('_', '-')}.example.org"
    email = emails(first, last, domain)
    columns = {
        "educator_id": ids,
        "state_educator_id": native_ids(world.streams, "state_educators", size, "", 9),
        "first_name": first,
        "middle_name": middle,
        "last_name": last,
        "former_last_name": former,
        "birth_date": tables.dates(_birth_dates(world, careers, hired)),
        "email": email,
        "hire_date": tables.dates(hired),
        "separation_date": tables.dates(separated),
        "experience_years": tables.integers(_last_experience(world, careers)),
        "highest_degree": _degrees(world, posts, careers),
    }
    return pa.table(columns).take(pa.array(order)), order, hired, separated


def _last_experience(world, careers):
    last_year = np.minimum(careers.left_year, len(world.calendar.years)) - 1
    return careers.experience(last_year)


def _days(world, careers):
    """First and last days of employment: (hired, separated)."""
    rng, calendar = world.streams("educators", "days"), world.calendar
    size = len(careers.first_year)
    draws = rng.random((size, 3))
    before = careers.first_year < 0
    # those who were here before have spent much of their career here
    tenure = careers.first_experience * (1 - draws[:, 0] ** 2)
    year = np.maximum(careers.first_year, 0)
    hired = calendar.start[year] - (3 + 18 * draws[:, 1]).astype(int)
    earlier = before & (tenure >= 1)
    august = np.array(
        [f"{y}-08-01" for y in calendar.years[0] - 1 - tenure.astype(int)], "M8[D]"
    )
    hired = np.where(earlier, august + (25 * draws[:, 1]).astype(int), hired)
    separated = np.full(size, np.datetime64("NaT", "D"))
    gone = careers.left_year < len(calendar.years)
    last = careers.left_year[gone] - 1
    june = fiscal_starts(calendar)[last + 1] - 1
    spare = np.maximum((june - calendar.end[last]).astype(int), 0)
    separated[gone] = june - (draws[gone, 2] * np.minimum(spare, 14)).astype(int)
    return hired, separated


def fiscal_starts(calendar):
    """(Y,) 1 July before each school year."""
    return np.array([f"{year - 1}-07-01" for year in calendar.years], "M8[D]")


def _kinds(posts, careers):
    """(E,) KINDS, by the first post."""
    position = posts.position[careers.first_post]
    support = np.isin(position, [POSITIONS.index(name) for name in SUPPORT_STAFF])
    return np.where(position < 3, 0, np.where(support, 2, 1))


def _names(world, timetable, posts, careers):
    """(first names, surnames, former surnames) as dictionary arrays."""
    known, rng = parameters("staff")["people"], world.streams("educators", "names")
    size = len(careers.first_year)
    sexes = _sexes(rng, timetable, posts, careers)
    groups = draw_codes(rng, [known["groups"][name] for name in GROUPS], size)
    english = rng.random(size) >= known["other_language"]
    languages = np.where(english, 0, draw_languages(rng, groups))
    origins = name_origins(rng, languages, groups)
    first = draw_first_names(rng, sexes, languages, adults=True)
    codes, surnames = draw_surnames(rng, origins)
    former_codes, _ = draw_surnames(rng, origins)
    share = known["former_name"]
    late = _last_experience(world, careers) >= 10
    chance = np.where(late, share["late"], share["early"])
    has_former = (sexes == SEXES.index("F")) & (rng.random(size) < chance)
    has_former &= former_codes != codes
    return (
        tables.words(*first),
        tables.words(codes, surnames),
        tables.words(np.where(has_former, former_codes, -1), surnames),
    )


def _sexes(rng, timetable, posts, careers):
    known = parameters("staff")["people"]["women"]
    mode = _modes(timetable, posts)[careers.first_post]
    position = posts.position[careers.first_post]
    principals = np.isin(position, [POSITIONS.index("principal")])
    share = np.where(mode == MODES.index("elementary"), known["elementary"], 0)
    share = np.where(share == 0, known["secondary"], share)
    share = np.where(position >= 3, known["other"], share)
    share = np.where(principals, known["administrator"], share)
    is_woman = rng.random(len(share)) < share
    return np.where(is_woman, SEXES.index("F"), SEXES.index("M"))


def _modes(timetable, posts):
    """(T,) MODES of the classes of a post; elementary when it has none."""
    groups = timetable.groups
    by_place = np.zeros((groups.school.max() + 1, 13), dtype=np.int64)
    by_place[groups.school, groups.grade] = groups.mode
    mode = np.zeros(len(posts.year), dtype=np.int64)
    grade = np.minimum(timetable.lowest_grade, 12)
    mode[posts.class_post] = by_place[timetable.school, grade]
    return mode


def _middle_names(world, size):
    rng = world.streams("educators", "middle_names")
    letters = [f"{letter}." for letter in "ABCDEFGHJKLMNPRSTW"]
    codes = rng.integers(0, len(letters), size)
    has_one = rng.random(size) < parameters("staff")["people"]["middle_name"]
    return tables.words(np.where(has_one, codes, -1), letters)


def _birth_dates(world, careers, hired):
    """Birth dates that fit the years of experience; nobody is hired under 20."""
    known, rng = parameters("staff")["people"], world.streams("educators", "birth")
    size = len(hired)
    age = known["first_age"] + rng.exponential(known["later_start"], size)
    age += careers.first_experience
    year = np.maximum(careers.first_year, 0)
    years_here = len(world.calendar.years)
    age = np.minimum(age, known["oldest"] - years_here + year - rng.random(size) * 6)
    day = world.calendar.start[year]
    born = day - (age * YEAR).astype(int)
    latest = hired - int(20 * YEAR)
    return np.minimum(born, latest)


def _degrees(world, posts, careers):
    """Highest degrees by the shares of each kind of staff; higher with experience."""
    known, rng = parameters("staff")["people"], world.streams("educators", "degrees")
    kinds = _kinds(posts, careers)
    experience = _last_experience(world, careers)
    codes = np.zeros(len(kinds), dtype=np.int64)
    for code, kind in enumerate(KINDS):
        here = np.flatnonzero(kinds == code)
        merit = experience[here] + 12 * rng.standard_normal(len(here))
        rank = np.argsort(np.argsort(merit, kind="stable"), kind="stable")
        edges = np.cumsum(known["degree_shares"][kind])
        place = (rank + stratified_uniforms(rng, 1)[0]) / max(len(here), 1)
        codes[here] = np.minimum(np.searchsorted(edges, place), len(edges) - 1)
    return tables.words(codes, known["degrees"])
