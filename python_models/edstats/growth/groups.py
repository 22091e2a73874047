"""Medians of many groups, from relation to relation."""

from itertools import pairwise

import numpy as np
import pyarrow as pa

from edstats.growth.medians import median_growth
from edstats.growth.parameters import read_parameters

GROUP = (
    "unit_type",
    "unit_key",
    "subject",
    "subgroup_key",
    "method",
    "school_year",
)
MEDIANS = pa.schema(
    [(name, pa.string()) for name in GROUP[:-1]]
    + [("school_year", pa.int32()), ("students", pa.int32())]
    + [(name, pa.float64()) for name in ("median", "std_error", "ci_low", "ci_high")]
)


def group_medians(counted, parameters):
    """Table in columns MEDIANS, a row per group.

    counted: relation with the columns GROUP, growth_percentile and students, the number
        of students of the group with that percentile
    parameters: relation of the seed `growth_parameters`
    """
    rules = read_parameters(parameters)
    columns = ", ".join([*GROUP, "growth_percentile"])
    table = (
        counted.select(f"{columns}, cast(students as integer) as students")
        .order(columns)
        .to_arrow_table()
    )
    keys = list(zip(*(table[name].to_pylist() for name in GROUP), strict=True))
    percentiles = table["growth_percentile"].to_numpy()
    students = table["students"].to_numpy()
    starts = [i for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]]
    rows = []
    for start, end in pairwise([*starts, len(keys)]):
        group = median_growth(
            np.repeat(percentiles[start:end], students[start:end]), rules
        )
        figures = group.students, group.median, group.error, group.low, group.high
        rows.append(dict(zip(MEDIANS.names, (*keys[start], *figures), strict=True)))
    return pa.Table.from_pylist(rows, MEDIANS)
