"""Students: names, addresses and the traits that everything else depends on."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import tables
from generator.district import latents, places
from generator.district.likeness import confusable
from generator.district.needs import draw_needs
from generator.district.parameters import parameters
from generator.district.world import GROUPS, RACES, SEXES, Students
from generator.ids import native_ids
from generator.streams import draw_codes
from generator.vocabulary import (
    LANGUAGES,
    STREETS,
    draw_first_names,
    draw_surnames,
    emails,
    name_origins,
)


def add_students(world):
    """Fill `world.students` and the table `students`, ordered by student id."""
    homes, young = world.households, world.households.children
    size, moves = len(young.household), world.households.moves
    race, is_hispanic = _races(world, young.group)
    enrolled = np.zeros(size, dtype=bool)
    enrolled[moves.open_children()] = True
    # moves are in order of time: the last one of each child wins
    school, year = np.empty(size, dtype=int), np.empty(size, dtype=int)
    school[moves.child], year[moves.child] = moves.school, moves.year
    first_year = np.empty(size, dtype=int)
    first_year[moves.child[::-1]] = moves.year[::-1]
    needs = draw_needs(world, enrolled)
    ability = latents.achievement(world, school, needs.has_iep(year), needs.is_el(year))
    world.students = Students(
        id=sorted_ids(world.streams, "students", size),
        household=young.household,
        sex=young.sex,
        race=race,
        is_hispanic=is_hispanic,
        group=young.group,
        birth_date=young.birth_date,
        home_language=homes.language[young.household],
        is_frl=homes.is_frl[young.household],
        is_iep=_ever(needs.has_iep, first_year, year),
        is_el=_ever(needs.is_el, first_year, year),
        ability=ability,
        absence=latents.absence(world, ability, school),
        motivation=world.streams("students", "motivation").standard_normal(size),
        needs=needs,
    )
    world.tables["students"] = _students_table(world)


def sorted_ids(streams, kind, count, prefix="", digits=None):
    """Native ids in ascending order, so that files sorted by key need no sorting."""
    digits = digits or (7 if count < 2_000_000 else 9)
    ids = native_ids(streams, kind, count, prefix, digits)
    return ids.take(pc.sort_indices(ids))


def _ever(has, first_year, last_year):
    """Whether a need was there in any school year from the first to the last."""
    found = np.zeros(len(first_year), dtype=bool)
    for year in range(int(first_year.min()), int(last_year.max()) + 1):
        found |= has(year) & (first_year <= year) & (year <= last_year)
    return found


def _races(world, group):
    """Race and Hispanic ethnicity from the group that published figures use."""
    rng = world.streams("students", "race")
    drawn = draw_codes(rng, parameters("population")["hispanic_races"], len(group))
    is_hispanic = group == GROUPS.index("hispanic")
    names = [RACES.index(name) if name in RACES else -1 for name in GROUPS]
    return np.where(is_hispanic, drawn, np.array(names)[group]), is_hispanic


def _students_table(world):
    students, homes = world.students, world.households
    place, size = places.place_of(world), len(world.students.household)
    numbers = native_ids(world.streams, "student numbers", size, digits=8)
    state_ids = native_ids(world.streams, "state students", size, digits=10)
    first, middle, preferred, last = _names(world)
    domain = f"students.{world.name.replace('_', '-')}.example.org"
    rng = world.streams("households", "street")
    street = places.street_addresses(rng, STREETS, len(homes.zone))
    home = pa.array(students.household)
    zips = world.schools.layout.zip[homes.last_zone][students.household]
    household_ids = native_ids(world.streams, "households", len(homes.zone), "H", 8)
    return pa.table(
        {
            "student_id": students.id,
            "state_student_id": state_ids,
            "student_number": numbers,
            "first_name": first,
            "middle_name": middle,
            "last_name": last,
            "preferred_first_name": preferred,
            "birth_date": tables.dates(students.birth_date),
            "sex": tables.words(students.sex, SEXES),
            "race": tables.words(students.race, RACES),
            "is_hispanic": tables.flags(students.is_hispanic),
            "home_language": tables.words(students.home_language, LANGUAGES),
            "household_id": household_ids.take(home),
            "street": street.take(home),
            **places.columns(place, zips),
            "email": emails(first, last, domain),
            "first_grade_9_year": _first_grade_9_year(world),
        }
    )


def _names(world):
    """First, middle, preferred and last names as text columns."""
    known, homes = parameters("population"), world.households
    students, young = world.students, world.households.children
    size, home = len(students.household), students.household
    origins = name_origins(
        world.streams("households", "name origin"), homes.language, homes.group
    )
    rng = world.streams("students", "names")
    surnames = draw_surnames(world.streams("households", "surname"), origins)
    others = draw_surnames(world.streams("households", "other surname"), origins)
    last = np.where(young.has_other_surname, others[0][home], surnames[0][home])
    first, first_words = draw_first_names(rng, students.sex, origins[home])
    words, rows = (first_words, surnames[1]), np.arange(size)
    while len(again := _alike(students, rows, first, last, words)):
        fresh, _ = draw_first_names(rng, students.sex[again], origins[home[again]])
        first[again] = fresh
        # only those who could be like one of them are looked at again
        rows = np.flatnonzero(
            np.isin(home, home[again])
            | np.isin(students.birth_date, students.birth_date[again])
        )
    middle, _ = draw_first_names(rng, students.sex, origins[home])
    preferred = np.where(rng.random(size) < known["preferred_name"], middle, -1)
    middle = np.where(rng.random(size) < known["middle_name"], middle, -1)
    return (
        tables.words(first, first_words),
        tables.words(middle, first_words),
        tables.words(preferred, first_words),
        tables.words(last, surnames[1]),
    )


def _alike(students, rows, first, last, words):
    """Those of `rows` who need another first name: as a sibling or another person."""
    like = confusable(
        students.birth_date[rows],
        students.sex[rows],
        (first[rows], words[0]),
        (last[rows], words[1]),
    )
    same = _same_name(students.household[rows], first[rows])
    return rows[np.union1d(same, like)]


def _same_name(home, first):
    """Rows of younger siblings with the first name of another one."""
    order = np.lexsort((np.arange(len(home)), first, home))
    same = (home[order][1:] == home[order][:-1]) & (
        first[order][1:] == first[order][:-1]
    )
    return np.sort(order[1:][same])


def _first_grade_9_year(world):
    """The school year in which a student who reached it here was first in grade 9."""
    moves, young = world.households.moves, world.households.children
    reached = np.zeros(len(young.household), dtype=bool)
    reached[moves.child[moves.grade >= 9]] = True
    year = int(world.calendar.years[0]) + young.first_grade_9
    return tables.integers(np.where(reached, year, 0), missing=~reached)
