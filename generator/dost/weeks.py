"""Calls by platform and calendar week, and the weeks in which calls are lost."""

import numpy as np

from generator.dost.answers import NOT_CALLED, attempts_made
from generator.dost.parameters import parameters

# Spells whose lessons are looked at together.
BLOCK = 8_192
# Of the window, the weeks among which one is chosen.
MIDDLE = (0.4, 0.8)


def lost_calls(world, source, drop):
    """(source, Monday, share of its calls): the week is `drop` below the one before."""
    counts = weekly_calls(world)[source]
    before, now = counts[:-1], counts[1:]
    middle = np.arange(*(int(len(counts) * edge) for edge in MIDDLE))
    # a week that would have been like the one before it
    week = middle[np.argmin(np.abs(now[middle] / np.maximum(before[middle], 1) - 1))]
    share = 1 - (1 - drop) * before[week] / max(now[week], 1)
    return int(source), first_monday(world) + 7 * (week + 1), float(share)


def first_monday(world):
    """The Monday of the week in which the first users sign up."""
    first = world.as_of - parameters("population")["window_days"]
    return first - (first.astype(np.int64) + 3) % 7


def weekly_calls(world):
    """Attempts by platform and week, weeks counted from `first_monday`; whole weeks."""
    spells, monday = world.spells, first_monday(world)
    weeks = int((world.as_of - monday).astype(np.int64)) // 7
    found = np.zeros((world.programs.source.max() + 1, weeks + 1), dtype=np.int64)
    for start in range(0, len(spells), BLOCK):
        part = np.arange(start, min(start + BLOCK, len(spells)))
        place, lesson = np.nonzero(world.outcomes[part] != NOT_CALLED)
        spell = part[place]
        week = (spells.days(world.programs, spell, lesson) - monday).astype(
            np.int64
        ) // 7
        source = world.users.source[spells.user[spell]]
        np.add.at(
            found,
            (source, np.minimum(week, weeks)),
            attempts_made(world.outcomes[spell, lesson]),
        )
    # the week of the as-of date is not over
    return found[:, :weeks]
