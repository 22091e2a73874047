"""Experiences: one per enrolment, and one more for a new phone or a return."""

from dataclasses import dataclass

import numpy as np

from generator.dost.catalogue import numbered
from generator.dost.parameters import parameters
from generator.dost.spells import ADDED, LESSONS, NEW_PHONE

NO_NUMBER = -1


@dataclass(frozen=True)
class Experiences:
    """Arrays by experience.

    spell (row), part (0, or 1 behind the break), source, id
    number: row of the partner's period with the provider number, or NO_NUMBER
    phone: serial; phone_format: code; start: day, begins (day, never missing)
    of_spell: row by spell and part, the first one where there is no second
    """

    spell: np.ndarray
    part: np.ndarray
    source: np.ndarray
    id: np.ndarray
    number: np.ndarray
    phone: np.ndarray
    phone_format: np.ndarray
    begins: np.ndarray
    start: np.ndarray
    of_spell: np.ndarray


def make_experiences(world):
    """The `Experiences` of all enrolments of `world`, without mistakes."""
    given, draws = parameters("population"), world.draws
    spells, users = world.spells, world.users
    every = np.arange(len(spells))
    broken = np.flatnonzero(spells.break_lesson < LESSONS)
    spell = np.concatenate([every, broken])
    part = np.repeat([0, 1], [len(every), len(broken)])
    # those that a mistake has added come last: the others keep their identifiers
    order = np.argsort(spells.ordinal[spell] >= ADDED, kind="stable")
    spell, part = spell[order], part[order]
    user = spells.user[spell]
    counter = spells.id[spell] * 2 + part
    begins = spells.start[spell]
    late = np.flatnonzero(part == 1)
    begins[late] = spells.days(
        world.programs, spell[late], spells.break_lesson[spell[late]]
    )
    is_new = (part == 1) & (spells.break_kind[spell] == NEW_PHONE)
    start = begins.copy()
    start[draws.uniform("no start", counter) < given["no_start"]] = np.datetime64("NaT")
    of_spell = np.zeros((len(spells), 2), dtype=np.int64)
    rows = np.arange(len(spell))
    for number in (0, 1):
        of_spell[spell[part >= number], number] = rows[part >= number]
    of_spell[spell[part == 0], 0] = rows[part == 0]
    alone = np.setdiff1d(every, broken)
    of_spell[alone, 1] = of_spell[alone, 0]
    source = users.source[user]
    return Experiences(
        spell=spell,
        part=part,
        source=source,
        id=numbered(source),
        number=_numbers(world, spell, counter, begins),
        phone=np.where(is_new, len(users) + user, users.has_phone_of[user]),
        phone_format=draws.coded(
            "phone format", list(given["phone_formats"].values()), counter
        ),
        begins=begins,
        start=start,
        of_spell=of_spell,
    )


def _numbers(world, spell, counter, begins):
    """Row of a period of the user's partner that holds on the first day."""
    partners, spells, draws = world.partners, world.spells, world.draws
    partner = world.users.partner[spells.user[spell]]
    found = np.full(len(spell), NO_NUMBER)
    choice = draws.uniform("provider number", counter)
    for code in range(len(partners.users)):
        rows = np.flatnonzero(partner == code)
        periods = np.flatnonzero(partners.number_partner == code)
        day = begins[rows][:, None]
        end = partners.valid_to[periods]
        holds = (partners.valid_from[periods] <= day) & (np.isnat(end) | (day < end))
        wanted = (choice[rows] * holds.sum(axis=1)).astype(int) + 1
        found[rows] = periods[
            np.argmax(holds.cumsum(axis=1) == wanted[:, None], axis=1)
        ]
    share = parameters("population")["partners"]["no_number"]
    found[draws.uniform("no number", spells.id[spell]) < share] = NO_NUMBER
    return found
