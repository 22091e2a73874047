"""Statistical peers of schools of districts, by the comparator-set method."""

from itertools import groupby

import numpy as np
import pyarrow as pa

from edstats.benchmarking.distance import Formula, Space
from edstats.benchmarking.neighbours import nearest
from edstats.benchmarking.tables import terms_of

PEERS = pa.schema(
    [
        ("school_key", pa.string()),
        ("peer_school_key", pa.string()),
        ("school_year", pa.int32()),
        ("rank", pa.int32()),
        ("distance", pa.float64()),
    ]
)
WEIGHT = "weight_"


def school_peers(schools, parameters):
    """The peers of each school and year, nearest first, as an Arrow table (PEERS).

    schools: relation with school_key, school_level, school_year and the characteristics
    parameters: relation of the seed `school_peer_parameters`
    Schools are compared within their level and year. One without its level, or without
    one of the characteristics, is nobody's peer and has none.
    """
    values = {row["parameter"]: row["value"] for row in terms_of(parameters)}
    formula = formula_of(values)
    known = [
        row
        for row in terms_of(schools)
        if all(row[name] is not None for name in ("school_level", *formula.features))
    ]
    known.sort(key=pool_and_key)
    found = []
    for _, pool in groupby(known, key=lambda row: pool_and_key(row)[:2]):
        found += pool_peers(list(pool), formula, int(values["peers_wanted"]))
    return pa.Table.from_pylist(found, schema=PEERS)


def pool_and_key(row):
    return row["school_year"], row["school_level"], row["school_key"]


def formula_of(values):
    """One norm of the weighted characteristics, in the order of their names."""
    terms = [
        (name.removeprefix(WEIGHT), weight)
        for name, weight in sorted(values.items())
        if name.startswith(WEIGHT)
    ]
    return Formula((tuple(terms),))


def pool_peers(pool, formula, count):
    """Rows of PEERS for the schools of one level and year, in order of their keys."""
    columns = {
        name: np.array([float(row[name]) for row in pool]) for name in formula.features
    }
    places = np.arange(len(pool))
    rows, distances = nearest(Space(formula, columns), places, places, count)
    return [
        {
            "school_key": pool[place]["school_key"],
            "peer_school_key": pool[peer]["school_key"],
            "school_year": pool[place]["school_year"],
            "rank": rank,
            "distance": distance,
        }
        for place in places
        for rank, (peer, distance) in enumerate(
            zip(rows[place], distances[place], strict=True), start=1
        )
        if peer >= 0
    ]
