"""Random schools in the columns of `benchmarking__fct_school_characteristics`.

``random_schools(seed, n, flavour)`` gives a dict of numpy arrays, one run, in no order:
texts are object arrays with None, numbers are float64 with NaN where one is missing.
``as_arrow(columns)`` makes the Arrow table with nulls that DuckDB reads.

Every flavour has special schools, PFI, boarding, part years, schools that did not
submit and nulls; each adds one thing that breaks careless code (see ``FLAVOURS``).
"""

import numpy as np
import pyarrow as pa

NEEDS = ["spld", "mld", "sld", "pmld", "semh", "slcn"]
NEEDS += ["hi", "vi", "msi", "pd", "asd", "oth"]

FLAVOURS = {
    "plain": "continuous values, hardly any equal distances",
    "ties": "every feature on a few levels, so most distances are shared by many",
    "constant": "one level for all, in all features of the building set and for SEN",
    "nulls": "half of the values, regions and Ofsted ratings are missing",
    "small_phases": "most phases have fewer than 30 schools, some have one",
    "clones": "each school stands there about forty times, with another URN",
    "missing": "FSM missing among academies, SLD and the age score in the whole pool",
    "traits": "two of five schools PFI, two of five boarding",
}

PHASES = {
    "Primary": 0.5,
    "Secondary": 0.18,
    "Special": 0.2,
    "Pupil Referral Unit": 0.06,
    "Nursery": 0.04,
    "All-through": 0.02,
}
REGIONS = ["London", "North East", "North West", "South East", "South West"]
OFSTED = ["Outstanding", "Good", "Requires improvement", "", None]
MEASURES = [
    "number_of_pupils",
    "percent_fsm",
    "percent_sen",
    "percent_sen_with_support",
    "total_internal_floor_area",
    "age_average_score",
    *(f"percent_need_{need}" for need in NEEDS),
]


def random_schools(seed, n, flavour="plain"):
    """One run of n schools; the same arguments give the same schools."""
    assert flavour in FLAVOURS
    rng = np.random.default_rng([seed, n, list(FLAVOURS).index(flavour)])
    urn = rng.permutation(np.arange(100_000, 100_000 + 3 * n))[:n].astype(np.int64)
    if flavour == "small_phases":
        names = [f"Phase {i}" for i in range(n // 12)] + ["Primary", "Special"]
        phase = rng.choice(names, n)
        phase[0] = "Alone"
    else:
        phase = rng.choice(list(PHASES), n, p=list(PHASES.values()))
    size = rng.lognormal(5.7, 0.7, n)
    values = {
        "number_of_pupils": np.round(size) + 1,
        "percent_fsm": np.round(rng.beta(2, 6, n) * 100, 1),
        "percent_sen": rng.beta(1.2, 20, n) * 100,
        "total_internal_floor_area": np.round(size * rng.uniform(4, 12, n), 2),
        "age_average_score": rng.uniform(2, 130, n),
    }
    values["percent_sen_with_support"] = values["percent_sen"] + rng.beta(2, 12, n) * 50
    for need in NEEDS:
        share = rng.beta(0.5, 6, n) * 100
        values[f"percent_need_{need}"] = np.where(rng.random(n) < 0.4, 0.0, share)
    is_academy = rng.random(n) < 0.45
    values = {name: values[name] for name in MEASURES}

    if flavour == "ties":
        for name in MEASURES:
            values[name] = rng.integers(0, 4, n) * 10.0
    elif flavour == "constant":
        for name in ("percent_sen", "total_internal_floor_area", "age_average_score"):
            values[name] = np.full(n, 7.3)
        values["percent_need_asd"] = np.zeros(n)
    elif flavour == "clones":
        kept = rng.integers(0, max(1, n // 40), n)
        values = {name: column[kept] for name, column in values.items()}
        phase = phase[kept]

    missing = {"nulls": 0.5, "clones": 0.0}.get(flavour, 0.03)
    for name in MEASURES:
        values[name] = np.where(rng.random(n) < missing, np.nan, values[name])
    if flavour == "missing":
        values["percent_fsm"][is_academy] = np.nan
        values["percent_need_sld"][:] = np.nan
        values["age_average_score"][:] = np.nan

    trait = 0.4 if flavour == "traits" else 0.05
    boarding = rng.choice(
        ["Boarding", "Not Boarding", "Unknown"], n, p=[trait, 0.9 - trait, 0.1]
    )
    pupil = ["number_of_pupils", "percent_fsm", "percent_sen"]
    building = ["total_internal_floor_area", "age_average_score"]

    def present(names):
        return np.logical_or.reduce([~np.isnan(values[name]) for name in names])

    def some(column, share):
        return with_none(column, rng.random(n) < share)

    return {
        "run_id": np.full(n, "2022", dtype=object),
        "urn": urn,
        "overall_phase": phase.astype(object),
        "region": some(rng.choice(REGIONS, n), 0.5 if flavour == "nulls" else 0.03),
        "finance_type": np.where(is_academy, "Academy", "Maintained").astype(object),
        "la_code": rng.integers(200, 360, n).astype(str).astype(object),
        "trust_company_number": with_none(
            np.char.zfill(rng.integers(1, 2 + n // 20, n).astype(str), 8), ~is_academy
        ),
        "is_pfi": rng.random(n) < trait,
        "boarding": boarding.astype(object),
        "ofsted_rating": np.array(OFSTED, dtype=object)[rng.integers(0, 5, n)],
        "is_part_year": rng.random(n) < 0.08,
        "did_not_submit": rng.random(n) < 0.05,
        "has_financial_data": rng.random(n) < 0.95,
        "has_pupil_data": present(pupil) & (rng.random(n) < 0.97),
        "has_building_data": present(building) & (rng.random(n) < 0.97),
        **values,
    }


def with_none(column, is_missing):
    column = column.astype(object)
    column[is_missing] = None
    return column


def as_arrow(columns):
    """An Arrow table with null for NaN and None."""
    return pa.table(
        {
            name: pa.array(column, from_pandas=True)
            if column.dtype.kind == "f"
            else pa.array(column.tolist() if column.dtype == object else column)
            for name, column in columns.items()
        }
    )


def national_schools(n=24_000, seed=1):
    """Schools in the proportions of England: one big phase, continuous features."""
    columns = random_schools(seed, n, "plain")
    rng = np.random.default_rng(seed)
    shares = {
        "Primary": 0.695,
        "Secondary": 0.14,
        "Special": 0.046,
        "All-through": 0.008,
        "Nursery": 0.016,
        "Pupil Referral Unit": 0.014,
        "Alternative Provision": 0.002,
        "University Technical College": 0.002,
        "Post-16": 0.077,
    }
    phase = rng.choice(list(shares), n, p=list(shares.values()))
    regions = [f"Region {i}" for i in range(9)]
    columns["overall_phase"] = phase.astype(object)
    columns["region"] = rng.choice(regions, n).astype(object)
    return columns
