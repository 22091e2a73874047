"""Which cells are hidden so that no other hidden cell can be worked out.

Round by round: bounds of every hidden number from each sum in turn; where they are too
narrow, the next smallest cell of the sum that makes them so is hidden too. When these
bounds are wide enough, linear programs look at all sums together.
"""

import numpy as np

from edstats.disclosure.intervals import MOST_SWEEPS, propagated
from edstats.disclosure.numbers import (
    BOUNDED,
    HIDDEN,
    PROTECTING,
    PUBLISHED,
    RATE_HIDDEN,
    STUDENTS,
    UNKNOWN,
)
from edstats.disclosure.programs import Program
from edstats.disclosure.witnesses import Witnesses


def protect(numbers):
    """Change the states of `Numbers` until every hidden number is safe.

    Raises RuntimeError when nothing is left to hide, which the rules exclude.
    """
    witnesses = Witnesses(numbers)
    ties = Ties(numbers)
    while True:
        need = numbers.needs()
        # what one sum alone tells comes first: the rest may follow from it
        if any(
            hide_beside(
                numbers, ties, propagated(numbers, *numbers.limits(), sweeps), need
            )
            for sweeps in (1, MOST_SWEEPS)
        ):
            continue
        if not hide_for_witnesses(numbers, ties, witnesses, need):
            return


def hide_for_witnesses(numbers, ties, witnesses, need):
    """Hide what lets every number have witnesses; whether something had to be."""
    program = Program(numbers)
    witnesses.push_many(program, need)
    is_changed = False
    for number in witnesses.in_doubt(need).tolist():
        while witnesses.is_in_doubt(number, need[number]):
            paying = witnesses.settle(program, number, need[number])
            if paying is None:
                hide_near(numbers, ties, number)
            elif len(paying):
                tell_less(numbers, paying)
            else:
                continue
            is_changed = True
            program = Program(numbers)
    return is_changed


class Ties:
    """Entries of each sum and of each number, as slices of the entries' order."""

    def __init__(self, numbers):
        self.starts = np.searchsorted(
            numbers.sum_of, np.arange(len(numbers.constant) + 1)
        )
        self.order = np.argsort(numbers.number, kind="stable")
        self.firsts = np.searchsorted(
            numbers.number[self.order], np.arange(len(numbers.value) + 1)
        )

    def entries_of_sum(self, one):
        return np.arange(self.starts[one], self.starts[one + 1])

    def entries_of_number(self, number):
        return self.order[self.firsts[number] : self.firsts[number + 1]]


def next_state(numbers, number):
    """What a number's cell would become to tell less of it; None if it cannot."""
    state = numbers.state[number % numbers.cells]
    if numbers.layer_of(number) == STUDENTS:
        return PROTECTING if state <= HIDDEN else None
    return RATE_HIDDEN if state in (PUBLISHED, BOUNDED) else None


def hide_beside(numbers, ties, found, need):
    """Hide, in every sum that binds an unsafe number, the next smallest cell.

    Returns whether there was one to hide.
    """
    unsafe = np.flatnonzero(found.high - found.low < need)
    binding = [binding_entries(numbers, ties, found, one) for one in unsafe.tolist()]
    if not binding:
        return False
    sums = numbers.sum_of[np.concatenate(binding)]
    wanted = np.bincount(sums, minlength=len(numbers.constant))
    changed = set()
    for number, entries in zip(unsafe.tolist(), binding, strict=True):
        short = need[number] - (found.high[number] - found.low[number])
        for entry in entries.tolist():
            one = numbers.sum_of[entry]
            if one in changed:
                continue
            best = best_in_sum(numbers, ties, found, entry, short, wanted)
            if best is not None:
                change(numbers, best)
                changed.update(numbers.sum_of[ties.entries_of_number(best)].tolist())
    return bool(changed)


def binding_entries(numbers, ties, found, number):
    """Entries of the sums that alone give a number the bounds that it has.

    Sums that give both come first; where there are none, those of the side with fewer.
    """
    entries = ties.entries_of_number(number)
    is_low = found.entry_low[entries] == found.low[number]
    is_high = found.entry_high[entries] == found.high[number]
    if np.any(is_low & is_high):
        return entries[is_low & is_high]
    sides = [side for side in (is_low, is_high) if np.any(side)]
    if not sides:
        return entries[:0]
    return entries[min(sides, key=np.count_nonzero)]


def best_in_sum(numbers, ties, found, entry, short, wanted):
    """The number of a sum whose cell to hide so that the entry's bounds widen.

    Of those that widen them enough the smallest, where one that other sums want too
    counts for less; else the smallest of those that widen them at all. None if none do.
    """
    own, one = numbers.number[entry], numbers.sum_of[entry]
    opens_low = found.entry_low[entry] == found.low[own]
    opens_high = found.entry_high[entry] == found.high[own]
    choices = []
    for other in ties.entries_of_sum(one).tolist():
        number = numbers.number[other]
        if other == entry or next_state(numbers, number) is None:
            continue
        down, up = widening(numbers, found.low, found.high, number)
        if numbers.sign[other] == numbers.sign[entry]:
            gain = down * opens_high + up * opens_low
        else:
            gain = up * opens_high + down * opens_low
        if gain <= 0:
            continue
        uses = np.count_nonzero(wanted[numbers.sum_of[ties.entries_of_number(number)]])
        cost = numbers.students[number % numbers.cells] / max(uses, 1)
        choices.append((gain < short, cost, number))
    return min(choices)[2] if choices else None


def widening(numbers, lows, highs, number):
    """By how much a number's bounds go (down, up) when its cell tells less of it."""
    cell = number % numbers.cells
    low, high = lows[number], highs[number]
    students = numbers.students[cell]
    least = numbers.policy.min_students
    if numbers.layer_of(number) == STUDENTS:
        if numbers.state[cell] == HIDDEN:
            return 0, (UNKNOWN - high if high == least - 1 else 0)
        return low - (least if students >= least else 1), UNKNOWN - high
    bound = numbers.policy.bound_counts(students[None])[0]
    value = numbers.value[number]
    new_low = bound + 1 if bound < value < students - bound else 0
    return max(low - new_low, 0), students - high


def hide_near(numbers, ties, number):
    """Hide the smallest cell among the nearest that share a sum, however far.

    Raises RuntimeError when no cell that is tied to the number can tell less.
    """
    seen_sums, ring, seen = set(), {number}, {number}
    while ring:
        sums = {
            one
            for member in ring
            for one in numbers.sum_of[ties.entries_of_number(member)].tolist()
        } - seen_sums
        seen_sums |= sums
        members = {
            member
            for one in sums
            for member in numbers.number[ties.entries_of_sum(one)].tolist()
        }
        choices = [
            (numbers.students[member % numbers.cells], member)
            for member in members | {number}
            if next_state(numbers, member) is not None
        ]
        if choices:
            change(numbers, min(choices)[1])
            return
        ring = members - seen
        seen |= members
    raise RuntimeError("nothing is left to hide")


def change(numbers, number):
    numbers.state[number % numbers.cells] = next_state(numbers, number)


def tell_less(numbers, paying):
    """Change the cells of all numbers that pay, to the state that tells least."""
    of_students, of_rates = numbers.states_told_less()
    for number in paying.tolist():
        cell = number % numbers.cells
        told = of_students if numbers.layer_of(number) == STUDENTS else of_rates
        numbers.state[cell] = max(numbers.state[cell], told[cell])
