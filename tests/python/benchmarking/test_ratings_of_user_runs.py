"""Ratings of runs that a user drives, in the library, against the naive forms."""

import duckdb
import naive_ratings
import numpy as np
import pyarrow as pa
import pytest
from edstats.benchmarking.custom import custom_sets
from library_ratings import KEY, as_dicts, by_key, rated_rows, set_table
from library_sets import META, weights
from naive_sets import naive_sets
from random_costs import costs_table, inputs_of, random_costs
from random_schools import MEASURES, as_arrow, random_schools

METHODS = ["seed", "fbit"]


def with_column(table, name, value):
    return table.append_column(name, pa.array([value] * len(table), pa.string()))


@pytest.mark.parametrize("method", METHODS)
def test_user_defined_sets_agree_with_the_naive_ratings(method) -> None:
    """One list for both set types; gaps take medians over all schools, mixed."""
    columns = random_schools(9, 200, "nulls")
    costs = random_costs(columns, seed=9)
    rng = np.random.default_rng(9)
    members, expected = [], {}
    for run_id in ("mine", "o'hers"):
        for urn in rng.choice(columns["urn"], 6, replace=False):
            chosen = rng.choice(columns["urn"], rng.integers(9, 60)).tolist()
            listed = [urn, *dict.fromkeys(u for u in chosen if u != urn)]
            for rank, member in enumerate(listed, 1):
                members.append(("2022", run_id, int(urn), rank, int(member), True))
            sets = {(int(urn), kind): listed for kind in ("pupil", "building")}
            rated = naive_ratings.rate(as_dicts(columns), costs, sets, method, False)
            expected |= {(run_id, *key): fields for key, fields in rated.items()}
    members.append(("2022", "small", int(columns["urn"][0]), 1, 100_000, False))
    names = ["base_run_id", "run_id", "urn", "rank", "comparator_urn", "is_rated"]
    user_sets = pa.table(dict(zip(names, zip(*members, strict=True), strict=True)))
    inputs = inputs_of(columns, costs, set_table({}, method), user_sets)
    rows = rated_rows(inputs, method)
    assert {row["run_type"] for row in rows} == {"user_defined"}
    assert {row["base_run_id"] for row in rows} == {"2022"}
    assert len(expected) > 100
    assert by_key(rows, ["run_id", *KEY]) == expected


@pytest.mark.parametrize("method", METHODS)
def test_custom_data_agree_with_the_naive_forms(method) -> None:
    """The target's new figures move medians and ranges; nobody else is rated."""
    columns = random_schools(11, 300, "traits")
    columns["is_part_year"][:] = False
    costs = random_costs(columns, seed=11)
    may = columns["has_pupil_data"] & columns["has_building_data"]
    may &= columns["has_financial_data"] & ~columns["did_not_submit"]
    may &= columns["ofsted_rating"] == "Good"
    row = int(np.flatnonzero(may & (columns["overall_phase"] == "Primary"))[0])
    urn = int(columns["urn"][row])
    changed = {name: column.copy() for name, column in columns.items()}
    # far outside, so that the ranges change; a phase of its own would have no set
    for name in MEASURES:
        changed[name][row] = 5000.0 if name == "number_of_pupils" else 77.0
    changed["is_pfi"][row] = not columns["is_pfi"][row]
    changed["region"][row] = "Atlantis"
    changed["ofsted_rating"][row] = "Outstanding"
    custom_costs = {
        (urn, "Utilities", "Energy"): 12.5,
        (urn, "Utilities", "Total"): 12.5,
        (urn, "Educational ICT", "ICT learning resources"): 0.0,
    }

    custom = as_arrow({name: column[[row]] for name, column in changed.items()})
    custom = with_column(custom, "base_run_id", "2022")
    run_id = custom.schema.get_field_index("run_id")
    custom = custom.set_column(run_id, "run_id", pa.array(["try"]))
    connection = duckdb.connect()
    sets = custom_sets(
        as_arrow(columns),
        connection.from_arrow(custom),
        weights(),
        META | {"comparator_method": method},
    ).read_all()
    assert set(sets["run_type"].to_pylist()) == {"custom"}
    assert set(sets["run_id"].to_pylist()) == {"try"}
    expected_sets = [r for r in naive_sets(changed, method) if r[0] == urn]
    names = ["urn", "set_type", "rank", "comparator_urn", "distance", "reason"]
    found_sets = zip(*(sets[name].to_pylist() for name in names), strict=True)
    assert sorted(found_sets) == sorted(r[:6] for r in expected_sets)
    assert len(expected_sets) == 60

    rating_costs = costs_table(custom_costs, "try")
    inputs = inputs_of(
        columns,
        costs,
        set_table({}, method),
        custom=(custom, with_column(rating_costs, "base_run_id", "2022"), sets),
    )
    rows = rated_rows(inputs, method)
    assert {(r["run_id"], r["run_type"], r["urn"]) for r in rows} == {
        ("try", "custom", urn)
    }
    of_sets = {}
    for _, set_type, _, member, *_ in sorted(expected_sets):
        of_sets.setdefault((urn, set_type), []).append(member)
    all_costs = {key: value for key, value in costs.items() if key[0] != urn}
    all_costs |= custom_costs
    expected = naive_ratings.rate(as_dicts(changed), all_costs, of_sets, method)
    assert by_key(rows) == expected
    assert len(expected) == 3
