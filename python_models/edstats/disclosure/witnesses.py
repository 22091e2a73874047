"""Whether a hidden number is safe: other tables that look the same from outside.

A witness is a set of whole numbers that fits everything that is shown. Where two
witnesses differ by the required width in a number, nobody can know it more closely. The
true numbers are one witness; programs find others, first such that many numbers change
at once, then such that a single one does, at the least price in cells that would have
to tell less.
"""

import numpy as np

# Many numbers are pushed at once until a push settles fewer than this.
FEW = 4
# Steps from sum to number that are looked at around a number, before everything is.
NEAR_STEPS = 3


class Witnesses:
    """The least and the most that witnesses found so far have in each number.

    They stay true when more is hidden, because nothing that fitted stops fitting.
    """

    def __init__(self, numbers):
        self.value = numbers.value
        self.least = numbers.value.copy()
        self.most = numbers.value.copy()
        self.random = np.random.default_rng(0)

    def push_many(self, program, need):
        """Push all numbers in doubt at once, up and down at random, again and again."""
        before, doubtful = np.inf, self.in_doubt(need)
        while before - len(doubtful) >= FEW and len(doubtful) >= FEW:
            weights = np.zeros(len(need))
            weights[doubtful] = self.random.choice([-1.0, 1.0], len(doubtful))
            for direction in (1, -1):
                self.add(*program.pushed(direction * weights))
            before, doubtful = len(doubtful), self.in_doubt(need)

    def settle(self, program, number, need):
        """Numbers whose cells have to tell less so that one is safer; None if no help.

        Nothing where other witnesses make it safe, near or anywhere. Else it is the
        cheaper way of the two, up and down.
        """
        for steps, may_pay in (
            (NEAR_STEPS, False),
            (None, False),
            (NEAR_STEPS, True),
            (None, True),
        ):
            ways = []
            for by, seen in self.missing(program, number, need, may_pay):
                way = program.moved(number, by, steps, may_pay)
                if abs(way.moved) <= seen:
                    continue
                ways.append(way)
                if not may_pay:
                    self.add(way.where, way.values)
                    if not self.is_in_doubt(number, need):
                        return way.paying
            if may_pay and ways:
                way = min(ways, key=lambda one: one.price)
                self.add(way.where, way.values)
                return way.paying
        return None

    def missing(self, program, number, need, may_pay):
        """(how far to move, how far witnesses did) up and down, where there is room."""
        down, up = program.room_of(number, need, may_pay)
        for sign, room in ((1, up), (-1, down)):
            above = self.most[number] - self.value[number]
            below = self.value[number] - self.least[number]
            seen, other = (above, below) if sign == 1 else (below, above)
            by = min(need - other, room)
            if by > seen:
                yield sign * by, seen

    def in_doubt(self, need):
        return np.flatnonzero((need > 0) & (self.most - self.least < need))

    def is_in_doubt(self, number, need):
        return self.most[number] - self.least[number] < need

    def add(self, where, values):
        self.least[where] = np.minimum(self.least[where], values)
        self.most[where] = np.maximum(self.most[where], values)
