"""Tables of the warehouse beside those of the naive computation, cell by cell."""

from __future__ import annotations

from hashlib import md5
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from naive_engagement_calls import ORGANIZATION

RELATIVE = 1e-9


def key_of(name: str) -> str:
    """The key of a record named "platform|id", with the salt of the tests."""
    platform, number = name.split("|")
    parts = ["schoolhouse", ORGANIZATION, platform, number]
    return md5(chr(31).join(parts).encode(), usedforsecurity=False).hexdigest()


def table(warehouse: Path, sql: str, index: list[str]) -> pd.DataFrame:
    """The answer as a table, in the order of `index`, which must be unique."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.execute(sql).df()
    found = found.set_index(index).sort_index()
    assert found.index.is_unique
    return found


def keyed(expected: pd.DataFrame) -> pd.DataFrame:
    """The naive table with the keys of users and programmes in its index."""
    index = expected.index.to_frame()
    for name in ("user", "program"):
        index[name] = index[name].map(key_of)
    expected = expected.set_axis(pd.MultiIndex.from_frame(index))
    return expected.sort_index()


def differing(
    expected: pd.DataFrame, found: pd.DataFrame, absolute: float = 0
) -> dict[str, str]:
    """{column of `expected`: how many cells of it are others, and the first of them}.

    Rows must be the same. Doubles may differ by 1e-9 of themselves, or by `absolute`;
    all else may not.
    """
    assert list(expected.index) == list(found.index)
    others = {}
    for name in expected.columns:
        here, there = _plain(expected[name]), _plain(found[name])
        missing = here.isna() | there.isna()
        same = here.isna() & there.isna()
        # only doubles are not whole
        if found[name].dtype == "float64":
            same |= np.isclose(here, there, rtol=RELATIVE, atol=absolute) & ~missing
        else:
            same |= (here == there) & ~missing
        if not same.all():
            place = np.flatnonzero(~same)[0]
            row = dict(zip(expected.index.names, expected.index[place], strict=True))
            others[name] = (
                f"{(~same).sum()} cells, first {row}:"
                f" {here.iloc[place]!r} and not {there.iloc[place]!r}"
            )
    return others


def _plain(column: pd.Series) -> pd.Series:
    """Numbers as doubles, days and times as times, everything else as objects."""
    kind = column.dtype.kind
    if kind in "iuf":
        return column.astype("float64")
    if kind == "M":
        return column.astype("datetime64[us]")
    return column.astype("object")
