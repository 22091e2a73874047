"""Who is taught where: one stay per student, school and year, in groups by grade."""

from dataclasses import dataclass

import numpy as np

from generator.district.bells import ELEMENTARY, HIGH_GRADE, MIDDLE_GRADE
from generator.district.parameters import parameters

MODES = ["elementary", "middle", "high"]
GRADES = 13
SELF_CONTAINED, MIDDLE_MODE, HIGH_MODE = range(len(MODES))


@dataclass
class Stays:
    """(A,) arrays; a re-entry to the same school within a year is the same stay."""

    student: np.ndarray  # index into Students
    school: np.ndarray
    year: np.ndarray
    is_counted: np.ndarray  # bool: enrolled on the count day, 1 October
    is_iep: np.ndarray  # bool: in special education in that year
    is_el: np.ndarray  # bool: English learner in that year
    group: np.ndarray  # index into the groups
    spell: np.ndarray  # (B,) spells that are taught: index into Spells
    spell_stay: np.ndarray  # (B,) index into the stays, ascending


@dataclass
class Groups:
    """(G,) arrays: students who have classes together: one grade, or several small."""

    school: np.ndarray
    year: np.ndarray
    grade: np.ndarray  # the lowest
    is_single: np.ndarray  # bool: of one grade
    mode: np.ndarray  # MODES
    counted: np.ndarray  # students on the count day, at least 1
    total: np.ndarray  # students at any time


def find_stays(world):
    """The (`Stays`, `Groups`) of all spells that have a day."""
    spells, years = world.spells, len(world.calendar.years)
    taught = ~spells.is_no_show
    taught &= np.isnat(spells.exit_date) | (spells.exit_date > spells.entry_date)
    spell = np.flatnonzero(taught)
    key = spells.student[spell].astype(np.int64) * len(world.schools.level)
    key = (key + spells.school[spell]) * years + spells.year[spell]
    _, first, stay = np.unique(key, return_index=True, return_inverse=True)
    is_counted = np.zeros(len(first), dtype=bool)
    is_counted[stay[_on_count_day(world, spell)]] = True
    school, year = spells.school[spell[first]], spells.year[spell[first]]
    grade = np.clip(spells.grade[spell[first]], 0, GRADES - 1)
    order = np.argsort(stay, kind="stable")
    group, groups = _group(world, school, year, grade, is_counted)
    student, needs = spells.student[spell[first]], world.students.needs
    has_iep = np.stack([needs.has_iep(index) for index in range(years)])
    is_el = np.stack([needs.is_el(index) for index in range(years)])
    stays = Stays(
        student=student,
        school=school,
        year=year,
        is_counted=is_counted,
        is_iep=has_iep[year, student],
        is_el=is_el[year, student],
        group=group,
        spell=spell[order],
        spell_stay=stay[order],
    )
    return stays, groups


def count_days(world):
    """(Y,) 1 October of each school year."""
    return np.array([f"{year - 1}-10-01" for year in world.calendar.years], "M8[D]")


def _on_count_day(world, spell):
    spells = world.spells
    day = count_days(world)[spells.year[spell]]
    open_or_later = np.isnat(spells.exit_date[spell]) | (spells.exit_date[spell] > day)
    return (spells.entry_date[spell] <= day) & open_or_later


def grade_modes(world):
    """(S, 13) MODES: grade 6 of an elementary school stays with its class teacher."""
    grades = np.arange(GRADES)
    modes = (grades >= MIDDLE_GRADE).astype(int) + (grades >= HIGH_GRADE)
    modes = np.tile(modes, (len(world.schools.level), 1))
    modes[world.schools.level == ELEMENTARY, MIDDLE_GRADE] = SELF_CONTAINED
    return modes


def _group(world, school, year, grade, is_counted):
    """Groups of each stay: small neighbouring grades of one mode are put together."""
    shape = len(world.schools.level), len(world.calendar.years), GRADES
    modes = grade_modes(world)
    cell = (school * shape[1] + year) * GRADES + grade
    counts = np.bincount(cell, is_counted, np.prod(shape)).reshape(shape)
    lowest = _lowest_grades(counts, modes)
    code = (school * shape[1] + year) * GRADES + lowest[school, year, grade]
    codes, group = np.unique(code, return_inverse=True)
    place, low = np.divmod(codes, GRADES)
    total = np.bincount(group)
    counted = np.bincount(group, is_counted).astype(int)
    seen = np.zeros((len(codes), GRADES), dtype=bool)
    seen[group, grade] = True
    return group, Groups(
        school=place // shape[1],
        year=place % shape[1],
        grade=low,
        is_single=seen.sum(axis=1) == 1,
        mode=modes[place // shape[1], low],
        counted=np.where(counted > 0, counted, total),
        total=total,
    )


def _lowest_grades(counts, modes):
    """(S, Y, 13) lowest grade of the group that a grade is in.

    Upwards, a group is closed when it is large enough; what is left over at the top
    of a mode joins the group below it.
    """
    known = parameters("courses")["min_grade"]
    least = np.array([known[mode] for mode in MODES])[modes]
    lowest = np.zeros(counts.shape, dtype=np.int64)
    size = counts[:, :, 0].copy()
    for grade in range(1, GRADES):
        other_mode = (modes[:, grade] != modes[:, grade - 1])[:, None]
        closed = other_mode | (size >= least[:, [grade - 1]])
        lowest[:, :, grade] = np.where(closed, grade, lowest[:, :, grade - 1])
        size = np.where(closed, 0, size) + counts[:, :, grade]
    for grade in range(GRADES - 1, 0, -1):
        own = lowest == grade
        small = np.where(own, counts, 0).sum(axis=2) < least[:, [grade]]
        same_mode = (modes[:, grade] == modes[:, grade - 1])[:, None]
        joins = own & (small & same_mode)[:, :, None]
        below = np.broadcast_to(lowest[:, :, [grade - 1]], lowest.shape)
        lowest = np.where(joins, below, lowest)
    return lowest


def classes_needed(students, size):
    """How many classes bring `students` nearest to `size` each, as a ratio; at least 1.

    The smallest S with students <= size * sqrt(S * (S + 1)).
    """
    squared = (np.asarray(students) / size) ** 2
    return np.maximum(1, np.ceil((np.sqrt(1 + 4 * squared) - 1) / 2)).astype(int)


def rank_within(group, key):
    """Rank of each row within its group by `key`, 0 = lowest. `group`: int array."""
    order = np.lexsort((key, group))
    sorted_group = group[order]
    starts = np.ones(len(group), dtype=bool)
    starts[1:] = sorted_group[1:] != sorted_group[:-1]
    first = np.maximum.accumulate(np.where(starts, np.arange(len(group)), 0))
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - first
    return rank
