"""Cohorts of students for the tests of growth, and the growth policy of the seed."""

import csv
import dataclasses

import duckdb
import numpy as np
import pyarrow as pa
from conftest import REPO
from edstats.growth.parameters import read_parameters
from edstats.growth.tables import student_growth
from pyarrow.csv import read_csv

SEED = REPO / "seeds/policies/growth_parameters.csv"
NORMS = REPO / "seeds/policies/growth_norms.csv"


def seed_table():
    """The seed `growth_parameters` as an Arrow table."""
    with SEED.open(encoding="utf-8") as file:
        rows = [
            row | {"position": int(row["position"])} for row in csv.DictReader(file)
        ]
    return pa.Table.from_pylist(rows)


def parameters(**changes):
    """The parameters of the seed, some of them changed."""
    return dataclasses.replace(read_parameters(seed_table()), **changes)


def norms_table():
    """The seed `growth_norms` as an Arrow table."""
    return read_csv(NORMS)


def cuts_table():
    """A cut of 230 in grade 8, in maths of district d."""
    cut = {
        "district_id": "d",
        "subject": "mathematics",
        "grade_number": 8,
        "cut_score": 230.0,
    }
    return pa.Table.from_pylist([cut])


def growth(chains):
    """What the library makes of an Arrow table of chains."""
    tables = chains, cuts_table(), norms_table(), seed_table()
    connection = duckdb.connect()
    return student_growth(*map(connection.from_arrow, tables)).read_all()


def cohort(students, springs=3, seed=1):
    """Scores (students,) and priors (students, springs), whole numbers.

    Springs correlate by .6 / (.6 + .2) = .75, and the spread grows with the score.
    """
    random = np.random.default_rng(seed)
    lasting = random.normal(0, np.sqrt(0.6), (students, 1))
    own = random.normal(0, np.sqrt(0.2), (students, springs + 1))
    level = (lasting + own) / np.sqrt(0.8)
    scores = np.rint(220 - 6 * np.arange(springs + 1) + (15 + 2 * level) * level)
    return scores[:, 0], scores[:, 1:]


def chains(scores, priors, **labels):
    """The columns of int_district__growth_chains, as an Arrow table."""
    labels = {
        "district_id": "d",
        "subject": "mathematics",
        "school_year": 2026,
    } | labels
    labels = {"grade_number": 5} | labels
    labels.setdefault("prior_grade_number", labels["grade_number"] - 1)
    columns = {"student_key": [f"s{row:05}" for row in range(len(scores))]}
    columns |= {name: [value] * len(scores) for name, value in labels.items()}
    columns["score"] = scores
    for k in range(3):
        has_one = k < priors.shape[1]
        values = priors[:, k] if has_one else np.full(len(scores), np.nan)
        columns[f"prior_score_{k + 1}"] = pa.array(values, mask=np.isnan(values))
    return pa.table(columns)
