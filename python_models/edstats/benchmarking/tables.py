"""From relation to relation: what the dbt models call."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from edstats.benchmarking.distance import read_formulas
from edstats.benchmarking.features import FEATURES, read_runs
from edstats.benchmarking.selection import (
    REASONS,
    SET_TYPES,
    Sizes,
    comparator_sets,
    methods_of,
)

TEXT = pa.dictionary(pa.int16(), pa.string())
MEMBERS = pa.schema(
    [
        ("run_id", TEXT),
        ("run_type", TEXT),
        ("comparator_method", TEXT),
        ("urn", pa.int64()),
        ("set_type", TEXT),
        ("rank", pa.int32()),
        ("comparator_urn", pa.int64()),
        ("distance", pa.float64()),
        ("reason", TEXT),
        ("target_filled", pa.dictionary(pa.int32(), pa.string())),
        ("comparator_filled", pa.dictionary(pa.int32(), pa.string())),
    ]
)


@dataclass(frozen=True)
class Settings:
    """What the models' yml says in `config.meta`.

    methods: rule books; formulas: method -> its formulas; sizes: of sets of schools
    is_unified: whether one pupil formula is used for special and other schools
    """

    methods: tuple
    formulas: dict
    sizes: Sizes
    is_unified: bool


def read_settings(weights, meta):
    """`Settings` from the relation of the seed `distance_weights` and the meta."""
    methods = methods_of(meta["comparator_method"])
    terms = terms_of(weights)
    return Settings(
        methods=methods,
        formulas={name: read_formulas(terms, name) for name in methods},
        sizes=Sizes(int(meta["nearest"]), int(meta["members"])),
        is_unified=is_on(meta["comparator_unified"]),
    )


def terms_of(weights):
    """The rows of a relation or Arrow table as dicts."""
    table = weights if isinstance(weights, pa.Table) else weights.to_arrow_table()
    return table.to_pylist()


def is_on(setting):
    """A var as true or false; on the command line it may come as text."""
    return str(setting).strip().lower() in ("true", "1", "yes")


def school_sets(schools, weights, meta):
    """The comparator sets of every run, as a reader of batches in columns MEMBERS.

    schools: relation with the columns of `fct_school_characteristics`
    weights: relation of the seed `distance_weights`; meta: see `read_settings`
    """
    runs = read_runs(schools)
    settings = read_settings(weights, meta)

    def batches():
        for run in runs:
            for method in settings.methods:
                yield from sets_for(run, method, settings)

    return pa.RecordBatchReader.from_batches(MEMBERS, batches())


def sets_for(schools, method, settings, targets=None, run_id=None, run_type="default"):
    """Record batches in columns MEMBERS: the sets of one run, one per set type.

    targets: URNs, when only these sets are wanted (custom data)
    run_id: the run that the rows are stored under, by default the schools' own
    """
    for set_type in SET_TYPES:
        sets = comparator_sets(
            schools,
            method,
            settings.formulas[method],
            set_type,
            settings.sizes,
            targets,
            settings.is_unified,
        )
        labels = (run_id or schools.run_id, run_type, method, set_type)
        yield batch_of(schools.urn, sets, *labels)


def batch_of(urn, sets, run_id, run_type, method, set_type):
    target, place = np.nonzero(sets.member >= 0)
    member = sets.member[target, place]
    masks, codes = np.unique(sets.filled, return_inverse=True)
    texts = pa.array([filled_text(mask) for mask in masks.tolist()], pa.string())
    distance = sets.distance[target, place]
    columns = [
        always(run_id, len(target)),
        always(run_type, len(target)),
        always(method, len(target)),
        urn[target],
        always(set_type, len(target)),
        (place + 1).astype(np.int32),
        urn[member],
        pa.array(distance, mask=np.isnan(distance)),
        coded(sets.reason[target, place].astype(np.int16), REASONS),
        coded(codes[target].astype(np.int32), texts),
        coded(codes[member].astype(np.int32), texts),
    ]
    return pa.record_batch([pa.array(column) for column in columns], schema=MEMBERS)


def always(text, count):
    return coded(np.zeros(count, dtype=np.int16), [text])


def coded(codes, texts):
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(texts, pa.string()))


def filled_text(mask):
    """The features of a mask of `Sets.filled`, as a list with commas; empty if none."""
    return ",".join(name for bit, name in enumerate(FEATURES) if mask >> bit & 1)
