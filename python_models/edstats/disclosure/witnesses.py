"""Whether a hidden number is safe: other tables that look the same from outside.

A witness is a set of numbers that fits everything that is shown. Where two witnesses
differ by the required width in a number, linear programming cannot know it more
closely, because whatever lies between them fits too. The true numbers are one witness;
a linear program that pushes many numbers at once finds others. What stays in doubt is
asked number by number, first among its neighbours, then among all that is tied to it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

# Many numbers are pushed at once until a push settles fewer than this; one number costs
# about a third of a push.
FEW = 4
# How far numbers then go from the truth.
REACH = 40
# Steps from sum to number that are looked at around a number, before everything is.
NEAR_STEPS = 3
# Further than any number goes where only one is pushed.
FAR = 100_000
# What solvers are exact to, and more.
TOLERANCE = 1e-6


class Witnesses:
    """The least and the most that witnesses found so far have in each number.

    They stay true when more is hidden, because nothing that fitted stops fitting.
    """

    def __init__(self, numbers):
        self.numbers = numbers
        self.least = numbers.value.astype(float)
        self.most = numbers.value.astype(float)
        self.random = np.random.default_rng(0)

    def push_many(self, program, need):
        """Push all numbers in doubt at once, up and down at random, again and again."""
        before, doubtful = np.inf, self.in_doubt(need)
        while before - len(doubtful) >= FEW and len(doubtful) >= FEW:
            weights = np.zeros(len(need))
            weights[doubtful] = self.random.choice([-1.0, 1.0], len(doubtful))
            for direction in (1, -1):
                self.add(program.furthest(program.open, direction * weights, REACH))
            before, doubtful = len(doubtful), self.in_doubt(need)

    def limits_of(self, program, number, need):
        """What keeps one number from being safe: a `Limit` up and one down, or none."""
        weights = np.zeros(len(need))
        weights[number] = 1.0
        found = []
        for where, reach in (
            (program.around, REACH),
            (program.tied_to, FAR),
        ):
            if self.width()[number] >= need[number]:
                return []
            columns = where(number)
            found = [
                program.furthest(columns, direction * weights, reach)
                for direction in (1, -1)
            ]
            for limit in found:
                self.add(limit)
        return found if self.width()[number] < need[number] else []

    def width(self):
        """Whole numbers from the least to the most of the witnesses of each."""
        return np.floor(self.most + TOLERANCE) - np.ceil(self.least - TOLERANCE)

    def in_doubt(self, need):
        return np.flatnonzero((need > 0) & (self.width() < need))

    def add(self, limit):
        self.least[limit.where] = np.minimum(self.least[limit.where], limit.witness)
        self.most[limit.where] = np.maximum(self.most[limit.where], limit.witness)


@dataclass(frozen=True)
class Limit:
    """How far linear programming can push, and what would let it go further.

    where, witness: numbers that move, and their values
    up, down: numbers that would have to go above, or below, what is known of them
    """

    where: np.ndarray
    witness: np.ndarray
    up: np.ndarray
    down: np.ndarray


class Program:
    """The linear programs over what is hidden: the sums, and bounds of each number."""

    def __init__(self, numbers, low, high):
        self.value = numbers.value
        self.low, self.high = low, high
        self.is_open = low < high
        self.open = np.flatnonzero(self.is_open)
        has_open = np.unique(numbers.sum_of[self.is_open[numbers.number]])
        entries = np.isin(numbers.sum_of, has_open)
        row = np.searchsorted(has_open, numbers.sum_of[entries])
        self.by_sum = csr_array(
            (numbers.sign[entries].astype(float), (row, numbers.number[entries])),
            shape=(len(has_open), len(low)),
        )
        self.by_number = self.by_sum.tocsc()

    def around(self, number, steps=NEAR_STEPS):
        """Open numbers that share sums with the number, over a few steps."""
        found = np.array([number])
        for _ in range(steps):
            sums = np.unique(self.by_number[:, found].indices)
            wider = np.unique(self.by_sum[sums].indices)
            wider = np.union1d(found, wider[self.is_open[wider]])
            if len(wider) == len(found):
                break
            found = wider
        return found

    def tied_to(self, number):
        """Open numbers that sums tie to the number, over however many steps."""
        return self.around(number, len(self.low))

    def furthest(self, where, weights, reach):
        """The `Limit` in the weights' direction, with all other numbers as they are.

        where: the numbers that move; reach: how far each does
        """
        sums = np.unique(self.by_number[:, where].indices)
        matrix = self.by_number[:, where].tocsr()[sums]
        value = self.value[where]
        low = np.maximum(self.low[where], value - reach)
        high = np.minimum(self.high[where], value + reach)
        result = linprog(
            -weights[where],
            A_eq=matrix,
            b_eq=matrix @ value,
            bounds=np.column_stack([low, high]),
            method="highs-ipm",
        )
        if result.x is None:
            raise RuntimeError(f"a linear program had no result: {result.message}")
        # the price of each number: what the goal gains when the number may go up
        price = self.by_sum[sums].T @ result.eqlin.marginals
        price[where] = -(result.upper.marginals + result.lower.marginals)
        return Limit(
            where,
            result.x,
            up=np.flatnonzero(price > TOLERANCE),
            down=np.flatnonzero(price < -TOLERANCE),
        )
