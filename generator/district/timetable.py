"""Classes: who has which course in which period, without two at a time for anybody.

A class keeps its students, period and teacher for a school year. Most have one course;
some have two or more, one after the other through the terms. Secondary students are
spread over bands of a few classes; all of a band have the same subject in the same
period, so that they can be put together anew for every subject: by ability, by taste.
Bands of one school have their subjects in different periods, for the teachers' sake.
"""

from dataclasses import dataclass

import numpy as np

from generator.district.bells import periods_per_day
from generator.district.courses import catalogue, courses, slot
from generator.district.homerooms import homeroom_classes
from generator.district.parameters import parameters
from generator.district.stays import (
    GRADES,
    HIGH_MODE,
    MIDDLE_MODE,
    MODES,
    SELF_CONTAINED,
    Groups,
    Stays,
    classes_needed,
    find_stays,
    rank_within,
)

GOLDEN = 0.6180339887498949
INDEX_CODES = 64
SUPPORT = INDEX_CODES // 2  # classes from here on are support groups
READING, MATH = range(2)


@dataclass
class Timetable:
    """(L,) classes and (Q,) pairs of a class and a stay."""

    stays: Stays
    groups: Groups
    school: np.ndarray
    year: np.ndarray
    grade: np.ndarray  # -1 when students of several grades are in it
    lowest_grade: np.ndarray
    period: np.ndarray  # 0 = homeroom, all day
    option: np.ndarray  # index into `options`
    department: np.ndarray  # of the catalogue
    options: list  # tuples of rows of the catalogue: one, or by term
    member_class: np.ndarray
    member_stay: np.ndarray


@dataclass
class Classes:
    """A part of a `Timetable`; options are tuples of rows of the catalogue."""

    group: np.ndarray
    period: np.ndarray
    option: list
    member_class: np.ndarray
    member_stay: np.ndarray


def build_timetable(world):
    """The `Timetable` of all schools and years of `world`."""
    stays, groups = find_stays(world)
    parts = [
        Classes(*homeroom_classes(world, stays, groups)),
        *_secondary(world, stays, groups),
    ]
    return _joined(stays, groups, parts)


def _joined(stays, groups, parts):
    options = sorted({option for part in parts for option in part.option})
    places = {option: place for place, option in enumerate(options)}
    option = np.array([places[option] for part in parts for option in part.option])
    group = np.concatenate([part.group for part in parts])
    offsets = np.cumsum([0, *(len(part.group) for part in parts)])
    members = [
        part.member_class + offset
        for part, offset in zip(parts, offsets[:-1], strict=True)
    ]
    first_course = np.array([option[0] for option in options])
    members, stay = (
        np.concatenate(members),
        np.concatenate([part.member_stay for part in parts]),
    )
    lowest, highest = _grades(groups, stays.group[stay], members, len(group))
    return Timetable(
        stays=stays,
        groups=groups,
        school=groups.school[group],
        year=groups.year[group],
        grade=np.where(lowest == highest, lowest, -1),
        lowest_grade=lowest,
        period=np.concatenate([part.period for part in parts]),
        option=option,
        department=catalogue().department[first_course[option]],
        options=options,
        member_class=members.astype(np.int32),
        member_stay=stay.astype(np.int32),
    )


def _grades(groups, member_group, member_class, size):
    """(L,) lowest and highest grade of the students of each class."""
    lowest, highest = np.full(size, GRADES), np.full(size, -1)
    np.minimum.at(lowest, member_class, groups.grade[member_group])
    highest_of_group = np.where(groups.is_single, groups.grade, GRADES)
    np.maximum.at(highest, member_class, highest_of_group[member_group])
    return lowest, highest


def _secondary(world, stays, groups):
    """`Classes` of each slot."""
    stay = np.flatnonzero(groups.mode[stays.group] != SELF_CONTAINED)
    if not len(stay):
        return
    known, student = parameters("courses"), stays.student[stay]
    noise = world.streams("timetable", "noise").standard_normal((len(stays.group), 7))
    taste = world.streams("timetable", "taste").random((len(world.students.sex), 7))
    ability = world.students.ability[student]
    weight = known["noise"]["mathematics"]
    # classes of the whole grade by ability in mathematics; they alternate over bands
    key = ability[:, MATH] + weight * noise[stay, 1]
    classes = _parallel_classes(groups)
    group = stays.group[stay]
    rank = rank_within(group, key)
    math_class = rank * classes[group] // groups.total[group]
    bands = _Bands(world, groups, classes)
    band = bands.first[group] + math_class % bands.count[group]
    for number, name in enumerate(known["slots"]):
        if name == "mathematics":
            index, width = math_class // bands.count[group], bands.width
            by = ability[:, MATH]
        else:
            by = ability[:, READING]
            key = taste[student, number]
            if name in known["noise"]:
                key = by + known["noise"][name] * noise[stay, number]
            supported = _supported(stays, stay, band, name)
            index, width = _indexes(
                groups, bands, band, key, supported, stays.is_counted[stay], name
            )
        yield _slot_classes(bands, groups, number, name, band, index, width, by, stay)


def _parallel_classes(groups):
    known = parameters("courses")["class_size"]
    sizes = np.array([known[mode] for mode in MODES])
    return classes_needed(groups.counted, sizes[groups.mode])


class _Bands:
    """(D,) bands of all secondary groups: group, number of classes, first period."""

    def __init__(self, world, groups, classes):
        per_band = parameters("courses")["classes_per_band"]
        count = np.maximum(1, np.rint(classes / per_band).astype(int))
        self.count = np.where(groups.mode == SELF_CONTAINED, 0, count)
        self.first = np.cumsum(self.count) - self.count  # (G,) index of its first band
        self.group = np.repeat(np.arange(len(self.count)), self.count)
        self.number = np.arange(len(self.group)) - self.first[self.group]
        share, rest = np.divmod(classes[self.group], self.count[self.group])
        self.width = share + (self.number < rest)
        self.periods = periods_per_day(world)[groups.school[self.group]]
        place = groups.school[self.group] * 1000 + groups.year[self.group]
        self.order = rank_within(place, -self.width)
        # there and back again, so that no period has all the wide bands
        step = self.order % (2 * self.periods)
        self.shift = np.minimum(step, 2 * self.periods - 1 - step)

    def period(self, number):
        """(D,) period of slot `number`, 1 = first."""
        return (self.shift + number) % self.periods + 1


def _supported(stays, stay, band, name):
    """Mask of the students who have a support group instead, where there are enough."""
    is_iep, is_el = stays.is_iep[stay], stays.is_el[stay]
    chosen = {"elective": is_iep, "arts": is_el & ~is_iep}.get(name)
    if chosen is None:
        return np.zeros(len(stay), dtype=bool)
    least = parameters("courses")["min_support_group"]
    counts = np.bincount(band, chosen & stays.is_counted[stay], band.max() + 1)
    others = np.bincount(band, ~chosen & stays.is_counted[stay], band.max() + 1)
    return chosen & ((counts >= least) & (others >= least))[band]


def _indexes(groups, bands, band, key, supported, counted, name):
    """Class of each stay within its band, and (D,) the number of ordinary classes."""
    size, width = len(bands.group), bands.width
    sizes = parameters("courses")["class_size"]
    ordinary = ~supported
    if name in ("wheel", "arts", "elective"):
        wanted = np.array([sizes[mode] for mode in MODES])[groups.mode[bands.group]]
        if name == "wheel":
            wanted = np.where(
                groups.mode[bands.group] == MIDDLE_MODE,
                sizes["physical_education"],
                wanted,
            )
        width = classes_needed(np.bincount(band, ordinary & counted, size), wanted)
    index = np.zeros(len(band), dtype=np.int64)
    index[ordinary] = _spread(band[ordinary], key[ordinary], width)
    if supported.any():
        kind = "learning_support" if name == "elective" else "english_learners"
        groups_of = classes_needed(
            np.bincount(band, supported & counted, size), sizes[kind]
        )
        index[supported] = SUPPORT + _spread(band[supported], key[supported], groups_of)
    return index, width


def _spread(band, key, width):
    """Equal parts of each band by `key`: 0 to `width` of the band - 1."""
    totals = np.bincount(band, minlength=len(width))
    return rank_within(band, key) * width[band] // np.maximum(totals[band], 1)


def _slot_classes(bands, groups, number, name, band, index, width, by, stay):
    """`Classes` of one slot: each gets its course by its students or its turn."""
    codes, member = np.unique(band * INDEX_CODES + index, return_inverse=True)
    of_band, within = np.divmod(codes, INDEX_CODES)
    group = bands.group[of_band]
    mean = np.bincount(member, by) / np.bincount(member)
    turn = (bands.order[of_band] * GOLDEN) % 1
    quantile = ((within + turn) / width[of_band]) % 1
    option = np.empty(len(codes), dtype=object)
    for mode in (MIDDLE_MODE, HIGH_MODE):
        support = parameters("courses")["support"][MODES[mode]].get(name)
        for grade in np.unique(groups.grade[groups.mode == mode]):
            here = (groups.mode[group] == mode) & (groups.grade[group] == grade)
            places = np.flatnonzero(here)
            offered = slot(MODES[mode], int(grade), name)
            taken = _options(offered, mean[places], quantile[places])
            for place, chosen in zip(places, taken, strict=True):
                is_support = within[place] >= SUPPORT
                option[place] = courses(support) if is_support else chosen
    return Classes(group, bands.period(number)[of_band], list(option), member, stay)


def _options(offered, mean, quantile):
    """The option of each class: by mean ability, or by its place among the tastes."""
    if offered.bounds is not None:
        picks = np.searchsorted(offered.bounds, mean)
    else:
        picks = (quantile * len(offered.options)).astype(int)
    return [offered.options[pick] for pick in picks]
