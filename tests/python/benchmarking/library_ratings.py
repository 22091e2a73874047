"""Ratings as the library makes them, and their inputs in the form of either side."""

import pyarrow as pa
from edstats.benchmarking.rated_runs import ratings
from random_schools import as_arrow

FIELDS = ["value", "median", "diff_median", "percent_diff", "percentile", "decile"]
FIELDS += ["rating_key", "rag", "set_n", "close_count"]
KEY = ["urn", "set_type", "category", "sub_category"]


def as_dicts(columns):
    """The arrays that `random_schools` gives, as the naive ratings read them."""
    rows = as_arrow(columns).to_pylist()
    return [row | {"urn": int(row["urn"])} for row in rows]


def set_table(sets, method):
    """Rows of fct_comparator_set_members from (urn, set_type) -> members."""
    rows = [
        ("2022", "default", method, urn, set_type, rank, member)
        for (urn, set_type), members in sets.items()
        for rank, member in enumerate(members, 1)
    ]
    names = ["run_id", "run_type", "comparator_method", "urn", "set_type", "rank"]
    columns = zip(*rows, strict=True) if rows else [[]] * 7
    types = [pa.string()] * 3 + [pa.int64(), pa.string(), pa.int32(), pa.int64()]
    arrays = [pa.array(c, t) for c, t in zip(columns, types, strict=True)]
    return pa.table(arrays, names=[*names, "comparator_urn"])


def rated_rows(inputs, method):
    """The library's ratings of what `inputs_of` gives, as dicts."""
    return ratings(inputs, {"comparator_method": method}).read_all().to_pylist()


def by_key(rows, key=KEY):
    """The fields of ratings by key, as the naive ones are; no key is there twice."""
    found = {tuple(row[k] for k in key): {f: row[f] for f in FIELDS} for row in rows}
    assert len(found) == len(rows)
    return found
