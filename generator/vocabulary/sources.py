"""The checked-in word lists, and draws from them."""

import json
from functools import cache
from pathlib import Path

import numpy as np

from generator.yaml_files import read_yaml

HERE = Path(__file__).parent
SLOTS = 1 << 16


@cache
def word_lists():
    """The content of words.json, see `harvest.py`."""
    return json.loads((HERE / "words.json").read_text(encoding="utf-8"))


@cache
def language_shares():
    """The content of languages.yml."""
    return read_yaml(HERE / "languages.yml")


def slot_table(codes, weights):
    """65,536 slots that hold `codes` in proportion to `weights`, as uint16.

    A draw is one random slot, whatever the number of words; shares are exact to
    1/65,536.
    """
    weights = np.asarray(weights, dtype=float)
    edges = np.round(np.cumsum(weights) / weights.sum() * SLOTS).astype(np.int64)
    return np.repeat(np.asarray(codes, np.uint16), np.diff(edges, prepend=0))


def draw(rng, tables, rows):
    """One code per row, int32, from the slot table with the number in `rows`.

    tables: (K, 65536) array; rows: (N,) int array. What one row gets does not depend on
    the others' tables.
    """
    rows = np.asarray(rows, dtype=np.intp)
    slots = rng.integers(0, SLOTS, len(rows), dtype=np.uint16)
    return tables[rows, slots].astype(np.int32)
