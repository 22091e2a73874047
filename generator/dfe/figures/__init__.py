"""Figures that the model is made from, as tables: kinds of schools, areas, costs."""

import csv
from functools import cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent


class Frame:
    """Arrays of one length, by name and as attributes."""

    def __init__(self, **columns):
        self.__dict__.update(columns)

    def __len__(self):
        return len(next(iter(self.__dict__.values())))

    def take(self, rows):
        """The rows with these numbers, or of this mask."""
        return Frame(**{name: values[rows] for name, values in self.__dict__.items()})


@cache
def table(name):
    """A table of this folder as a `Frame`; a column of numbers is one of floats."""
    return read_table(FOLDER / f"{name}.csv")


def read_table(path):
    """A CSV file as a `Frame`."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Frame(**{key: _column([row[key] for row in rows]) for key in rows[0]})


def _column(texts):
    try:
        return np.array([float(text) for text in texts])
    except ValueError:
        return np.array(texts, dtype=object)
