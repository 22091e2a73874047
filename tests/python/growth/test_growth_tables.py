"""From chains to growth percentiles: cohorts, order of rows, threads, the seed."""

import hashlib
import os
import subprocess
import sys

import numpy as np
import pyarrow as pa
import pytest
from conftest import REPO
from edstats.growth import quantiles
from edstats.growth.parameters import read_parameters
from edstats.growth.percentiles import cohort_growth, growth_quantiles
from edstats.growth.quantiles import NotConvergedError
from edstats.growth.tables import GROWTH
from growth_cohorts import chains, cohort, growth, parameters, seed_table


def four_cohorts():
    """Chains of 120 and 60 students, of 30, and of none with a prior."""
    tables = [
        chains(*cohort(120, seed=1)),
        chains(*cohort(60, 1, seed=2), grade_number=6),
        chains(*cohort(30, seed=3), subject="english_language_arts"),
        chains(cohort(40)[0], np.full((40, 1), np.nan), grade_number=7),
    ]
    return pa.concat_tables([table.cast(tables[0].schema) for table in tables])


def test_every_cohort_is_computed_alone():
    table = growth(four_cohorts())
    assert table.schema == GROWTH
    rows = {
        (row["subject"], row["grade_number"], row["student_key"]): row
        for row in table.to_pylist()
    }
    assert len(rows) == len(table) == 210
    for students, springs, seed, subject, grade in [
        (120, 3, 1, "mathematics", 5),
        (60, 1, 2, "mathematics", 6),
    ]:
        scores, priors = cohort(students, springs, seed=seed)
        alone = cohort_growth(scores, priors, parameters())
        for number in range(students):
            row = rows[subject, grade, f"s{number:05}"]
            assert row["score"] == scores[number]
            assert row["method"] == "conditional_status"
            assert row["growth_percentile"] == alone.percentile[number]
            assert (row["priors_used"], row["cohort_students"]) == (springs, students)
    small = [row for row in rows.values() if row["subject"] == "english_language_arts"]
    assert {(row["method"], row["growth_percentile"]) for row in small} == {
        (None, None)
    }
    assert {(row["priors_used"], row["cohort_students"]) for row in small} == {(3, 30)}


def test_districts_and_years_are_cohorts_of_their_own():
    scores, priors = cohort(100)
    halves = [
        chains(scores, priors, district_id=district, school_year=year)
        for district in ("a", "b")
        for year in (2025, 2026)
    ]
    table = growth(pa.concat_tables(halves))
    assert set(table["cohort_students"].to_pylist()) == {100}
    percentiles = np.array(table["growth_percentile"]).reshape(4, 100)
    assert (percentiles == percentiles[0]).all()


def test_the_order_of_rows_does_not_matter():
    """Student growth percentiles too: one cohort has 1,000 students."""
    table = pa.concat_tables([chains(*cohort(1_000, 1)), four_cohorts().slice(120)])
    shuffled = table.take(np.random.default_rng(3).permutation(len(table)))
    assert growth(shuffled).equals(growth(table))
    assert "sgp" in growth(table)["method"].to_pylist()


THREADS = """
import hashlib
from edstats.growth.percentiles import growth_quantiles
from growth_cohorts import cohort, parameters

fitted = growth_quantiles(*cohort(1_000, 2), parameters(quantile_count=10))
print(hashlib.sha256(fitted.tobytes()).hexdigest())
"""


def test_the_number_of_threads_changes_no_digit():
    """One in a process of its own, as many as there are processors here."""
    folders = ["python_models", "tests/python", "tests/python/growth", "."]
    done = subprocess.run(
        [sys.executable, "-c", THREADS],
        env={
            "PATH": os.environ["PATH"],
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONPATH": os.pathsep.join(str(REPO / folder) for folder in folders),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    fitted = growth_quantiles(*cohort(1_000, 2), parameters(quantile_count=10))
    assert done.stdout.strip() == hashlib.sha256(fitted.tobytes()).hexdigest()


def test_nothing_makes_nothing():
    table = growth(four_cohorts().slice(0, 0))
    assert table.schema == GROWTH
    assert len(table) == 0


def test_a_failing_fit_names_its_cohort(monkeypatch):
    monkeypatch.setattr(quantiles, "MOST_STEPS", 2)
    with pytest.raises(
        NotConvergedError, match=r"d, mathematics, 2026, 5: quantile 0\.\d+"
    ):
        growth(chains(*cohort(1_000, 1)))


def test_a_seed_that_lacks_a_parameter_is_turned_down():
    seed = seed_table()
    kept = [row for row in seed.to_pylist() if row["parameter"] != "tie_margin"]
    with pytest.raises(ValueError, match="growth_parameters lacks tie_margin"):
        read_parameters(pa.Table.from_pylist(kept))
