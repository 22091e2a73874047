"""Calls as they stand in the files: with the mistakes of their lessons put in."""

import dataclasses

import numpy as np

from generator.dost.answers import NOT_CALLED
from generator.dost.calls import (
    ANSWERED,
    CALL_BACK,
    DUPLICATE,
    FAILED,
    INBOUND,
    MISSED_CALL,
    NO_TIME,
    NONE,
    REPLAY,
    make_calls,
)
from generator.dost.mistakes import LEGAL_REGRESS, LOOK_ALIKE
from generator.dost.people import DAY
from generator.dost.spells import LESSONS, SLOTS

# Seconds by which listening may pass the length of the content.
TOLERATED_SECS = 5
EXTRA_CALLS = {1: DUPLICATE, 1 + LOOK_ALIKE: REPLAY, 9 + LOOK_ALIKE: MISSED_CALL}
# five minutes past five: 23:35 of the day before in UTC
EARLY = 5 * 3_600 + 300
UNKNOWN_ID = 900_000


def calls_of(world, rows):
    """`Calls` of all lessons of the spells in `rows`, with mistakes."""
    place, lesson = np.nonzero(world.outcomes[rows] != NOT_CALLED)
    return calls_of_lessons(world, rows[place], lesson)


def calls_of_lessons(world, spell, lesson):
    """`Calls` of these lessons called (`spell` rows), with mistakes."""
    code = world.mistakes.lessons[spell, lesson]
    extra = np.full(len(code), NONE)
    for number, slot in EXTRA_CALLS.items():
        extra[code == number] = slot
    calls = make_calls(world, spell, lesson, extra)
    kept = ~_is_lost(world, calls)
    if not kept.all():
        calls = type(calls)(
            *(getattr(calls, item.name)[kept] for item in dataclasses.fields(calls))
        )
    _edit(world, calls)
    return calls


def _is_lost(world, calls):
    """Calls that are not in the files because a platform lost them."""
    found = np.zeros(len(calls.id), dtype=bool)
    spared = world.mistakes.lessons[calls.spell, calls.lesson] != 0
    source = world.users.source[world.spells.user[calls.spell]]
    for entry in (world.mistakes.lost, world.mistakes.fewer):
        if entry is not None:
            platform, monday, share = entry
            passed = calls.attempted - monday.astype(np.int64) * DAY
            inside = (source == platform) & (passed >= 0) & (passed < 7 * DAY)
            rows = np.flatnonzero(inside & ~spared)
            found[rows] = world.draws.uniform("lost", calls.id[rows]) < share
    return found


def _edit(world, calls):
    code = world.mistakes.lessons[calls.spell, calls.lesson]
    if not code.any():
        return
    draws, contents = world.draws, world.contents
    slot = calls.id % SLOTS
    answered = calls.result == ANSWERED

    def rows(number, chosen=True):
        return np.flatnonzero((code == number) & chosen)

    played = calls.kind != INBOUND
    spared = ~np.isin(slot, (CALL_BACK, MISSED_CALL))
    found = rows(2, answered & spared)
    more = draws.whole("too long", TOLERATED_SECS + 1, 60, calls.id[found])
    calls.listen_secs[found] = contents.secs[calls.content[found]] + more
    found = rows(2 + LOOK_ALIKE, answered & spared)
    longest = contents.secs[calls.content[found]] + TOLERATED_SECS
    calls.listen_secs[found] = longest
    calls.end[found] = calls.start[found] + longest
    found = rows(3, answered & spared)
    calls.listen_secs[found] = -draws.whole("negative", 1, 30, calls.id[found])
    found = rows(3 + LOOK_ALIKE, answered & spared)
    calls.listen_secs[found] = 0
    calls.end[found] = calls.start[found]
    _shift(world, calls, rows(4), rows(4 + LOOK_ALIKE))
    _unknown(world, calls, rows(5, played))
    found = rows(5 + LOOK_ALIKE, played)
    program = world.spells.program[calls.spell[found]]
    course = world.programs.course[program]
    _play(world, calls, found, contents.first[course, calls.lesson[found]])
    # the lesson's last delivered attempt
    found = rows(9, (calls.result != FAILED) & played & spared)
    last = np.diff(calls.spell[found] * SLOTS**4 + calls.lesson[found], append=-1) != 0
    calls.status[found[last]] = NONE
    _go_back(world, calls, rows(10, played), rows(10 + LOOK_ALIKE, played))


def _shift(world, calls, early, before_dawn):
    """Move the calls of first lessons: some days, or to just after five."""
    spell_id = world.spells.id[calls.spell]
    days = world.draws.whole("early", 1, 20, spell_id[early])
    slot = world.users.slot[world.spells.user[calls.spell[before_dawn]]]
    planned = world.answers.attempts(spell_id[before_dawn] * LESSONS, slot)[0]
    for column in (calls.deploy, calls.attempted, calls.start, calls.end):
        known = column[early] != NO_TIME
        column[early[known]] -= days[known] * DAY
        known = column[before_dawn] != NO_TIME
        column[before_dawn[known]] -= (planned - EARLY)[known]


def _unknown(world, calls, found):
    """Lessons and contents that the platform does not have; another one may."""
    choice = world.draws.uniform("unknown", calls.id[found] // SLOTS)
    number = UNKNOWN_ID + calls.id[found] // SLOTS % 1_000
    source = world.users.source[world.spells.user[calls.spell[found]]]
    most = np.array(
        [
            world.programs.lesson_id[
                np.repeat(world.programs.source, world.programs.lessons) == code
            ].max()
            for code in range(world.programs.source.max() + 1)
        ]
    )
    # an identifier of the larger platform that the smaller one does not have
    elsewhere = most[source] < most.max()
    number = np.where(elsewhere & (choice < 0.25), most[source] + 1, number)
    is_lesson = choice < 0.5
    calls.lesson_id[found[is_lesson]] = number[is_lesson]
    calls.content_id[found[~is_lesson]] = number[~is_lesson]


def _go_back(world, calls, far, near):
    """An earlier lesson is played: more than five before the last one, or five."""
    cell = calls.id[far] // SLOTS
    room = calls.lesson[far] - LEGAL_REGRESS - 1
    back = (world.draws.uniform("back", cell) * room).astype(np.int64)
    for found, lesson in ((far, back), (near, calls.lesson[near] - LEGAL_REGRESS - 1)):
        program = world.spells.program[calls.spell[found]]
        calls.lesson_id[found] = world.lesson_ids(program, lesson)
        day = calls.attempted[found] // DAY
        _play(world, calls, found, world.content_of(program, lesson, day))


def _play(world, calls, found, content):
    """Another content in these calls, heard to its end at most."""
    calls.content[found] = content
    calls.content_id[found] = world.contents.id[content]
    heard = calls.listen_secs[found] != NO_TIME
    rows, secs = found[heard], world.contents.secs[content[heard]]
    calls.listen_secs[rows] = np.minimum(calls.listen_secs[rows], secs)
    calls.end[rows] = calls.start[rows] + calls.listen_secs[rows]
