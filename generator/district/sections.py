"""Sections: each class's courses by term, who teaches them and who is in them."""

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.courses import catalogue
from generator.district.parameters import parameters
from generator.district.stays import rank_within
from generator.district.world import Teaching
from generator.ids import native_ids

GRADE_NAMES = ["KG", *(f"{grade:02d}" for grade in range(1, 13))]
ROLES = ["primary", "co_teacher"]
NOT_A_TERM = ("year", "summer")
NAT = np.datetime64("NaT", "D")


def add_sections(world):
    """Fill `world.teaching` and the tables sections, section_educators and
    section_enrollments, from `world.staffing`."""
    terms = _Terms(world)
    sections = _sections(world, terms)
    members = _members(world, terms, sections)
    sections, members = _with_ids(world, sections, members)
    world.teaching = _teaching(world, terms, sections, members)
    world.tables["sections"] = _sections_table(world, terms, sections)
    world.tables["section_educators"] = _educators_table(world, terms, sections)
    world.tables["section_enrollments"] = _enrollments_table(world)


class _Terms:
    """The table `terms` as arrays; (Y,) rows of the school years and lists of parts."""

    def __init__(self, world):
        table = world.tables["terms"].combine_chunks()
        self.id = table["term_id"].to_pylist()
        kinds = table["term_type"].to_pylist()
        years = table["school_year"].to_numpy()
        self.start = table["start_date"].to_numpy().astype("M8[D]")
        self.end = table["end_date"].to_numpy().astype("M8[D]")
        self.whole, self.parts = [], []
        for year in world.calendar.years:
            here = np.flatnonzero(years == year).tolist()
            self.whole.append(next(row for row in here if kinds[row] == "year"))
            parts = [row for row in here if kinds[row] not in NOT_A_TERM]
            self.parts.append(sorted(parts, key=lambda row: self.start[row]))


def _sections(world, terms):
    """Arrays of (C,) sections: class, term, course; by class and term."""
    timetable = world.staffing.timetable
    lengths = np.array([len(option) for option in timetable.options])
    count = np.array([len(parts) for parts in terms.parts])[timetable.year]
    count = np.where(lengths[timetable.option] == 1, 1, count)
    place = np.repeat(np.arange(len(count)), count)
    part = np.arange(len(place)) - np.repeat(np.cumsum(count) - count, count)
    by_part = np.array([[*parts, *[-1] * 4][:4] for parts in terms.parts])
    year = timetable.year[place]
    is_whole = lengths[timetable.option[place]] == 1
    whole = np.array(terms.whole)
    term = np.where(is_whole, whole[year], by_part[year, part])
    courses = np.array([(list(option) * 4)[:4] for option in timetable.options])
    course = courses[timetable.option[place], part]
    return {"class": place, "term": term, "course": course}


def _members(world, terms, sections):
    """Arrays of section enrolments: section, student, begin, end (NaT = open)."""
    timetable = world.staffing.timetable
    place = np.arange(len(timetable.school))
    first = np.searchsorted(sections["class"], place)
    count = np.bincount(sections["class"], minlength=len(place))
    year = timetable.year[timetable.member_class]
    # a year at a time, for the sake of memory
    parts = []
    for index in range(len(world.calendar.years)):
        pairs = np.flatnonzero(year == index)
        member = timetable.member_class[pairs]
        pair, section = _expanded(first[member], count[member])
        stay = timetable.member_stay[pairs[pair]]
        parts.append(_spelled(world, terms, sections["term"], section, stay))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _spelled(world, terms, section_term, section, stay):
    """Section enrolments of pairs of a section and a stay: one for each spell."""
    stays, spells = world.staffing.timetable.stays, world.spells
    count = np.bincount(stays.spell_stay, minlength=len(stays.student))
    first = np.cumsum(count) - count
    row, spell = _expanded(first[stay], count[stay])
    spell, section = stays.spell[spell], section[row]
    term = section_term[section]
    start, end = terms.start[term], terms.end[term]
    exits = spells.exit_date[spell]
    begin = np.maximum(spells.entry_date[spell], start)
    stop = np.where(np.isnat(exits), end, np.minimum(exits, end))
    as_of = world.calendar.as_of
    kept = (begin < stop) & (begin <= as_of)
    # open with its spell, unless the term was over before the school year was
    whole_end = terms.end[np.array(terms.whole)[spells.year[spell]]]
    stop[np.isnat(exits) & ((end > as_of) | (end >= whole_end))] = NAT
    return {
        "section": section[kept].astype(np.int32),
        "student": spells.student[spell][kept].astype(np.int32),
        "begin": begin[kept],
        "end": stop[kept],
    }


def _expanded(first, count):
    """Rows first[i], first[i] + 1, ... of each i: (i, row)."""
    row = np.repeat(np.arange(len(count)), count)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return row, first[row] + offset


def _with_ids(world, sections, members):
    """Sections that have students, and members, in the order of their ids."""
    count = len(sections["class"])
    ids = np.array(native_ids(world.streams, "sections", count, "X", 8).to_pylist())
    used = np.zeros(count, dtype=bool)
    used[members["section"]] = True
    order = np.argsort(ids)
    order = order[used[order]]
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(len(order))
    sections = {name: values[order] for name, values in sections.items()}
    sections["id"] = pa.array(ids[order].tolist(), pa.string())
    members["section"] = place[members["section"]].astype(np.int32)
    rank = np.empty(len(world.students.id), dtype=np.int64)
    rank[np.argsort(np.array(world.students.id.to_pylist()))] = np.arange(len(rank))
    code = members["section"].astype(np.int64) * len(rank) + rank[members["student"]]
    by_key = np.lexsort((members["begin"], code))
    return sections, {name: values[by_key] for name, values in members.items()}


def _teaching(world, terms, sections, members):
    staffing = world.staffing
    timetable, place = staffing.timetable, sections["class"]
    person = staffing.careers.post_person[staffing.posts.class_post[place]]
    return Teaching(
        educator_id=staffing.educator_id,
        section_id=sections["id"],
        section_year=timetable.year[place],
        section_start=terms.start[sections["term"]],
        section_end=terms.end[sections["term"]],
        section_course=sections["course"],
        section_period=timetable.period[place],
        section_educator=staffing.row[person],
        teacher_effect=_teacher_effects(world),
        member_section=members["section"],
        member_student=members["student"],
        member_begin=tables.dates(members["begin"]),
        member_end=tables.dates(members["end"]),
    )


def _teacher_effects(world):
    """(E, 2) by row of educators.csv: reading and mathematics, in student SDs."""
    known, staffing = parameters("staff")["teacher_effect"], world.staffing
    rng = world.streams("educators", "effects")
    size = len(staffing.row)
    shared, *own = rng.standard_normal((3, size))
    weight = np.sqrt(known["correlation"])
    rest = np.sqrt(1 - known["correlation"])
    effect = known["sd"] * np.stack([weight * shared + rest * part for part in own], 1)
    by_row = np.empty_like(effect)
    by_row[staffing.row] = effect
    return by_row


def _sections_table(world, terms, sections):
    timetable, place = world.staffing.timetable, sections["class"]
    return pa.table(
        {
            "section_id": sections["id"],
            "school_id": tables.words(timetable.school[place], world.schools.id),
            "course_id": tables.words(
                sections["course"], [row["course_id"] for row in catalogue().rows]
            ),
            "term_id": tables.words(sections["term"], terms.id),
            "section_name": _names(world, sections),
            "period": tables.words(
                timetable.period[place], [str(period) for period in range(16)]
            ),
            "grade_level": tables.words(timetable.grade[place], GRADE_NAMES),
        }
    )


def _names(world, sections):
    """Course title and a number, such as Algebra I - 03; not unique over the years."""
    timetable, place = world.staffing.timetable, sections["class"]
    key = (timetable.school[place] * 100 + timetable.year[place]) * 1000
    key = (key + sections["course"]) * 100 + sections["term"] % 100
    number = rank_within(key, timetable.period[place] * 1e7 + place) + 1
    titles = [row["course_title"] for row in catalogue().rows]
    codes, rows = np.unique(sections["course"] * 1000 + number, return_inverse=True)
    texts = [f"{titles[code // 1000]} - {code % 1000:02d}" for code in codes]
    return tables.words(rows, texts)


def _educators_table(world, terms, sections):
    """section_educators.csv: the teacher of a class, and a second one in some."""
    staffing, place = world.staffing, sections["class"]
    posts, people = staffing.posts, staffing.careers.post_person
    by_class = np.full(len(staffing.timetable.school), -1)
    by_class[posts.co_class] = posts.co_post
    second = by_class[place]
    has_second = np.flatnonzero(second >= 0)
    section = np.concatenate([np.arange(len(place)), has_second])
    post = np.concatenate([posts.class_post[place], second[has_second]])
    role = np.repeat([0, 1], [len(place), len(has_second)])
    educator = staffing.row[people[post]]
    order = np.lexsort((educator, section))
    section, role, educator = section[order], role[order], educator[order]
    term = sections["term"][section]
    end = terms.end[term]
    ends_with_year = end >= terms.end[np.array(terms.whole)[-1]]
    end = np.where(ends_with_year | (end > world.calendar.as_of), NAT, end)
    return pa.table(
        {
            "section_id": tables.words(section, sections["id"]),
            "educator_id": tables.words(educator, staffing.educator_id),
            "role": tables.words(role, ROLES),
            "begin_date": tables.dates(terms.start[term]),
            "end_date": tables.dates(end),
        }
    )


def _enrollments_table(world):
    teaching = world.teaching
    return pa.table(
        {
            "section_id": tables.words(teaching.member_section, teaching.section_id),
            "student_id": tables.words(teaching.member_student, world.students.id),
            "begin_date": teaching.member_begin,
            "end_date": teaching.member_end,
        }
    )
