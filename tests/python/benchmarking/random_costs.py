"""Random costs for random schools, and what the ratings read, as DuckDB relations."""

import csv

import duckdb
import numpy as np
import pyarrow as pa
from conftest import REPO
from naive_ratings import BUILDING_CATEGORIES
from random_schools import as_arrow

SEEDS = REPO / "seeds" / "benchmarking"

# lines of benchmarking.md 4.4: category -> sub-categories
LINES = {
    "Teaching and Teaching support staff": [
        "Teaching staff",
        "Supply teaching staff",
        "Educational consultancy",
        "Education support staff",
        "Agency supply teaching staff",
    ],
    "Non-educational support staff and services": [
        "Administrative and clerical staff",
        "Audit cost",
        "Other staff",
        "Professional services (non-curriculum)",
    ],
    "Educational supplies": [
        "Examination fees",
        "Learning resources (not ICT equipment)",
    ],
    "Educational ICT": ["ICT learning resources"],
    "Premises staff and services": [
        "Cleaning and caretaking",
        "Maintenance of premises",
        "Other occupation costs",
        "Premises staff",
    ],
    "Utilities": ["Energy", "Water and sewerage"],
    "Administrative supplies": ["Administrative supplies (non educational)"],
    "Catering staff and supplies": ["Catering staff", "Catering supplies"],
    "Other costs": [
        "Grounds maintenance",
        "Indirect employee expenses",
        "Interest charges for loan and bank",
        "Other insurance premiums",
        "PFI charges",
        "Rent and rates",
        "Special facilities",
        "Staff development and training",
        "Staff-related insurance",
        "Supply teacher insurance",
        "School staff",
        "School costs",
    ],
}
ONLY = {
    "Audit cost": "Academy",
    "School staff": "Maintained",
    "School costs": "Maintained",
}


def random_costs(schools, seed):
    """(urn, category, sub_category) -> per_unit, with ties, zeros, gaps, negatives."""
    rng = np.random.default_rng(seed)
    n = len(schools["urn"])
    levels = rng.integers(2, 40)
    costs = {}
    submits = ~schools["did_not_submit"] & schools["has_financial_data"]
    for category, subs in LINES.items():
        total, has_total = np.zeros(n), submits & (rng.random(n) < 0.98)
        for sub in subs:
            value = rng.lognormal(3, 1, n)
            tied = rng.random(n) < 0.4
            value[tied] = np.round(rng.integers(1, levels, n)[tied] * 3.3, 2)
            # so that some targets have no positive comparator
            value[rng.random(n) < (0.97 if sub == "PFI charges" else 0.15)] = 0.0
            negative = rng.random(n) < 0.03
            value[negative] *= -1
            has = has_total & (rng.random(n) < 0.95)
            if sub in ONLY:
                has &= schools["finance_type"] == ONLY[sub]
            total += np.where(has, value, 0)
            for i in np.flatnonzero(has):
                costs[int(schools["urn"][i]), category, sub] = float(value[i])
        for i in np.flatnonzero(has_total):
            costs[int(schools["urn"][i]), category, "Total"] = float(total[i])
    return costs


def costs_table(costs, run_id="2022"):
    """The rows of `fct_school_costs` that ratings read."""
    urn, category, sub_category = zip(*costs, strict=True)
    basis = ["Building" if c in BUILDING_CATEGORIES else "Pupil" for c in category]
    return pa.table(
        {
            "run_id": [run_id] * len(costs),
            "urn": pa.array(urn, pa.int64()),
            "category": category,
            "sub_category": sub_category,
            "basis": basis,
            "per_unit": pa.array(list(costs.values()), pa.float64()),
        }
    )


def seed_table(name):
    with open(SEEDS / f"{name}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return pa.table({column: [row[column] for row in rows] for column in rows[0]})


def seed_relation(connection, name, types):
    """A seed with the types that its yml gives, as dbt loads it."""
    columns = ", ".join(
        f"cast({column} as {types.get(column, 'varchar')}) as {column}"
        for column in seed_table(name).column_names
    )
    return connection.from_arrow(seed_table(name)).project(columns)


def inputs_of(schools, costs, members, user_sets=None, custom=None):
    """What `rated_runs.ratings` takes, over an in-memory database.

    members, user_sets: Arrow tables; custom: (characteristics, costs, members) tables
    """
    connection = duckdb.connect()
    keep = connection.from_arrow
    characteristics = as_arrow(schools)
    base = pa.field("base_run_id", pa.string())
    if user_sets is None:
        user_sets = pa.schema(
            [
                base,
                ("run_id", pa.string()),
                ("urn", pa.int64()),
                ("rank", pa.int32()),
                ("comparator_urn", pa.int64()),
                ("is_rated", pa.bool_()),
            ]
        ).empty_table()
    if custom is None:
        custom = (
            characteristics.schema.append(base).empty_table(),
            costs_table(costs).schema.append(base).empty_table(),
            members.schema.append(base).empty_table(),
        )
    return {
        "characteristics": keep(characteristics),
        "costs": keep(costs_table(costs)),
        "members": keep(members),
        "user_sets": keep(user_sets),
        "custom_characteristics": keep(custom[0]),
        "custom_costs": keep(custom[1]),
        "custom_members": keep(custom[2]),
        "colours": seed_relation(connection, "rag_colours", {"decile": "integer"}),
        "tolerances": seed_relation(
            connection, "close_comparator_tolerances", {"tolerance": "double"}
        ),
        "rules": seed_relation(
            connection,
            "rating_rules",
            {
                "close_more_than": "integer",
                "is_target_counted_close": "boolean",
                "is_null_ofsted_rated": "boolean",
                "largest_decile": "integer",
            },
        ),
        "connection": connection,
    }
