"""Sums of tables whose roll-ups skip margins, or whose members belong to each other.

`read_sums` of cells knows margins of one dimension. Where a table has a total, each
dimension alone and three of them at once, and partners belong to platforms, the sums
are named instead: cells by `of` are what cells by `by` add up to.
"""

import numpy as np

from edstats.disclosure.cells import TOTAL, Sums


def read_roll_ups(cells, roll_ups):
    """The `Sums` of the cells that roll-ups name.

    roll_ups: dicts with `of` and `by`, lists of dimensions, those of `of` among those
        of `by`; a cell is by the dimensions that are not rolled up in it.
        is_overlapping where one student may count in several parts
    Raises ValueError where parts have no margin, which would leave them unguarded.
    """
    names = list(cells.members)
    digits = {name: cells.digit(name) for name in names}
    totals = {name: _total_of(members) for name, members in cells.members.items()}
    rolled = {name: digits[name] == totals[name] for name in names}
    found, parts = 0, []
    for one in roll_ups:
        is_margin, is_part = (
            np.all([rolled[name] != (name in by) for name in names], axis=0)
            for by in (one["of"], one["by"])
        )
        margins, children = np.flatnonzero(is_margin), np.flatnonzero(is_part)
        code = cells.code[children]
        for name in set(one["by"]) - set(one["of"]):
            code = code + (totals[name] - digits[name][children]) * cells.place[name]
        order = np.argsort(cells.code[margins], kind="stable")
        at = np.searchsorted(cells.code[margins][order], code)
        if np.any(at == len(margins)) or np.any(cells.code[margins][order][at] != code):
            raise ValueError(f"parts by {one['by']} have no margin by {one['of']}")
        with_parts, number = np.unique(at, return_inverse=True)
        parts.append(
            (
                found + np.concatenate([np.arange(len(with_parts)), number]),
                np.concatenate([margins[order][with_parts], children]),
                np.repeat([1, -1], [len(with_parts), len(children)]),
                np.full(len(with_parts), not one.get("is_overlapping", False)),
            )
        )
        found += len(with_parts)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    order = np.argsort(columns[0], kind="stable")
    return Sums(*(column[order] for column in columns[:3]), columns[3])


def _total_of(members):
    """The place of the margin among members; -1 where a dimension has none."""
    return members.index(TOTAL) if TOTAL in members else -1
