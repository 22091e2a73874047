"""Median growth percentiles and their intervals, beside numpy and scipy."""

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from edstats.growth.groups import GROUP, MEDIANS, group_medians
from edstats.growth.medians import MedianGrowth, median_growth
from growth_cohorts import parameters, seed_table
from scipy.stats import binom


def group(students, seed=1):
    return np.random.default_rng(seed).integers(1, 100, students)


@pytest.mark.parametrize("students", [20, 21, 400, 2_001])
def test_the_median_is_that_of_numpy(students):
    percentiles = group(students)
    found = median_growth(percentiles, parameters())
    assert found.students == students
    assert found.median == np.median(percentiles)
    assert found.low <= found.median <= found.high


def test_a_group_of_nineteen_has_no_median():
    assert median_growth(group(19), parameters()) == MedianGrowth(19, *[None] * 4)
    assert median_growth([], parameters()) == MedianGrowth(0, *[None] * 4)


def test_the_interval_is_that_of_infinitely_many_draws():
    """Beside the exact distribution, which 1,000 draws may miss by one rank.

    The median of 101 drawn is at most the k-th smallest when 51 are of the k smallest,
    the chance of which is binomial with k / 101.
    """
    percentiles = np.sort(
        np.random.default_rng(2).permutation(np.arange(1, 10_000, 99))
    )
    chance = binom.sf(50, 101, np.arange(1, 102) / 101)
    low, high = np.searchsorted(chance, [0.025, 0.975])
    found = median_growth(percentiles, parameters())
    assert abs(np.searchsorted(percentiles, found.low) - low) <= 1
    assert abs(np.searchsorted(percentiles, found.high) - high) <= 1


def test_a_group_has_one_interval():
    percentiles, other = group(300), group(300, seed=2)
    first = median_growth(percentiles, parameters())
    median_growth(other, parameters())
    assert median_growth(percentiles[::-1], parameters()) == first
    assert median_growth(list(percentiles), parameters()) == first


def test_equal_percentiles_leave_no_interval():
    assert median_growth([37] * 20, parameters()) == MedianGrowth(20, 37, 0, 37, 37)


def test_even_groups_have_the_mean_of_the_two_in_the_middle():
    assert median_growth([10] * 10 + [21] * 10, parameters()).median == 15.5


def test_no_student_is_no_group():
    columns = ", ".join(f"null::varchar as {name}" for name in GROUP[:-1])
    nobody = duckdb.sql(
        f"select {columns}, 1 as school_year, 1 as growth_percentile, 1 as students"
        " where false"
    )
    found = group_medians(nobody, seed_table())
    assert (found.schema, len(found)) == (MEDIANS, 0)


def test_groups_have_their_own_medians_in_whatever_order():
    """Ten students at 10 and ten at 21: 15.5; a group of nineteen has none."""
    counts = [("a", 10, 10), ("a", 21, 10), ("b", 10, 10), ("b", 21, 9)]
    rows = [
        dict.fromkeys(GROUP, "x")
        | {"unit_key": unit, "school_year": 2026}
        | {"growth_percentile": percentile, "students": students}
        for unit, percentile, students in counts
    ]
    connection = duckdb.connect()
    seed = connection.from_arrow(seed_table())
    one, other = (
        group_medians(connection.from_arrow(pa.Table.from_pylist(some)), seed)
        for some in (rows, rows[::-1])
    )
    assert one.equals(other)
    assert one.select(["unit_key", "students", "median"]).to_pylist() == [
        {"unit_key": "a", "students": 20, "median": 15.5},
        {"unit_key": "b", "students": 19, "median": None},
    ]
    assert one["ci_low"].to_pylist()[0] == 10
    assert one["ci_high"].to_pylist()[0] == 21
