"""Custom data: one school of a run with figures that a user gave."""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from edstats.benchmarking.features import FEATURES, FLAGS, read_runs
from edstats.benchmarking.ratings import Lines
from edstats.benchmarking.spending import text
from edstats.benchmarking.tables import MEMBERS, TEXT, always, read_settings, sets_for

CUSTOM_MEMBERS = MEMBERS.append(pa.field("base_run_id", TEXT))

# attribute of `Schools` -> column of fct_school_characteristics that it encodes
CODED = {
    "phase": "overall_phase",
    "region": "region",
    "finance_type": "finance_type",
    "trust": "trust_company_number",
}


def read_custom(characteristics, base_run_id):
    """The custom rows on top of one run, as dicts in order of the user's run and URN.

    characteristics: relation with the columns of `fct_school_characteristics` and
    base_run_id; its run_id is the user's run.
    """
    ours = characteristics.filter(f"base_run_id = {text(base_run_id)}")
    return ours.order("run_id, urn").to_arrow_table().to_pylist()


def with_custom_row(schools, row):
    """`Schools` with the row of one school replaced; the others stay as they are.

    row: dict with the columns of `fct_school_characteristics`
    """
    names = dict(schools.names)
    changes = {name: row[name] for name in (*FEATURES, *FLAGS)}
    changes["is_boarding"] = row["boarding"] == "Boarding"
    for attribute, column in CODED.items():
        code = -1
        if row[column] is not None:
            if row[column] not in names[attribute]:
                names[attribute] = [*names[attribute], row[column]]
            code = names[attribute].index(row[column])
        changes[attribute] = code
    return replace(schools.with_row(row["urn"], **changes), names=names)


def with_custom_lines(lines, custom, row):
    """Lines in which one school has its custom lines, and only those.

    lines, custom: Lines; row: of the school. A line that no other school has is added.
    """
    names = sorted({*lines.names, *custom.names})
    per_unit = np.full((len(names), lines.per_unit.shape[1]), np.nan)
    for place, name in enumerate(names):
        if name in lines.names:
            per_unit[place] = lines.per_unit[lines.names.index(name)]
        per_unit[place, row] = np.nan
        if name in custom.names:
            per_unit[place, row] = custom.per_unit[custom.names.index(name), row]
    return Lines(names, per_unit)


def custom_sets(schools, characteristics, weights, meta):
    """The comparator sets of schools with custom data, as a reader of batches.

    schools: relation of `fct_school_characteristics`; characteristics: the same columns
    of custom data, and base_run_id; weights and meta: see `tables.read_settings`.
    The columns are those of `tables.MEMBERS` and base_run_id.
    """
    settings = read_settings(weights, meta)
    work = []
    for run in read_runs(schools):
        jobs = read_custom(characteristics, run.run_id)
        work += [(run, job, method) for job in jobs for method in settings.methods]

    def batches():
        for run, job, method in work:
            changed = with_custom_row(run, job)
            for sets in sets_for(
                changed, method, settings, [job["urn"]], job["run_id"], "custom"
            ):
                base = always(run.run_id, sets.num_rows)
                yield pa.record_batch([*sets.columns, base], schema=CUSTOM_MEMBERS)

    return pa.RecordBatchReader.from_batches(CUSTOM_MEMBERS, batches())
