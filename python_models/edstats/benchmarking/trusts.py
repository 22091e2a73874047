"""Sets of trusts: the future formula, off by default.

A trust is its schools in `fct_school_characteristics`. Pupils are their sum, FSM is the
pupil-weighted mean of the schools where both are known, the share of a phase is its
pupils among all. Gaps take the median and ranges are over all trusts of the run; the
nearest nine, without any rule of regions; equally far trusts by company number.
"""

import numpy as np
import pyarrow as pa

from edstats.benchmarking.distance import Formula, Space, read_formulas
from edstats.benchmarking.features import gap_filled_values, read_runs
from edstats.benchmarking.neighbours import nearest
from edstats.benchmarking.tables import always, coded, is_on, terms_of

TEXT = pa.dictionary(pa.int32(), pa.string())
MEMBERS = pa.schema(
    [
        ("run_id", TEXT),
        ("run_type", TEXT),
        ("trust_company_number", TEXT),
        ("rank", pa.int32()),
        ("comparator_trust_company_number", TEXT),
        ("distance", pa.float64()),
        ("target_filled", TEXT),
        ("comparator_filled", TEXT),
    ]
)


def trust_sets(schools, weights, meta):
    """The sets of trusts of every run, as a reader of batches in columns MEMBERS.

    schools: relation with the columns of `fct_school_characteristics`
    weights: relation of the seed `distance_weights`
    meta: trust_comparators (without it there is no row) and trust_members, a number
    """
    runs = read_runs(schools) if is_on(meta["trust_comparators"]) else []
    formula = read_formulas(terms_of(weights), "seed")["trust"]
    count = int(meta["trust_members"])
    batches = (sets_of(run, formula, count) for run in runs)
    return pa.RecordBatchReader.from_batches(MEMBERS, batches)


def sets_of(schools, formula, count):
    """The sets of one run as a record batch."""
    trusts, features = trust_features(schools)
    formula = with_phases(formula, features)
    columns, gaps = {}, np.full(len(trusts), "", dtype=object)
    for name in formula.features if len(trusts) else ():
        columns[name], was_filled = gap_filled_values(features[name])
        gaps[was_filled] = [f"{text},{name}".strip(",") for text in gaps[was_filled]]
    everybody = np.arange(len(trusts))
    rows = distances = np.empty((0, 0))
    if len(trusts):
        space = Space(formula, columns)
        rows, distances = nearest(space, everybody, everybody, count)
    target, place = np.nonzero(rows >= 0)
    member = rows[target, place].astype(np.int64)
    distance = distances[target, place]
    filled, codes = np.unique(gaps.astype(str), return_inverse=True)
    arrays = [
        always(schools.run_id, len(target)),
        always("default", len(target)),
        coded(target, trusts),
        (place + 1).astype(np.int32),
        coded(member, trusts),
        pa.array(distance, mask=np.isnan(distance)),
        coded(codes[target], filled),
        coded(codes[member], filled),
    ]
    columns = [
        pa.array(array).cast(field.type)
        for array, field in zip(arrays, MEMBERS, strict=True)
    ]
    return pa.record_batch(columns, schema=MEMBERS)


def with_phases(formula, features):
    """The formula with a term for each phase in the place of percent_phase."""
    phases = sorted(name for name in features if name.startswith("percent_phase:"))
    return Formula(
        tuple(
            tuple(
                (feature, weight)
                for name, weight in norm
                for feature in (phases if name == "percent_phase" else [name])
            )
            for norm in formula.norms
        )
    )


def trust_features(schools):
    """(company numbers in order, feature -> one value per trust; NaN is missing)."""
    codes = np.array(sorted(set(schools.trust.tolist()) - {-1}, key=name_of(schools)))
    trusts = [schools.names["trust"][code] for code in codes]
    place = np.full(len(schools.names["trust"]) + 1, -1)
    place[codes.astype(int)] = np.arange(len(codes))
    trust = place[schools.trust]

    def total(numbers, is_counted):
        # sums in order of URN, so that they round the same everywhere
        where = is_counted & (trust >= 0)
        return np.bincount(trust[where], numbers[where], minlength=len(trusts))

    pupils, fsm = schools.values["number_of_pupils"], schools.values["percent_fsm"]
    is_counted = ~np.isnan(pupils)
    all_pupils = total(pupils, is_counted)
    known = total(np.ones(len(pupils)), is_counted)
    both = is_counted & ~np.isnan(fsm)
    features = {
        "number_of_pupils": np.where(known > 0, all_pupils, np.nan),
        "percent_fsm": share(total(pupils * fsm, both), total(pupils, both)),
    }
    for code in set(schools.phase[trust >= 0].tolist()):
        there = total(pupils, is_counted & (schools.phase == code))
        name = f"percent_phase:{schools.names['phase'][code]}"
        features[name] = share(100 * there, all_pupils)
    return trusts, features


def name_of(schools):
    return lambda code: schools.names["trust"][code]


def share(part, whole):
    """part / whole; NaN where the whole is zero."""
    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
