"""Programmes with made-up students, for the tests of their evaluation."""

import csv
import dataclasses

import numpy as np
from conftest import REPO
from edstats.programs.parameters import read_parameters
from edstats.programs.subjects import Program, Subjects

SELECTED = Program("selected", "student", False, True, 1)
LOT = Program("randomised", "student", True, True, 1)
CUT = Program("cutoff", "student", False, True, 1, cutoff=90.0)


def policy_rows(name):
    """Rows of a seed of policies, as dicts."""
    file = REPO / "seeds" / "policies" / f"{name}.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def policy(**changes):
    """The project's own thresholds, with `changes`."""
    seeds = ("evaluation_parameters", "attrition_boundaries")
    return dataclasses.replace(read_parameters(*map(policy_rows, seeds)), **changes)


def students(size, seed=0, effect=0.0, **columns):
    """`Subjects`: chance to be served falls with the pretest, which carries over."""
    rng = np.random.default_rng(seed)
    pre = rng.normal(size=size)
    poor = (rng.random(size) < 0.4).astype(float)
    away = rng.beta(2, 30, size)
    served = rng.random(size) < 1 / (1 + np.exp(1.5 + 0.9 * pre - 0.4 * poor))
    served = columns.get("is_served", served)
    post = 0.8 * pre - 0.2 * poor - away + 0.5 * rng.normal(size=size)
    known = {
        "key": np.array([f"s{number:05d}" for number in range(size)]),
        "is_served": served,
        "is_assigned": served,
        "grade": rng.integers(3, 6, size),
        "school_type": np.zeros(size, dtype=int),
        "school": rng.integers(0, 20, size),
        "pre": pre,
        "post": post + effect * served,
        "earlier": 0.8 * pre + 0.6 * rng.normal(size=size),
        "change": post + effect * served - pre + 0.5,
        "expected": np.full(size, 0.5),
        "running": np.full(size, np.nan),
        "covariates": {"absence_before": away, "is_frl": poor},
    }
    return Subjects(**(known | columns))
