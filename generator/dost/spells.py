"""Enrolments (spells) of users in programmes: starts, breaks, lessons in calendar days.

A spell has the number 8 * user + ordinal: 0 the first programme, 1 a second one, 2 the
first programme again more than 180 days later, 4 and on those that a mistake has added.
So a lesson of a spell, 128 * spell + lesson, and a call of it, 8 * that + slot, keep
their numbers whatever else is generated.
"""

from dataclasses import dataclass, fields

import numpy as np

from generator.dost.answers import last_delivered
from generator.dost.parameters import parameters

ORDINALS, LESSONS, SLOTS = 8, 128, 8
FIRST, SECOND, AGAIN, ADDED = 0, 1, 2, 4
NO_BREAK, NEW_PHONE, RETURN = 0, 1, 2


@dataclass(frozen=True)
class Spells:
    """Arrays by spell.

    id, user, ordinal, program, start (day)
    break_kind (NO_BREAK, NEW_PHONE, RETURN)
    break_lesson: the first lesson behind the break (LESSONS: none)
    break_days: by which that lesson and all after it are late
    least_weeks: weeks through which the user stays in any case
    most_weeks: weeks after which the calls end in any case
    """

    id: np.ndarray
    user: np.ndarray
    ordinal: np.ndarray
    program: np.ndarray
    start: np.ndarray
    break_kind: np.ndarray
    break_lesson: np.ndarray
    break_days: np.ndarray
    least_weeks: np.ndarray
    most_weeks: np.ndarray

    def __len__(self):
        return len(self.id)

    def rows(self, chosen):
        """The spells in the rows `chosen`."""
        return Spells(*(getattr(self, item.name)[chosen] for item in fields(self)))

    def days(self, programs, spell, lesson):
        """Calendar day of each lesson (arrays of rows and lessons of one shape)."""
        program = self.program[spell]
        offset = 7 * (programs.week[program, lesson] - 1)
        offset += programs.day[program, lesson] - 1
        late = lesson >= self.break_lesson[spell]
        return self.start[spell] + offset + np.where(late, self.break_days[spell], 0)


def joined(*parts):
    """Spells under each other."""
    return Spells(
        *(
            np.concatenate([getattr(p, item.name) for p in parts])
            for item in fields(Spells)
        )
    )


def plain(user, ordinal, program, start, most_weeks=LESSONS):
    """Spells without a break."""
    size = len(user)
    return Spells(
        id=user * ORDINALS + ordinal,
        user=user,
        ordinal=np.broadcast_to(ordinal, size).copy(),
        program=program,
        start=start,
        break_kind=np.zeros(size, dtype=np.int64),
        break_lesson=np.full(size, LESSONS),
        break_days=np.zeros(size, dtype=np.int64),
        least_weeks=np.zeros(size, dtype=np.int64),
        most_weeks=np.full(size, most_weeks),
    )


def first_spells(draws, users, programs, as_of):
    """First and second programmes of all users, as `Spells`."""
    given = parameters("population")
    every = np.arange(len(users))
    program = _programs(draws, users, programs, "program", every)
    low, high = given["start_lag"]
    start = users.signed_up + draws.whole("start lag", low, high, every)
    first = _with_breaks(draws, plain(every, FIRST, program, start), programs, as_of)
    left = (as_of - start).astype(np.int64) - 42
    takes = (draws.uniform("second", every) < given["second_program"]) & (left > 0)
    user = every[takes]
    after = 21 + draws.uniform("second start", user) * np.minimum(left[takes], 300)
    other = _programs(draws, users, programs, "second program", user)
    # another one of the same platform
    same = other == program[takes]
    other[same] = _beside(programs, other[same])
    second = plain(user, SECOND, other, start[takes] + after.astype(np.int64))
    return joined(first, second)


def spells_again(draws, users, programs, spells, outcomes, as_of):
    """Re-enrolments of users whose first programme ended long ago, as `Spells`."""
    given = parameters("population")
    low, high = given["re_enrolment_days"]
    last = last_delivered(spells, programs, outcomes)
    room = (as_of - last).astype(np.int64) - 14
    fits = (spells.ordinal == FIRST) & ~np.isnat(last) & (room >= low)
    rows = np.flatnonzero(fits)
    user = spells.user[rows]
    rows = rows[draws.uniform("again", user) < given["re_enrolment"]]
    user = spells.user[rows]
    gap = np.minimum(draws.whole("gap", low, high, user), room[rows])
    gap[draws.uniform("boundary", user) < given["boundary"]] = low
    return plain(user, AGAIN, spells.program[rows], last[rows] + gap)


def _programs(draws, users, programs, name, user):
    found = np.zeros(len(user), dtype=np.int64)
    for source in np.unique(programs.source):
        rows = users.source[user] == source
        chosen = np.flatnonzero(programs.source == source)
        codes = draws.coded(name, programs.weight[chosen], user[rows])
        found[rows] = chosen[codes]
    return found


def _beside(programs, program):
    """The next programme of the same platform."""
    first = np.searchsorted(programs.source, programs.source[program])
    count = np.bincount(programs.source)[programs.source[program]]
    return first + (program - first + 1) % count


def _with_breaks(draws, spells, programs, as_of):
    """Some of the users get a new phone, or leave for some weeks and come back."""
    given = parameters("population")
    user = spells.user
    uniform = draws.uniform("break", user)
    weeks = programs.week.max(axis=1)[spells.program]
    low, high = given["return_days"]
    days = draws.whole("break days", low, high, user)
    kind = np.where(uniform < given["new_phone"], NEW_PHONE, NO_BREAK)
    returns = (uniform >= given["new_phone"]) & (
        uniform < given["new_phone"] + given["return"]
    )
    kind[returns] = RETURN
    days[kind != RETURN] = 0
    # a week that comes to pass, and with it the one after the break
    left = (as_of - spells.start).astype(np.int64) - days
    latest = np.minimum(weeks - 2, left // 7 - 2)
    kind[latest < 1] = NO_BREAK
    week = 1 + (draws.uniform("break week", user) * np.maximum(latest, 1)).astype(int)
    has_break = kind != NO_BREAK
    # lessons up to the end of each week, by programme
    numbers = np.arange(programs.week.max() + 1)
    all_weeks = programs.week[:, :, None]
    through = ((all_weeks > 0) & (all_weeks <= numbers)).sum(axis=1)
    return Spells(
        **{
            **{item.name: getattr(spells, item.name) for item in fields(Spells)},
            "break_kind": kind,
            "break_lesson": np.where(has_break, through[spells.program, week], LESSONS),
            "break_days": np.where(has_break, days, 0),
            "least_weeks": np.where(has_break, week + 1, 0),
        }
    )
