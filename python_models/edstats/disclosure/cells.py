"""Cells of tables: what they are, and which of them add up to which.

A cell is what its dimensions name, in whatever table it stands. `all` is the margin of
a dimension; a member `race:asian` belongs to the partition `race`, one without a colon
to the partition without a name. The members of a partition add up to the margin.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

TOTAL = "all"


@dataclass(frozen=True)
class Cells:
    """The cells of one measure, in the order of their dimensions.

    code: each cell's dimensions as one number; place: what one step of a dimension is
        worth in it; members: the members of each dimension, in order
    students: whole and above 0; events: how many of them count, or None for a measure
        that only counts students
    people: how many persons they are, where one may be several students; else None
    """

    code: np.ndarray
    place: dict[str, int]
    members: dict[str, list[str]]
    students: np.ndarray
    events: np.ndarray | None
    people: np.ndarray | None = None

    def __len__(self):
        return len(self.code)

    def digit(self, dimension):
        """The place of each cell's member among those of the dimension."""
        return self.code // self.place[dimension] % len(self.members[dimension])

    def label(self, cell):
        """A cell in words, for messages."""
        return ", ".join(
            f"{name} {members[self.digit(name)[cell]]}"
            for name, members in self.members.items()
        )


@dataclass(frozen=True)
class Sums:
    """What adds up: for each sum, the entries of `sum_of` that have its number.

    cell: the cell of an entry; sign: 1 for the margin, -1 for its parts
    """

    sum_of: np.ndarray
    cell: np.ndarray
    sign: np.ndarray
    is_exclusive: np.ndarray

    def rest(self, values):
        """Margin less parts of each sum, for the values of the cells."""
        weighted = self.sign * values[self.cell]
        rest = np.zeros(len(self.is_exclusive), dtype=np.int64)
        np.add.at(rest, self.sum_of, weighted)
        return rest


def read_cells(table, dimensions):
    """(`Cells`, cell of each row) of the rows of one measure.

    table: Arrow table with the dimensions (text), denominator and numerator (whole),
        and people (whole) where the denominators are not persons
    Raises ValueError where a numerator is above its denominator or only sometimes
    there, or two tables disagree about a cell.
    """
    code = np.zeros(len(table), dtype=np.int64)
    place, members = {}, {}
    for name in reversed(dimensions):
        values = pc.cast(table[name], pa.string())
        place[name] = place_of_next(place, members)
        members[name] = sorted(pc.unique(values).to_pylist())
        digits = pc.index_in(values, pa.array(members[name], pa.string()))
        code += digits.to_numpy().astype(np.int64) * place[name]
    unique, first, cell = np.unique(code, return_index=True, return_inverse=True)
    students = whole(table["denominator"])
    events = None
    if table["numerator"].null_count < len(table):
        if table["numerator"].null_count:
            raise ValueError("a measure has numerators in some rows and not in others")
        events = whole(table["numerator"])
        if np.any((events < 0) | (events > students)):
            raise ValueError("a numerator is below 0 or above its denominator")
        events = agreed(events, first, cell)
    people = None
    if "people" in table.column_names:
        people = agreed(whole(table["people"]), first, cell)
    cells = Cells(
        code=unique,
        place={name: place[name] for name in dimensions},
        members={name: members[name] for name in dimensions},
        students=agreed(students, first, cell),
        events=events,
        people=people,
    )
    return cells, cell


def place_of_next(place, members):
    if not place:
        return 1
    last = next(reversed(place))
    return place[last] * len(members[last])


def whole(column):
    return pc.cast(column, pa.int64()).to_numpy()


def agreed(values, first, cell):
    """The values of the cells; the tables that show a cell must agree."""
    if np.any(values[first][cell] != values):
        raise ValueError("two tables have different numbers for the same cell")
    return values[first]


def read_sums(cells, overlapping=()):
    """The `Sums` of the cells: every partition whose margin is a cell too.

    overlapping: dimensions in which one student may count in several members
    """
    parts, found = [], 0
    for name, members in cells.members.items():
        if TOTAL not in members or len(members) == 1:
            continue
        digit = cells.digit(name)
        rest = cells.code - digit * cells.place[name]
        is_margin = digit == members.index(TOTAL)
        margins = np.flatnonzero(is_margin)
        margins = margins[np.argsort(rest[margins], kind="stable")]
        children = np.flatnonzero(~is_margin)
        at = np.searchsorted(rest[margins], rest[children])
        has_margin = at < len(margins)
        has_margin[has_margin] = (
            rest[margins][at[has_margin]] == rest[children][has_margin]
        )
        children, at = children[has_margin], at[has_margin]
        partitions = [member.partition(":")[0::2] for member in members]
        names = sorted({own if name else "" for own, name in partitions})
        of_member = [names.index(own if name else "") for own, name in partitions]
        key = at * len(names) + np.array(of_member)[digit[children]]
        keys, number = np.unique(key, return_inverse=True)
        parents = margins[keys // len(names)]
        parts.append(
            (
                found + np.concatenate([np.arange(len(keys)), number]),
                np.concatenate([parents, children]),
                np.concatenate(
                    [
                        np.ones(len(keys), np.int64),
                        -np.ones(len(children), np.int64),
                    ]
                ),
                np.full(len(keys), name not in overlapping),
            )
        )
        found += len(keys)
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return Sums(nothing, nothing, nothing, np.zeros(0, dtype=bool))
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return Sums(*(column[order] for column in columns[:3]), columns[3])
