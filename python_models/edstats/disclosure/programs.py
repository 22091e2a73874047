"""Programs that look for another table of whole numbers that fits what is shown."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack, vstack
from scipy.sparse.csgraph import connected_components

# How much further numbers go from the truth than a hidden one has to.
SPARE = 2
# Integer programs need not find the best: they end when this share of the goal may be
# missing, or after so many nodes.
GAP = 0.3
MOST_NODES = 1_000
# How many linear programs may break numbers before an integer one takes over.
MOST_TRIES = 4
# What a move costs of which no cell has to tell less; a student who does costs 1 to 20.
FREE = 0.01
# What each student costs that a number does not go.
MISSING = 1_000
# What solvers are exact to, and more.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Way:
    """A witness for one number.

    price: what the cells are worth that tell less; moved: how far the number has gone
    where, values: numbers that move, and where to; paying: those whose cells tell less
    """

    price: float
    moved: int
    where: np.ndarray
    values: np.ndarray
    paying: np.ndarray


class Program:
    """The integer programs over what is hidden: the sums, and bounds of each number."""

    def __init__(self, numbers):
        self.value = numbers.value
        self.low, self.high = numbers.limits()
        self.wider_low, self.wider_high = numbers.limits_told_less()
        self.reach = numbers.policy.min_interval_width + SPARE
        # a number is worth what its cell is
        self.price = np.resize(np.log2(1 + numbers.students), len(self.value))
        self.tries = MOST_TRIES
        self.is_open = self.low < self.high
        self.may_move = self.is_open | (self.wider_low < self.wider_high)
        self.by_sum = csr_array(
            (numbers.sign, (numbers.sum_of, numbers.number)),
            shape=(len(numbers.constant), len(self.value)),
        )
        self.by_number = self.by_sum.tocsc()

    def pushed(self, weights):
        """(numbers, values) of a witness that goes in the direction of the weights.

        Numbers that would not be whole stay as they are instead. Where others break
        again and again, an integer program takes over.
        """
        where = np.flatnonzero(self.is_open)
        down, up = self.room(where, self.low, self.high)
        goal, sums = -weights[where], self.sums_of(where)
        stays = np.zeros(len(where), dtype=bool)
        for _ in range(self.tries):
            free = np.where(stays, 0, [-down, up])
            moves = linear(goal, sums, *free)
            is_broken = broken(moves)
            if not np.any(is_broken):
                return where, self.value[where] + whole(moves)
            stays |= is_broken
        # the next pushes of this program would break as often
        self.tries = 1
        moves = solved(goal, sums, 0, (-down, up), np.zeros(len(where)))
        return where, self.value[where] + moves

    def moved(self, number, by, steps, may_pay):
        """The `Way` to a witness with one number moved, as far as there is one.

        steps: how far the other numbers that move may be; may_pay: whether cells may
        tell less for it
        """
        where = self.around(number, steps)
        if may_pay:
            beside = np.unique(self.by_sum[self.touched(where)].indices)
            where = np.union1d(where, beside[self.may_move[beside]])
        down, up = self.room(where, self.low, self.high)
        more_down, more_up = down, up
        if may_pay:
            more_down, more_up = self.room(where, self.wider_low, self.wider_high)
        # each number goes up and down for a little, further for its price
        columns, signs, prices, limits = [], [], [], []
        for sign, free, room in ((1, up, more_up), (-1, down, more_down)):
            for limit, price in ((free, FREE), (room - free, self.price[where])):
                may = np.flatnonzero(limit > 0)
                columns.append(may)
                signs.append(np.full(len(may), sign))
                prices.append(np.broadcast_to(price, len(where))[may])
                limits.append(limit[may])
        column, sign = np.concatenate(columns), np.concatenate(signs)
        own = np.append(np.sign(by) * sign * (where[column] == number), 1)
        sums = self.sums_of(where)[:, column] * sign
        sums = vstack([hstack([sums, csr_array((sums.shape[0], 1))]), own[None]])
        target = np.append(np.zeros(sums.shape[0] - 1), abs(by))
        price = np.concatenate([*prices, [MISSING]])
        limit = np.concatenate([*limits, [abs(by)]])
        moves = rounded(price, sums, target, limit, own != 0)
        if may_pay and steps is None and moves[-1]:
            stay = np.append(np.zeros(len(limit) - 1), abs(by))
            moves = solved(price, sums, target, (0, limit), stay)
        moves, price = moves[:-1], price[:-1]
        values = self.value[where]
        np.add.at(values, column, sign * moves)
        return Way(
            price=price @ moves,
            moved=(sign * moves)[where[column] == number].sum(),
            where=where,
            values=values,
            paying=where[column[(moves > 0) & (price > FREE)]],
        )

    def room_of(self, number, need, may_pay):
        """How far down and up a number can go, its cell telling less if it must."""
        low, high = self.low[number], self.high[number]
        if may_pay and high - low < need:
            low, high = self.wider_low[number], self.wider_high[number]
        return self.value[number] - low, high - self.value[number]

    def room(self, where, low, high):
        """How far down and up the numbers can go from the truth."""
        down, up = self.value[where] - low[where], high[where] - self.value[where]
        return np.minimum(down, self.reach), np.minimum(up, self.reach)

    def around(self, number, steps):
        """Open numbers that share sums with the number, over a few steps or any."""
        if steps is None:
            wider = np.flatnonzero(self.tied == self.tied[number])
            return np.union1d(wider[self.is_open[wider]], [number])
        found = np.array([number])
        for _ in range(steps):
            wider = np.unique(self.by_sum[self.touched(found)].indices)
            wider = np.union1d(found, wider[self.is_open[wider]])
            if len(wider) == len(found):
                break
            found = wider
        return found

    @cached_property
    def tied(self):
        """For each number, which of the parts it is in that no sum ties together."""
        ties = self.by_sum[:, self.is_open]
        labels = connected_components(abs(ties.T) @ abs(ties), directed=False)[1]
        tied = np.full(len(self.value), -1)
        tied[self.is_open] = labels
        return tied

    def touched(self, where):
        return np.unique(self.by_number[:, where].indices)

    def sums_of(self, where):
        """The matrix of the sums that the numbers are in."""
        return self.by_number[:, where].tocsr()[self.touched(where)]


def linear(goal, sums, least, most, target=0):
    """The moves with the least goal, parts of students among them."""
    result = linprog(
        goal,
        A_eq=sums,
        b_eq=np.broadcast_to(target, sums.shape[0]),
        bounds=np.column_stack([least, most]),
        method="highs-ds",
    )
    if result.x is None:
        raise RuntimeError(f"a linear program had no result: {result.message}")
    return result.x


def broken(moves):
    """Which moves are not whole."""
    return np.abs(moves - np.rint(moves)) > TOLERANCE


def rounded(goal, sums, target, limit, own):
    """Whole moves from 0 to their limit, with what is broken left out until none is.

    own: the moves that are only made whole; the last is free
    """
    limit = limit.copy()
    while True:
        moves = linear(goal, sums, 0 * limit, limit, target)
        is_broken = broken(moves)
        if not np.any(is_broken):
            return whole(moves)
        is_broken[-1] = False
        limit[is_broken] = np.where(own[is_broken], np.floor(moves[is_broken]), 0)


def solved(goal, sums, target, limits, stay):
    """Whole moves within their limits with a low goal, by an integer program.

    limits: (least, most) of each move; stay: moves that are possible, if it finds none
    """
    result = milp(
        goal,
        constraints=LinearConstraint(sums, target, target),
        bounds=Bounds(*limits),
        integrality=np.ones(len(goal)),
        options={"mip_rel_gap": GAP, "node_limit": MOST_NODES},
    )
    return whole(stay if result.x is None else result.x)


def whole(moves):
    return np.rint(moves).astype(np.int64)
