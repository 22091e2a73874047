"""Figures that the model is made from, as tables of this folder.

kinds: schools by kind with their pupils, shares and costs per pupil at the prices of
    2023-24, after "Schools, pupils and their characteristics" and "LA and school
    expenditure" of the Department for Education for 2023/24
costs: cost lines as shares of the total by mix; `noise` is the spread of a line between
    schools (log-normal), `central` the part that a trust of several academies usually
    spends itself, `zero` the share of schools without the line
areas: local authorities with their region, rough number of schools, London weighting,
    share of schools in the fringe
regions, types: codes and names of the register; shares of schools by region
words.yml: what names are made of
"""

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
