"""Somebody who reads the published tables and works out what they do not say.

Knows every number that is shown, which cells add up to which, that counts are whole,
that a cell `suppressed_primary` has fewer students than the policy's minimum and that
no cell is empty. Shares no code with edstats.disclosure: sums come from the rows, cell
by cell, and bounds from linear programs that know the published tables only.
"""

import math
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

STUDENTS, EVENTS = "students", "events"
NOBODY_KNOWS = 1_000_000


@dataclass
class Attack:
    """One reader of the rows of one measure.

    rows: dicts of dimensions, state, denominator, numerator, rate_low and rate_high,
        the last four None where the table does not say
    below: the policy's minimum; dimensions: the names of the columns
    open_partitions: (dimension, partition) that has members which no row shows
    guesses: cell -> students that the reader believes there are at least, and is right
    """

    rows: list
    dimensions: list
    below: int
    open_partitions: frozenset = frozenset()
    guesses: dict = field(default_factory=dict)

    def __post_init__(self):
        self.names, self.low, self.high = [], [], []
        self.sums = []
        self.by_cell = {self.cell_of(row): row for row in self.rows}
        has_rates = any(
            row["numerator"] is not None or row.get("rate_low") is not None
            for row in self.rows
        )
        self.layers = (STUDENTS, EVENTS) if has_rates else (STUDENTS,)
        self.place = {}
        for cell, row in self.by_cell.items():
            for layer in self.layers:
                self.add((cell, layer), *self.known(cell, row, layer))
            if has_rates:
                # those who do not count are somebody too
                known = (0, NOBODY_KNOWS)
                if row["numerator"] is not None:
                    known = (row["denominator"] - row["numerator"],) * 2
                self.add((cell, "others"), *known)
                self.sums.append(
                    [
                        (self.place[cell, STUDENTS], 1),
                        (self.place[cell, EVENTS], -1),
                        (self.place[cell, "others"], -1),
                    ]
                )
        self.add_margins()
        self.seen_low = np.full(len(self.names), math.inf)
        self.seen_high = np.full(len(self.names), -math.inf)

    def cell_of(self, row):
        return tuple(row[name] for name in self.dimensions)

    def add(self, name, low, high):
        self.place[name] = len(self.names)
        self.names.append(name)
        self.low.append(low)
        self.high.append(high)

    def known(self, cell, row, layer):
        students = row["denominator"]
        if layer == STUDENTS:
            if students is not None:
                return students, students
            most = NOBODY_KNOWS
            if row["state"] == "suppressed_primary":
                most = self.below - 1
            return max(1, self.guesses.get(cell, 1)), most
        if row["numerator"] is not None:
            return row["numerator"], row["numerator"]
        if row.get("rate_low") is None:
            return 0, NOBODY_KNOWS
        return (
            math.ceil(row["rate_low"] * students - 1e-9),
            math.floor(row["rate_high"] * students + 1e-9),
        )

    def add_margins(self):
        groups = {}
        for cell in self.by_cell:
            for at, member in enumerate(cell):
                margin = (*cell[:at], "all", *cell[at + 1 :])
                if member != "all" and margin in self.by_cell:
                    partition = member.split(":")[0] if ":" in member else ""
                    groups.setdefault((at, margin, partition), []).append(cell)
        for (at, margin, partition), cells in groups.items():
            for layer in self.layers:
                terms = [(self.place[margin, layer], 1)]
                terms += [(self.place[cell, layer], -1) for cell in cells]
                if (self.dimensions[at], partition) in self.open_partitions:
                    rest = (margin, f"{layer} but {partition}")
                    self.add(rest, 0, NOBODY_KNOWS)
                    terms.append((self.place[rest], -1))
                self.sums.append(terms)

    def matrix(self):
        entries = [
            (row, place, sign)
            for row, terms in enumerate(self.sums)
            for place, sign in terms
        ]
        rows, places, signs = zip(*entries, strict=True)
        shape = (len(self.sums), len(self.names))
        return coo_array((signs, (rows, places)), shape=shape).tocsr().astype(float)

    def intervals(self, enough, whole=False):
        """(cell, layer) -> (least, most) of every number that is not shown.

        Bounds that have become `enough` wide are not followed to their ends.
        whole: solve for whole numbers, not only round the ends of what is possible
        """
        low, high = np.array(self.low, float), np.array(self.high, float)
        fixed = LinearConstraint(self.matrix(), 0, 0)
        found = {}
        for place in np.flatnonzero(low < high).tolist():
            for sign in (1, -1):
                if self.width(place) < enough:
                    self.push(place, sign, Bounds(low, high), fixed, whole)
            found[self.names[place]] = self.rounded(place)
        return found

    def push(self, place, sign, bounds, fixed, whole):
        goal = np.zeros(len(self.names))
        goal[place] = sign
        result = milp(
            goal,
            bounds=bounds,
            constraints=fixed,
            integrality=np.full(len(goal), int(whole)),
        )
        if result.x is None:
            raise AssertionError(f"the tables contradict themselves: {result.message}")
        self.seen_low = np.minimum(self.seen_low, result.x)
        self.seen_high = np.maximum(self.seen_high, result.x)

    def rounded(self, place):
        return (
            math.ceil(self.seen_low[place] - 1e-6),
            math.floor(self.seen_high[place] + 1e-6),
        )

    def width(self, place):
        if self.seen_low[place] > self.seen_high[place]:
            return -math.inf
        low, high = self.rounded(place)
        return high - low


def found_out(attack, width, rate_width=2, whole=False):
    """The hidden numbers that the attack knows more closely than the policy allows.

    A number with a published bound may be known as closely as the bound says, and those
    who count, where students are told and only the rate is hidden, up to rate_width.
    """
    breached = {}
    for (cell, layer), (least, most) in attack.intervals(width, whole).items():
        row = attack.by_cell[cell]
        allowed = width
        if layer != STUDENTS and row.get("rate_low") is not None:
            low, high = attack.known(cell, row, EVENTS)
            allowed = min(width, high - low)
        elif row["denominator"] is not None:
            allowed = rate_width
        if layer in (STUDENTS, EVENTS, "others") and most - least < allowed:
            breached[cell, layer] = (least, most)
    return breached
