"""Uniform numbers turned into the states of a block of rows by days."""

import numpy as np

from generator.district.parameters import parameters
from generator.district.states import (
    EXCUSED,
    PRESENT,
    REMOTE,
    SUSPENDED,
    TARDY,
    UNEXCUSED,
)


def fill_days(codes, following, carry, uniforms, factors, rows, block, states):
    """Fill `codes` (B, D) and `following` (B, 2), the spells that go on next month.

    carry: (B, 2) states of the spells that go on from last month; 0 = none
    uniforms: (B, D) float32; one number decides everything about a day
    factors: (1, D) or (B, D) float32, chance that a spell begins per unit of rate
    rows: `Rows` of the year; block: slice of its rows; states: `State`
    """
    rate, part = rows.rate[block], rows.part[block]
    width = codes.shape[1]
    codes[:, : min(2, width)] = carry[:, : min(2, width)]
    limits = factors * (rate * (1 + part))[:, None]
    limits += rows.other[block][:, None]
    cells = np.flatnonzero(uniforms < limits)
    row, day = np.divmod(cells, width)
    drawn = uniforms.ravel()[cells]
    if len(factors) > 1:
        whole = rate[row] * factors.ravel()[cells]
    else:
        whole = rate[row] * factors[0, day]
    is_whole = drawn < whole
    _fill_others(codes, row, day, drawn, whole, rows, block, ~is_whole, states)
    row, day, drawn = row[is_whole], day[is_whole], drawn[is_whole]
    _fill_spells(codes, following, row, day, drawn, rows, block)


def _fill_spells(codes, following, row, day, drawn, rows, block):
    """Spells of one to three whole days."""
    choice, rest = _split(drawn)
    state = np.where(choice < rows.unexcused[block][row, 0], UNEXCUSED, EXCUSED)
    # the far end of the same choice, so that suspension takes from the excused first
    is_suspended = choice > 1 - rows.suspension[block][row]
    state = np.where(is_suspended, SUSPENDED, state).astype(np.uint8)
    one, two, _ = parameters("attendance")["spell_lengths"]
    length = 1 + (rest > one) + (rest > one + two)
    width = codes.shape[1]
    for ahead in (2, 1):
        longer = length > ahead
        target, at, value = row[longer], day[longer] + ahead, state[longer]
        inside = at < width
        codes[target[inside], at[inside]] = value[inside]
        beyond = ~inside & (at < width + 2)
        following[target[beyond], at[beyond] - width] = value[beyond]
    codes[row, day] = state


def _fill_others(codes, row, day, drawn, whole, rows, block, chosen, states):
    """Parts of days, tardiness and remote days, where no spell goes on."""
    chosen = chosen & (codes[row, day] == PRESENT)
    row, day, drawn, whole = row[chosen], day[chosen], drawn[chosen], whole[chosen]
    partial = whole * rows.part[block][row]
    above = drawn - whole
    is_part = above < partial
    remote = np.float32(parameters("attendance")["remote"])
    state = np.where(above - partial < remote, REMOTE, TARDY).astype(np.uint8)
    codes[row[~is_part], day[~is_part]] = state[~is_part]
    row, day = row[is_part], day[is_part]
    choice, rest = _split(drawn[is_part])
    late = (choice < rows.unexcused[block][row, 1]).astype(int)
    high = rows.secondary[block][row].astype(int)
    place = np.where(
        high == 1,
        np.searchsorted(states.part_edges[1], rest),
        np.searchsorted(states.part_edges[0], rest),
    )
    codes[row, day] = states.first_part[high, late] + place


def _split(drawn):
    """Two uniforms that depend on the digits of `drawn`, not on its size.

    So a higher rate adds absences and leaves those of a lower rate as they are.
    """
    bits = (drawn * np.float32(2**24)).astype(np.uint32)
    bits *= np.uint32(0x9E3779B1)
    bits ^= bits >> np.uint32(15)
    bits *= np.uint32(0x2C1B3C6D)
    bits ^= bits >> np.uint32(13)
    scale = np.float32(1 / 2**16)
    upper, lower = bits >> np.uint32(16), bits & np.uint32(0xFFFF)
    return (upper + np.float32(0.5)) * scale, (lower + np.float32(0.5)) * scale


def keep_plausible(codes, enrolled, rows, first, states):
    """Change single days, in place, so that no school has nobody or everybody absent.

    Schools with one student on a day cannot be helped. Another of the school's students
    with high rates is absent on each such day.
    """
    width = codes.shape[1]
    present = _pupils_by_day(rows, first, width)
    away = states.is_absent[codes] & enrolled
    absent = _by_school_day(rows, np.flatnonzero(away), width)
    odd = (present > 1) & ((absent == 0) | (absent == present))
    for school, day in zip(*np.nonzero(odd), strict=True):
        members = np.flatnonzero((rows.school == school) & enrolled[:, day])
        by_rate = members[np.lexsort((members, -rows.rate[members]))]
        chosen = by_rate[day % max(1, len(by_rate) // 3)]
        codes[chosen, day] = EXCUSED if absent[school, day] == 0 else PRESENT


def _pupils_by_day(rows, first, width):
    """(S, D) number of students enrolled per school and day."""
    schools = int(rows.school.max(initial=-1)) + 1
    begin = np.clip(rows.first - first, 0, width)
    end = np.maximum(np.clip(rows.last - first, 0, width), begin)
    size = schools * (width + 1)
    change = np.bincount(rows.school * (width + 1) + begin, minlength=size)
    change -= np.bincount(rows.school * (width + 1) + end, minlength=size)
    return np.cumsum(change.reshape(schools, width + 1), axis=1)[:, :width]


def _by_school_day(rows, cells, width):
    """(S, D) number of `cells`, indices into rows by days, per school and day."""
    row, day = np.divmod(cells, width)
    schools = int(rows.school.max(initial=-1)) + 1
    places = rows.school[row] * width + day
    return np.bincount(places, minlength=schools * width).reshape(schools, width)
