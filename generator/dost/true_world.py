"""The answer key of people: effects of partners, users' pick-up, true enrolments."""

import numpy as np
import pyarrow as pa
from scipy import special

from generator.dost.catalogue import numbered
from generator.dost.columns import sources
from generator.dost.spells import ADDED, AGAIN, NO_BREAK, RETURN
from generator.tables import dates, decimals, flags, integers


def partners_as_they_are(world):
    """Table `dost_partners`."""
    partners = world.partners
    return pa.table(
        {
            "data_source": sources(partners.source),
            "partner_id": pa.array(numbered(partners.source)),
            "effect": decimals(partners.effect, 6),
            "users": pa.array(partners.users),
        }
    )


def users_as_they_are(world):
    """Table `dost_users`."""
    users = world.users
    return pa.table(
        {
            "data_source": sources(users.source),
            "user_id": pa.array(world.user_ids),
            "partner": integers(users.partner + 1, users.partner < 0),
            "pick_up": decimals(special.expit(users.ability), 6),
            "pick_up_here": decimals(special.expit(world.answers.logit), 6),
            "near_complete": decimals(users.listener, 6),
            "is_father": flags(users.is_father),
            "answers_prompts": flags(users.answers),
        }
    )


def spells_as_they_are(world):
    """Table `dost_spells`."""
    spells, programs = world.spells, world.programs
    user = spells.user
    called = world.outcomes >= 0
    last = called.shape[1] - 1 - np.argmax(called[:, ::-1], axis=1)
    weeks = programs.week.max(axis=1)[spells.program]
    again = spells.ordinal == AGAIN
    return pa.table(
        {
            "data_source": sources(world.users.source[user]),
            "user_id": pa.array(world.user_ids[user]),
            "program_id": pa.array(programs.id[spells.program]),
            "spell_number": pa.array(again + 1),
            "start_date": dates(spells.start),
            "last_sequence_index": integers(last + 1, ~called.any(axis=1)),
            "left_after_weeks": integers(world.leaves, world.leaves >= weeks),
            "is_silent": flags(world.is_silent & (world.leaves < weeks)),
            "experiences": pa.array(1 + (spells.break_kind != NO_BREAK)),
            "is_return": flags(spells.break_kind == RETURN),
            "is_added": flags(spells.ordinal >= ADDED),
        }
    )
