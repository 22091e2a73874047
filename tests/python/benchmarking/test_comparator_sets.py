"""Comparator sets of random schools, against all pairs computed naively."""

import itertools
import math
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from conftest import WAREHOUSE_NAME, dbt, query
from edstats.benchmarking import neighbours
from edstats.benchmarking.features import read_runs
from edstats.benchmarking.tables import read_settings, school_sets, sets_for
from library_sets import META, members, rows_of, weights
from naive_sets import naive_sets
from random_schools import FLAVOURS, as_arrow, random_schools

SIZES = dict(zip(FLAVOURS, [2000, 700, 600, 800, 300, 1000, 500, 400], strict=True))
EVERY_SET = list(itertools.product(FLAVOURS, ["seed", "fbit"]))
every_set = pytest.mark.parametrize(("flavour", "method"), EVERY_SET)


def key(row):
    return row[:3]


@cache
def naive_rows(flavour, method):
    columns = random_schools(11, SIZES[flavour], flavour)
    return sorted(naive_sets(columns, method), key=key)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """All flavours as runs side by side, and the models built on them by dbt."""
    warehouse = tmp_path_factory.mktemp("sets") / WAREHOUSE_NAME
    runs = [random_schools(11, SIZES[flavour], flavour) for flavour in FLAVOURS]
    for flavour, columns in zip(FLAVOURS, runs, strict=True):
        columns["run_id"][:] = flavour
    schools = pa.concat_tables([as_arrow(columns) for columns in runs])
    with duckdb.connect(str(warehouse)) as connection:
        connection.register("schools", schools)
        connection.execute(
            "create schema benchmarking; create schema intermediate;"
            "create table benchmarking.fct_school_characteristics as from schools;"
            "create table intermediate.int_benchmarking__custom_characteristics as"
            " select *, run_id as base_run_id from schools limit 0"
        )
    models = "py_comparator_sets py_custom_comparator_sets"
    models += " benchmarking__fct_comparator_set_members"
    command = f"build -s distance_weights {models} --vars 'comparator_method: both'"
    dbt(command, warehouse=warehouse, check=True)
    return warehouse


@every_set
def test_the_mart_agrees_with_all_pairs(built, flavour, method) -> None:
    found = query(
        built,
        "select urn, set_type, rank, comparator_urn, distance, reason, target_filled,"
        " comparator_filled from benchmarking.fct_comparator_set_members"
        " where run_id = ? and run_type = 'default' and comparator_method = ?"
        " order by urn, set_type, rank",
        [flavour, method],
    )
    assert found == naive_rows(flavour, method)


@every_set
def test_the_tree_agrees_with_all_pairs(flavour, method, monkeypatch) -> None:
    """However few the pairs: the mart above scans most of these phases in full."""
    doubted = []

    def count_doubts(space, tree, points, targets, *arguments):
        doubted.append(len(targets))
        return doubt(space, tree, points, targets, *arguments)

    doubt = neighbours.by_ball
    monkeypatch.setattr(neighbours, "by_ball", count_doubts)
    monkeypatch.setattr(neighbours, "FEW_PAIRS", 0)
    expected = naive_rows(flavour, method)
    assert members(random_schools(11, SIZES[flavour], flavour), method) == expected
    targets = len({row[:2] for row in expected})
    if flavour == "plain":
        assert sum(doubted) < targets / 20, "the tree is not trusted"
    if flavour == "ties":
        assert sum(doubted) > targets / 10, "ties are not doubted"


@pytest.mark.parametrize("flavour", ["plain", "ties"])
def test_unified_formula_agrees_with_all_pairs(flavour) -> None:
    columns = random_schools(12, 300, flavour)
    expected = sorted(naive_sets(columns, "seed", is_unified=True), key=key)
    assert members(columns, "seed", comparator_unified=True) == expected
    assert members(columns, "seed") != expected


def test_runs_are_apart_and_both_writes_both_methods() -> None:
    years = [random_schools(13, 300), random_schools(14, 320, "nulls")]
    years[1]["run_id"][:] = "2023"
    table = pa.concat_tables([as_arrow(year) for year in years])
    mixed = table.take(np.random.default_rng(1).permutation(len(table)))
    found = school_sets(mixed, weights(), META | {"comparator_method": "both"})
    found = found.read_all()
    assert found.schema.names[:4] == ["run_id", "run_type", "comparator_method", "urn"]
    for year, method in itertools.product(years, ["seed", "fbit"]):
        run = year["run_id"][0]
        is_here = [
            labels == (run, "default", method)
            for labels in zip(
                *(found[name].to_pylist() for name in found.schema.names[:3]),
                strict=True,
            )
        ]
        expected = sorted(naive_sets(year, method), key=key)
        assert rows_of(found.filter(pa.array(is_here))) == expected


def test_sets_of_one_school_equal_those_of_all() -> None:
    columns = random_schools(15, 400, "traits")
    (run,) = read_runs(as_arrow(columns))
    settings = read_settings(weights(), META)
    everybody = members(columns, "seed")
    for urn in sorted(row[0] for row in everybody)[::3000]:
        batches = sets_for(run, "seed", settings, [urn], "mine", "custom")
        found = pa.Table.from_batches(batches)
        assert rows_of(found) == [row for row in everybody if row[0] == urn]
        assert set(found["run_id"].to_pylist()) == {"mine"}
        assert set(found["run_type"].to_pylist()) == {"custom"}


def test_custom_row_takes_part_in_medians_and_ranges() -> None:
    columns = random_schools(16, 300)
    (run,) = read_runs(as_arrow(columns))
    settings = read_settings(weights(), META)
    targets = sorted({row[0] for row in members(columns, "seed")})
    changes = {"number_of_pupils": 9000.0, "percent_fsm": None, "is_part_year": False}
    row = columns["urn"].tolist().index(targets[7])
    for name, value in changes.items():
        columns[name][row] = math.nan if value is None else value
    batches = sets_for(
        run.with_row(targets[7], **changes), "seed", settings, [targets[7]]
    )
    expected = [r for r in sorted(naive_sets(columns, "seed")) if r[0] == targets[7]]
    assert rows_of(pa.Table.from_batches(batches)) == expected
