"""The small tables of people: users, partners and their numbers, experiences."""

import numpy as np
import pyarrow as pa

from generator.dost.calls import NONE
from generator.dost.catalogue import (
    UNKNOWN_PREFIX,
    numbered,
    source_names,
)
from generator.dost.columns import numbers, provider_texts, sources, timestamps
from generator.dost.experiences import NO_NUMBER
from generator.dost.lesson_listings import contents, programs, prompts, sequences
from generator.dost.parameters import parameters
from generator.dost.people import DAY
from generator.dost.registrations import registrations
from generator.dost.spells import ADDED, LESSONS
from generator.tables import dates, words

REQUESTED, UNRESPONSIVE = 0, 1
REASONS = ["requested", "unresponsive"]
NOON = 12 * 3_600


def listings(world, phones):
    """{file: pyarrow.Table} of all files but calls and prompt responses."""
    return {
        "users": users(world),
        "registrations": registrations(world),
        "channels": _channels(),
        "partners": _partners(world),
        "provider_numbers": _provider_numbers(world),
        "programs": programs(world),
        "program_sequences": sequences(world),
        "contents": contents(world),
        "prompts": prompts(),
        "experiences": experiences(world, phones),
        "opt_outs": _opt_outs(world),
    }


def shown_partners(world, edited=True):
    """Partner (row, NONE missing) of each user as the files have it."""
    every = np.arange(len(world.users))
    share = parameters("population")["partners"]["no_partner"]
    partner = world.users.partner.copy()
    partner[world.draws.uniform("no partner", every) < share] = NONE
    if edited:
        rows = world.mistakes.partner_changes[False]
        user = world.spells.user[rows]
        partner[user] = other_partner(world, partner[user])
    return partner


def other_partner(world, partner):
    """The next partner of the same platform."""
    found = world.partners.source
    first = np.searchsorted(found, found[partner])
    return first + (partner - first + 1) % np.bincount(found)[found[partner]]


def _partner_ids(world, partner):
    ids = numbered(world.partners.source)
    return numbers(np.where(partner == NONE, NONE, ids[partner]))


def users(world, edited=True):
    """Table of the users."""
    people = world.users
    signed_up = people.signed_up.astype(np.int64) * DAY + people.signed_up_secs
    return pa.table(
        {
            "data_source": sources(people.source),
            "id": pa.array(world.user_ids),
            "created_on": timestamps(signed_up, people.source),
            "partner_id": _partner_ids(world, shown_partners(world, edited)),
        }
    )


def _channels():
    names = parameters("population")["partners"]["channels"]
    count = len(source_names())
    return pa.table(
        {
            "data_source": sources(np.repeat(np.arange(count), len(names))),
            "id": pa.array(np.tile(np.arange(1, len(names) + 1), count)),
            "name": pa.array(names * count),
        }
    )


def _partners(world):
    partners = world.partners
    return pa.table(
        {
            "data_source": sources(partners.source),
            "id": pa.array(numbered(partners.source)),
            "name": pa.array(
                [f"Partner {n + 1:02d}" for n in range(len(partners.users))]
            ),
            "channel_id": pa.array(partners.channel + 1),
        }
    )


def _provider_numbers(world):
    partners = world.partners
    source = partners.source[partners.number_partner]
    texts = provider_texts(world)
    order = np.lexsort((partners.valid_from, partners.number, source))
    return pa.table(
        {
            "data_source": sources(source[order]),
            "id": pa.array(numbered(source[order])),
            "provider_number": words(partners.number[order], texts),
            "partner_id": _partner_ids(world, partners.number_partner[order]),
            "valid_from": dates(partners.valid_from[order]),
            "valid_to": dates(partners.valid_to[order]),
        }
    )


def experiences(world, phones, edited=True):
    """Table of the experiences."""
    found, spells = world.experiences, world.spells
    user = spells.user[found.spell]
    number, texts = _provider_codes(world, edited)
    phone = found.phone_format * 2 * len(world.users) + found.phone
    # entered at the end of the day before, so after the user has signed up
    created = found.begins.astype(np.int64) * DAY - 1
    return pa.table(
        {
            "data_source": sources(found.source),
            "id": pa.array(found.id),
            "user_id": pa.array(world.user_ids[user]),
            "program_id": pa.array(world.programs.id[spells.program[found.spell]]),
            "provider_number": words(number, texts),
            "phone": words(phone, phones),
            "start_date": dates(found.start),
            "created_at": timestamps(created, found.source),
        }
    )


def _provider_codes(world, edited):
    """Code of the number by experience, and the texts of the codes."""
    found, mistakes = world.experiences, world.mistakes
    texts = provider_texts(world)
    count = len(texts)
    number = np.where(
        found.number == NO_NUMBER, NONE, world.partners.number[found.number]
    )
    if not edited:
        return number, texts
    texts = texts + [f"+91{text}" for text in texts]
    rows = found.of_spell[mistakes.other_spellings, 0]
    number[rows] += count
    rows = found.of_spell[mistakes.unknown_numbers, 0]
    number[rows] = len(texts) + np.arange(len(rows))
    texts += [f"{UNKNOWN_PREFIX}{n:06d}" for n in range(len(rows))]
    rows = found.of_spell[mistakes.partner_changes[True], 1]
    other = other_partner(world, world.partners.number_partner[found.number[rows]])
    number[rows] = world.partners.number[world.partners.own[other]]
    return number, texts


def _opt_outs(world):
    """Those who asked for it, and those whose calls ended because nobody answered."""
    spells, programs = world.spells, world.programs
    weeks = programs.week.max(axis=1)[spells.program]
    rows = np.flatnonzero((world.leaves < weeks) & (spells.ordinal < ADDED))
    share = parameters("calls")["opt_out"]
    asks = world.draws.uniform("opt-out", spells.id[rows]) < share
    silent = world.is_silent[rows]
    rows, silent = rows[asks | silent], silent[asks | silent]
    leaves = world.leaves[rows]
    late = (spells.break_lesson[rows] < LESSONS) & (leaves >= spells.least_weeks[rows])
    day = spells.start[rows] + 7 * leaves + np.where(late, spells.break_days[rows], 0)
    known = day <= world.as_of
    rows, silent, day, late = rows[known], silent[known], day[known], late[known]
    source = world.users.source[spells.user[rows]]
    return pa.table(
        {
            "data_source": sources(source),
            "id": pa.array(numbered(source)),
            "user_id": pa.array(world.user_ids[spells.user[rows]]),
            "program_id": pa.array(programs.id[spells.program[rows]]),
            "experience_id": pa.array(
                world.experiences.id[world.experiences.of_spell[rows, late.astype(int)]]
            ),
            "opted_out_at": timestamps(day.astype(np.int64) * DAY + NOON, source),
            "reason": words(np.where(silent, UNRESPONSIVE, REQUESTED), REASONS),
        }
    )
