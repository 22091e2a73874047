"""Comparator sets as the library makes them, and a few schools to make them of."""

import csv

import pyarrow as pa
from conftest import REPO
from edstats.benchmarking.features import FEATURES
from edstats.benchmarking.tables import school_sets
from random_schools import as_arrow

META = {
    "comparator_method": "seed",
    "comparator_unified": False,
    "nearest": 60,
    "members": 30,
}


def weights():
    with open(REPO / "seeds/benchmarking/distance_weights.csv") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row |= {"norm": int(row["norm"]), "position": int(row["position"])}
        row |= {"is_in_seed": row["is_in_seed"] == "true"}
        row |= {"is_in_fbit": row["is_in_fbit"] == "true"}
    return pa.Table.from_pylist(rows)


def members(columns, method, **meta):
    """The library's rows of one run, in the order of the naive ones' key."""
    table = columns if isinstance(columns, pa.Table) else as_arrow(columns)
    found = school_sets(table, weights(), META | meta | {"comparator_method": method})
    return rows_of(found.read_all())


def rows_of(table):
    columns = ["urn", "set_type", "rank", "comparator_urn", "distance", "reason"]
    columns += ["target_filled", "comparator_filled"]
    return sorted(zip(*(table[name].to_pylist() for name in columns), strict=True))


def schools(rows, **always):
    """A few schools by hand: dicts of what differs from a plain primary school."""
    plain = dict.fromkeys(FEATURES, 0.0) | {
        "run_id": "2022",
        "overall_phase": "Primary",
        "region": "London",
        "finance_type": "Academy",
        "trust_company_number": None,
        "boarding": "Not Boarding",
        "is_pfi": False,
        "is_part_year": False,
        "did_not_submit": False,
        "has_financial_data": True,
        "has_pupil_data": True,
        "has_building_data": True,
    }
    listed = [plain | always | {"urn": i} | row for i, row in enumerate(rows, 1)]
    types = {name: pa.string() for name in ("region", "trust_company_number")}
    types |= dict.fromkeys(FEATURES, pa.float64())
    return pa.table(
        {
            name: pa.array([row[name] for row in listed], types.get(name))
            for name in listed[0]
        }
    )
