"""Calls made from the outcomes of lessons: one row per call, arrays by column.

Times are seconds since 1970 in India; the platform's own zone comes in the files.
"""

from dataclasses import dataclass

import numpy as np

from generator.dost.answers import ATTEMPTS, UNANSWERED, UNREACHABLE, attempts_made
from generator.dost.parameters import parameters
from generator.dost.people import DAY
from generator.dost.spells import LESSONS, SLOTS

# Slots of a lesson's calls: the attempts, then these.
MISSED_CALL, CALL_BACK, DUPLICATE, REPLAY = 3, 4, 5, 6
OUTBOUND, INBOUND, RETURNED = 0, 1, 2
CALL_TYPES = ["outbound", "missed_call", "callback"]
# What became of a call; statuses of the platforms are spellings of it.
ANSWERED, BUSY, RANG, FAILED = 0, 1, 2, 3
NONE = -1
NO_TIME = np.iinfo(np.int64).min


@dataclass
class Calls:
    """Arrays by call; NONE is missing, of times NO_TIME.

    id, spell (row), lesson (that was due), attempt (from 1), kind
    lesson_id, content (row), content_id: what the files say was played
    deploy, attempted, start, end: seconds since 1970 in India
    result, status (the same, or NONE where it is blank), telco, listen_secs
    """

    id: np.ndarray
    spell: np.ndarray
    lesson: np.ndarray
    attempt: np.ndarray
    kind: np.ndarray
    lesson_id: np.ndarray
    content: np.ndarray
    content_id: np.ndarray
    deploy: np.ndarray
    attempted: np.ndarray
    start: np.ndarray
    end: np.ndarray
    result: np.ndarray
    status: np.ndarray
    telco: np.ndarray
    listen_secs: np.ndarray


def make_calls(world, spell, lesson, extra=None):
    """`Calls` of the lessons called (`spell` rows, `lesson`), by lesson and time.

    extra: for each of them NONE or the slot of a call that a mistake adds:
        DUPLICATE, REPLAY, or MISSED_CALL
    """
    spells, draws = world.spells, world.draws
    cell = spells.id[spell] * LESSONS + lesson
    outcome = world.outcomes[spell, lesson].astype(np.int64)
    attempts = attempts_made(outcome)
    rings_back = _rings_back(world, cell, spells.user[spell], outcome)
    extra = np.full(len(cell), NONE) if extra is None else extra
    # position in the list of lessons, and slot, of each call
    every = np.arange(len(cell))
    place = [np.repeat(every, attempts)]
    slot = [np.arange(len(place[0])) - (np.cumsum(attempts) - attempts)[place[0]]]
    for chosen, wanted in (
        (rings_back, MISSED_CALL),
        (rings_back, CALL_BACK),
        ((extra == MISSED_CALL) & ~rings_back, MISSED_CALL),
        (extra == DUPLICATE, DUPLICATE),
        (extra == REPLAY, REPLAY),
    ):
        place.append(every[chosen])
        slot.append(np.full(chosen.sum(), wanted))
    place, slot = np.concatenate(place), np.concatenate(slot)
    order = np.argsort(place * SLOTS + slot, kind="stable")
    place, slot = place[order], slot[order]
    return _filled(
        world, draws, _Lessons(spell, lesson, cell, attempts, outcome), place, slot
    )


@dataclass
class _Lessons:
    spell: np.ndarray
    lesson: np.ndarray
    cell: np.ndarray
    attempts: np.ndarray
    outcome: np.ndarray


def _rings_back(world, cell, user, outcome):
    given = parameters("calls")["call_back"]
    found = (outcome == UNANSWERED) & world.users.rings_back[user]
    found[found] = world.draws.uniform("rings", cell[found]) < given["share"]
    return found


def _filled(world, draws, lessons, place, slot):
    spells, given = world.spells, parameters("calls")
    spell, lesson = lessons.spell[place], lessons.lesson[place]
    number = lessons.cell[place] * SLOTS + slot
    # a duplicate is the lesson's last attempt once more
    attempts = lessons.attempts[place]
    attempt = np.where(slot == DUPLICATE, attempts - 1, np.minimum(slot, ATTEMPTS - 1))
    same = lessons.cell[place] * SLOTS + np.where(slot == DUPLICATE, attempt, slot)
    outcome = lessons.outcome[place]
    is_answered = (outcome == attempt + 1) | (slot == CALL_BACK) | (slot == REPLAY)
    result = np.where(
        draws.uniform("busy", same) < given["telco"]["busy_share"], BUSY, RANG
    )
    result[outcome == UNREACHABLE] = FAILED
    result[is_answered] = ANSWERED
    is_inbound = slot == MISSED_CALL
    result[is_inbound] = NONE
    day = spells.days(world.programs, lessons.spell, lessons.lesson).astype(np.int64)
    seconds = np.stack(
        world.answers.attempts(
            lessons.cell, world.users.slot[spells.user[lessons.spell]]
        )
    )
    deploy = day[place] * DAY + seconds[0, place]
    late = draws.whole("late", 5, 60, same)
    attempted = day[place] * DAY + seconds[attempt, place] + late
    ring_back = _ring_back_secs(draws, lessons.cell[place])
    back = (slot == MISSED_CALL) | (slot == CALL_BACK)
    attempted = np.where(back, attempted + ring_back, attempted)
    attempted = np.where(slot == CALL_BACK, attempted + 40, attempted)
    # at seven the next morning, before the next lesson
    again = (day[place] + 1) * DAY + 7 * 3_600 + late
    attempted = np.where(slot == REPLAY, again, attempted)
    deploy = np.where(slot == REPLAY, again - late, deploy)
    kind = np.where(
        slot == CALL_BACK, RETURNED, np.where(is_inbound, INBOUND, OUTBOUND)
    )
    low, high = given["ring_secs"]
    start = attempted + draws.whole("ring", low, high, same)
    content = world.content_of(spells.program[spell], lesson, day[place])
    listen = listened_secs(
        world, same, spells.user[spell], world.contents.secs[content]
    )
    is_delivered = (result >= ANSWERED) & (result != FAILED)
    return Calls(
        id=number,
        spell=spell,
        lesson=lesson,
        attempt=np.where(is_inbound, NONE, attempt + 1),
        kind=kind,
        # a user's own call plays nothing
        lesson_id=np.where(
            is_inbound, NONE, world.lesson_ids(spells.program[spell], lesson)
        ),
        content=content,
        content_id=np.where(is_inbound, NONE, world.contents.id[content]),
        deploy=np.where(back, NO_TIME, deploy),
        attempted=attempted,
        start=np.where(is_delivered, start, NO_TIME),
        end=np.where(is_answered & ~is_inbound, start + listen, NO_TIME),
        result=result,
        status=result.copy(),
        telco=_telco(draws, given["telco"], same, result),
        listen_secs=np.where(is_answered & ~is_inbound, listen, NO_TIME),
    )


def _ring_back_secs(draws, cell):
    """Seconds from the last attempt to the call of the user's own."""
    within = parameters("calls")["call_back"]["within_minute"]
    soon = draws.uniform("soon", cell) < within
    return np.where(
        soon,
        draws.whole("soon secs", 15, 59, cell),
        draws.whole("secs", 61, 1_500, cell),
    )


def listened_secs(world, number, user, duration):
    """Seconds heard in each answered call with this number; never negative.

    A call is hung up, partial or near-complete; the last may end seconds too late.
    """
    draws, given = world.draws, parameters("calls")
    kinds = given["listening"]
    which = draws.uniform("listening", number)
    how_far = draws.uniform("fraction", number)
    complete = world.users.listener[user]
    partial = 1 - (1 - how_far) ** (1 / kinds["partial"])
    fraction = np.where(
        which < kinds["hang_up"],
        how_far * kinds["hang_up_below"],
        np.where(which < 1 - complete, partial, how_far ** (1 / kinds["complete"])),
    )
    heard = np.rint(fraction * duration).astype(np.int64)
    low, high = given["lag"]["secs"]
    is_late = (which >= 1 - complete) & (
        draws.uniform("is late", number) < given["lag"]["share"]
    )
    return np.where(is_late, duration + draws.whole("lag", low, high, number), heard)


def _telco(draws, given, number, result):
    failed = np.array(given["failed"])[
        draws.whole("cause", 0, len(given["failed"]) - 1, number)
    ]
    codes = np.select(
        [result == ANSWERED, result == BUSY, result == RANG, result == FAILED],
        [given["answered"], given["busy"], given["no_answer"], failed],
        NONE,
    )
    return codes
