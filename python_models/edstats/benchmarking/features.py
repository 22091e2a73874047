"""Schools as arrays: reading a run, pools, gap filling and ranges.

A feature is a number of `fct_school_characteristics` that a distance uses. Percentages
are 0 to 100, floor areas square metres, the age score years. NaN is a missing value.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

NEEDS = ("spld", "mld", "sld", "pmld", "semh", "slcn")
NEEDS = (*NEEDS, "hi", "vi", "msi", "pd", "asd", "oth")

FEATURES = (
    "number_of_pupils",
    "percent_fsm",
    "percent_sen",
    "percent_sen_with_support",
    "total_internal_floor_area",
    "age_average_score",
    *(f"percent_need_{need}" for need in NEEDS),
)

TEXTS = ("overall_phase", "region", "finance_type", "trust_company_number")
FLAGS = (
    "is_pfi",
    "is_part_year",
    "did_not_submit",
    "has_financial_data",
    "has_pupil_data",
    "has_building_data",
)

SPECIAL = "special"


@dataclass(frozen=True)
class Schools:
    """The schools of one run, in order of URN; every array has one value per school.

    urn: int64, each once
    phase, region, finance_type, trust: codes, places in `names[...]`; -1 is null
    is_pfi ... has_building_data: booleans; Unknown boarding is not boarding
    values: feature name -> float64 with NaN where the value is missing
    names: the texts behind the codes, by the name of the attribute
    """

    run_id: str
    urn: np.ndarray
    phase: np.ndarray
    region: np.ndarray
    finance_type: np.ndarray
    trust: np.ndarray
    is_pfi: np.ndarray
    is_boarding: np.ndarray
    is_part_year: np.ndarray
    did_not_submit: np.ndarray
    has_financial_data: np.ndarray
    has_pupil_data: np.ndarray
    has_building_data: np.ndarray
    values: dict
    names: dict

    def __len__(self):
        return len(self.urn)

    def rows_of(self, urns):
        """Rows of the URNs, in their order; KeyError for one that is not there."""
        urns = np.asarray(urns, dtype=np.int64)
        rows = np.searchsorted(self.urn, urns)
        for urn, row in zip(urns, rows, strict=True):
            if row == len(self.urn) or self.urn[row] != urn:
                raise KeyError(int(urn))
        return rows

    def is_special(self, phase):
        """Whether the phase of this code is Special (and not a unit or provision)."""
        return self.names["phase"][phase].lower() == SPECIAL

    def with_row(self, urn, **changes):
        """The run with other values in the row of one school, for custom data.

        changes: features (None is missing) and attributes of the row that are flags
        """
        (row,) = self.rows_of([urn])
        values, attributes = dict(self.values), {}
        for name, value in changes.items():
            column = (values[name] if name in values else getattr(self, name)).copy()
            column[row] = np.nan if value is None else value
            (values if name in values else attributes)[name] = column
        return replace(self, values=values, **attributes)


def read_runs(relation):
    """The runs in a relation with the columns of `fct_school_characteristics`.

    relation: a DuckDB relation or an Arrow table; rows in any order
    Returns a list of `Schools`, by run_id. Raises ValueError when a run has a URN more
    than once. Schools without URN or phase are in quarantine; here they are left out.
    """
    if not isinstance(relation, pa.Table):
        columns = ["run_id", "urn", "boarding", *TEXTS, *FLAGS, *FEATURES]
        relation = relation.select(*columns).to_arrow_table()
    known = pc.and_(
        pc.is_valid(relation["urn"]),
        pc.is_valid(relation["overall_phase"]),
    )
    table = relation.filter(known).sort_by(
        [("run_id", "ascending"), ("urn", "ascending")]
    )
    runs, names = codes_of(table, "run_id")
    edges = [*np.flatnonzero(np.diff(runs, prepend=-1)).tolist(), len(runs)]
    return [
        schools_of(str(names[runs[start]]), table.slice(start, end - start))
        for start, end in pairwise(edges)
    ]


def schools_of(run_id, table):
    """`Schools` of an Arrow table that holds one run in order of URN."""
    urn = table["urn"].to_numpy().astype(np.int64)
    repeated = urn[1:][urn[1:] == urn[:-1]]
    if len(repeated):
        raise ValueError(f"run {run_id} has URN {repeated[0]} more than once")
    phase, phases = codes_of(table, "overall_phase")
    region, regions = codes_of(table, "region")
    finance_type, finance_types = codes_of(table, "finance_type")
    trust, trusts = codes_of(table, "trust_company_number")
    boarding, boardings = codes_of(table, "boarding")
    boards = np.array([name == "Boarding" for name in boardings] + [False])
    flags = {
        name: table[name].combine_chunks().fill_null(False).to_numpy(False)
        for name in FLAGS
    }
    return Schools(
        run_id=run_id,
        urn=urn,
        phase=phase,
        region=region,
        finance_type=finance_type,
        trust=trust,
        is_boarding=boards[boarding],
        values={name: numbers_of(table, name) for name in FEATURES},
        names={
            "phase": phases,
            "region": regions,
            "finance_type": finance_types,
            "trust": trusts,
        },
        **flags,
    )


def codes_of(table, name):
    """(codes, texts) of a text column; the code of null is -1."""
    encoded = table[name].combine_chunks().dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(False).astype(np.int32)
    return codes, encoded.dictionary.to_pylist()


def numbers_of(table, name):
    """A column as float64; null and what is not finite are NaN."""
    column = table[name].combine_chunks().cast(pa.float64())
    numbers = np.array(column.to_numpy(zero_copy_only=False), dtype=np.float64)
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers


def pools(schools, method):
    """Rows of each pool: all schools under seed, each finance type apart under fbit.

    Comparators, medians and ranges never leave the pool of the target.
    """
    if method == "seed":
        return [np.arange(len(schools))]
    return [
        np.flatnonzero(schools.finance_type == code)
        for code in np.unique(schools.finance_type)
    ]


def gap_filled(schools, pool, feature):
    """(values, was_filled) of the pool: a missing value takes the pool's median.

    The median is over all phases; where the whole pool has no value, all stay NaN and
    nothing was filled. Of an even number of values it is half the sum of the two in
    the middle.
    """
    return gap_filled_values(schools.values[feature][pool])


def gap_filled_values(values):
    """`gap_filled` of bare values."""
    is_missing = np.isnan(values)
    if not is_missing.any() or is_missing.all():
        return values, np.zeros(len(values), dtype=bool)
    values = np.where(is_missing, np.median(values[~is_missing]), values)
    return values, is_missing
