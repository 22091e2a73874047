"""Certificates: each educator's licence through the years, with its endorsements.

A licence is a chain of certificates without a gap; all endorsements of a person share
its number and dates. Every class taught is covered on all its days, by an endorsement
or, out of field, by a waiver.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.courses import catalogue
from generator.district.parameters import parameters
from generator.district.people import fiscal_starts
from generator.district.posts import POSITIONS, TEACHER
from generator.ids import native_ids

TYPES = ["standard", "provisional", "emergency", "waiver"]
STANDARD, PROVISIONAL, EMERGENCY, WAIVER = range(len(TYPES))
TEACHING_POSITIONS = 3


@dataclass
class Chain:
    """(B,) certificates of persons, the licence without its endorsements."""

    person: np.ndarray
    kind: np.ndarray  # TYPES
    issue: np.ndarray
    expiry: np.ndarray  # 30 June, the first day not in force


@dataclass
class Needs:
    """(R,) endorsements: person, area, and the day from which it is needed."""

    person: np.ndarray
    area: np.ndarray  # of `area_names`
    start: np.ndarray


def certifications(world, staffing):
    """The table `certifications`, ordered by its key. `staffing`: a `Staffing`."""
    needs, waivers = _needs(world, staffing)
    chain = _licences(world, staffing, np.unique(needs.person))
    person, area, kind, issue, expiry = _rows(chain, needs)
    person = np.concatenate([person, waivers.person])
    area = np.concatenate([area, waivers.area])
    kind = np.concatenate([kind, np.full(len(waivers.person), WAIVER)])
    issue = np.concatenate([issue, waivers.start])
    expiry = np.concatenate([expiry, _next_june(waivers.start)])
    order = np.lexsort((area, issue, person))
    ids = native_ids(world.streams, "certifications", len(order), "C", 7)
    columns = _columns(world, staffing, person, area, kind, issue, expiry)
    table = pa.table(columns).take(pa.array(order))
    table = table.add_column(0, "certification_id", ids)
    return table.sort_by("certification_id")


def area_names():
    """Keys of the areas in the parameter file, in its order."""
    return list(parameters("staff")["certificates"]["areas"])


def _columns(world, staffing, person, area, kind, issue, expiry):
    known = parameters("staff")["certificates"]["areas"]
    names = [rule["name"] for rule in known.values()]
    low = [rule["grades"][0] for rule in known.values()]
    high = [rule["grades"][1] for rule in known.values()]
    state = world.schools.table["state"][0].as_py()
    size = len(person)
    people = len(staffing.row)
    numbers = native_ids(world.streams, "certificates", people, f"{state}-", 7)
    return {
        "educator_id": tables.words(staffing.row[person], staffing.educator_id),
        "certificate_number": tables.words(person, numbers),
        "certificate_type": tables.words(kind, TYPES),
        "area": tables.words(area, names),
        "low_grade": tables.words(area, low),
        "high_grade": tables.words(area, high),
        "state": tables.constant(state, size),
        "issue_date": tables.dates(issue),
        "expiry_date": tables.dates(expiry),
        "status": tables.constant("active", size),
    }


def _needs(world, staffing):
    """(endorsements, waivers) as `Needs`."""
    timetable, posts = staffing.timetable, staffing.posts
    names = area_names()
    known = catalogue()
    codes = np.array([names.index(name) for name in known.areas])[known.area]
    class_area = _class_areas(timetable, codes)
    class_person = staffing.careers.post_person[posts.class_post]
    co_person = staffing.careers.post_person[posts.co_post]
    own = ~posts.class_waived
    person, position = _other_staff(staffing, names)
    people = [class_person[own], co_person, person]
    areas = [class_area[own], class_area[posts.co_class], position]
    years = [
        timetable.year[own],
        timetable.year[posts.co_class],
        np.maximum(staffing.careers.first_year[person], 0),
    ]
    pair = np.concatenate(people) * len(names) + np.concatenate(areas)
    year = np.concatenate(years)
    order = np.lexsort((year, pair))
    pairs, first = np.unique(pair[order], return_index=True)
    person, area = np.divmod(pairs, len(names))
    person, area, year = _extra(world, staffing, person, area, year[order][first])
    needs = Needs(person, area, _june(world, staffing, person, year))
    waived = np.unique(
        np.stack([class_person, class_area, timetable.year])[:, posts.class_waived],
        axis=1,
    )
    start = _june(world, staffing, waived[0], waived[2])
    return needs, Needs(waived[0], waived[1], start)


def _class_areas(timetable, codes):
    """(L,) area of each class; codes: (K,) area of each course."""
    first_course = np.array([option[0] for option in timetable.options])
    return codes[first_course[timetable.option]]


def _june(world, staffing, person, year):
    """30 June before the school year, or the day of hiring when that is later."""
    june = fiscal_starts(world.calendar)[year] - 1
    return np.maximum(june, staffing.hired[person])


def _next_june(day):
    years = day.astype("M8[Y]")
    june = _june_of(years)
    return np.where(day < june, june, _june_of(years + 1))


def _june_of(years):
    """30 June of datetime64[Y] years."""
    return (years.astype("M8[M]") + 5).astype("M8[D]") + 29


def _other_staff(staffing, names):
    """(person, area) of those whose position needs a certificate without classes."""
    known = parameters("staff")["certificates"]["positions"]
    position = staffing.posts.position[staffing.careers.first_post]
    people, areas = [], []
    for name, area in sorted(known.items()):
        here = np.flatnonzero(position == POSITIONS.index(name))
        people.append(here)
        areas.append(np.full(len(here), names.index(area)))
    return np.concatenate(people), np.concatenate(areas)


def _extra(world, staffing, person, area, year):
    """Add endorsements that nobody needs, up to the mean number per teacher."""
    known, names = parameters("staff")["certificates"], area_names()
    position = staffing.posts.position[staffing.careers.first_post]
    teaches = position[person] < TEACHING_POSITIONS
    teachers, first = np.unique(person[teaches], return_index=True)
    wanted = known["endorsements"] * len(teachers) - np.sum(teaches)
    rng = world.streams("certifications", "extra")
    chosen = rng.random(len(teachers)) < wanted / max(len(teachers), 1)
    pick = rng.random(len(teachers))
    main = area[teaches][first]
    extra = np.full(len(teachers), -1)
    for name, others in known["affinities"].items():
        here = chosen & (main == names.index(name))
        codes = np.array([names.index(other) for other in others])
        extra[here] = codes[(pick[here] * len(codes)).astype(int)]
    has = extra >= 0
    has &= ~np.isin(teachers * len(names) + extra, person * len(names) + area)
    start = np.maximum(staffing.careers.first_year[teachers[has]], 0)
    return (
        np.concatenate([person, teachers[has]]),
        np.concatenate([area, extra[has]]),
        np.concatenate([year, start]),
    )


def _licences(world, staffing, people):
    """The `Chain` of `people` from their first day here to their last or as-of."""
    rng = world.streams("certifications", "licences")
    steps = len(world.calendar.years) + 8
    draws = rng.random((steps, 3, len(staffing.row)))[:, :, people]
    kind, issue, expiry = _first(world, staffing, people, draws[0])
    last = np.where(
        np.isnat(staffing.separated), world.calendar.as_of, staffing.separated - 1
    )[people]
    rows, step = [(people, kind, issue, expiry)], 1
    going = np.flatnonzero(expiry <= last)
    while len(going):
        kind, issue = kind[going], expiry[going]
        people, last, draws = people[going], last[going], draws[:, :, going]
        year = issue.astype("M8[Y]").astype(int) + 1970 - world.calendar.years[0]
        kind = _renewed(staffing, people, kind, year, draws[step])
        expiry = _june_of(issue.astype("M8[Y]") + _lengths(kind, draws[step, 2]))
        rows.append((people, kind, issue, expiry))
        going = np.flatnonzero(expiry <= last)
        step += 1
    return Chain(*map(np.concatenate, zip(*rows, strict=True)))


def _lengths(kind, uniform):
    """Years until a certificate of this kind expires."""
    known = parameters("staff")["certificates"]["valid_years"]
    provisional = np.array(known["provisional"])
    years = np.where(kind == STANDARD, known["standard"], known["emergency"][0])
    drawn = provisional[(uniform * len(provisional)).astype(int)]
    return np.where(kind == PROVISIONAL, drawn, years)


def _band(experience):
    bands = parameters("staff")["careers"]["bands"][1:-1]
    return np.searchsorted(bands, experience, side="right")


def _irregular(is_irregular, uniform):
    share = parameters("staff")["certificates"]["emergency"]
    kind = np.where(uniform < share, EMERGENCY, PROVISIONAL)
    return np.where(is_irregular, kind, STANDARD)


def _is_teacher(staffing, people):
    return staffing.posts.position[staffing.careers.first_post[people]] <= TEACHER + 2


def _first(world, staffing, people, draws):
    """(kind, issue, expiry) of the certificate held on the first day here."""
    known, careers = parameters("staff")["certificates"], staffing.careers
    experience = careers.first_experience[people]
    rate = np.array(known["irregular"])[_band(experience)]
    is_new = careers.first_year[people] >= 0
    rate = np.where(is_new & (experience == 0), known["begin_provisional"], rate)
    rate = np.where(_is_teacher(staffing, people), rate, 0)
    kind = _irregular(draws[0] < rate, draws[1])
    length = _lengths(kind, draws[2])
    # the staff of the first year hold theirs for some time, but not for longer than
    # they have worked
    start = fiscal_starts(world.calendar)[0].astype("M8[Y]")
    elapsed = np.minimum(length, experience + 1)
    elapsed = ((draws[1] * 977) % 1 * elapsed).astype(int)
    hire_year = staffing.hired[people].astype("M8[Y]")
    issue_year = np.where(is_new, hire_year, start - elapsed)
    issue = _june_of(issue_year)
    fresh = staffing.hired[people] - (5 + 100 * draws[2]).astype(int)
    is_fresh = is_new | (staffing.hired[people] > issue)
    issue = np.where(is_fresh & (issue_year == hire_year), fresh, issue)
    return kind, issue, _june_of(issue_year + length)


def _renewed(staffing, people, kind, year, draws):
    """What follows a certificate: mostly a standard one."""
    known = parameters("staff")["certificates"]
    start = np.maximum(staffing.careers.first_year[people], 0)
    experience = staffing.careers.first_experience[people] + np.maximum(year - start, 0)
    rate = np.where(
        kind == STANDARD,
        np.array(known["lapse"])[_band(experience)],
        known["irregular"][0] / 4,
    )
    rate = np.where(_is_teacher(staffing, people), rate, 0)
    return _irregular(draws[0] < rate, draws[1])


def _rows(chain, needs):
    """Certificates of each endorsement: those of the licence from its start on."""
    order = np.lexsort((chain.issue, chain.person))
    people, first, counts = np.unique(
        chain.person[order], return_index=True, return_counts=True
    )
    place = np.searchsorted(people, needs.person)
    count = counts[place]
    need = np.repeat(np.arange(len(count)), count)
    offset = np.arange(len(need)) - np.repeat(np.cumsum(count) - count, count)
    row = order[first[place][need] + offset]
    start = needs.start[need]
    kept = chain.expiry[row] > start
    row, need, start = row[kept], need[kept], start[kept]
    # an endorsement that came later is dated on its own day
    later = start > np.maximum(chain.issue[row], _first_start(needs)[need])
    issue = np.where(later, start, chain.issue[row])
    return (
        needs.person[need],
        needs.area[need],
        chain.kind[row],
        issue,
        chain.expiry[row],
    )


def _first_start(needs):
    """(R,) the first day on which the person of each row needed anything."""
    first = np.full(needs.person.max(initial=0) + 1, np.datetime64("2200-01-01", "D"))
    np.minimum.at(first, needs.person, needs.start)
    return first[needs.person]
