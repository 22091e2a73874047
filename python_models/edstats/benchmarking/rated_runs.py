"""From relation to relation: the ratings of all runs, for the dbt model.

There are three types of run. `default` rates every school among its comparator set,
`user_defined` a school among the members that a user listed, `custom` a school with
figures that a user gave, among the set that those figures lead to.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from edstats.benchmarking.closeness import close_counts
from edstats.benchmarking.custom import read_custom, with_custom_lines, with_custom_row
from edstats.benchmarking.features import Schools, gap_filled, pools, read_runs
from edstats.benchmarking.ratings import (
    COLOURS,
    MAPPINGS,
    SCHEMA,
    Rules,
    Targets,
    rate,
    without_target_and_repeats,
)
from edstats.benchmarking.selection import METHODS, SET_TYPES, methods_of
from edstats.benchmarking.spending import read_lines, read_sets, text

# Targets that are rated together: their gathered values stay in the processor's cache.
BLOCK = 2048

# Medians over all schools are what the method seed fills gaps with.
MIXED = "seed"

RUN_TYPES = ("default", "user_defined", "custom")

# Columns of a few texts are stored as enums: to compress them as texts takes DuckDB
# longer than it takes to rate.
ENUMS = {
    "run_type": RUN_TYPES,
    "comparator_method": METHODS,
    "set_type": SET_TYPES,
    "rating_key": MAPPINGS,
    "rag": COLOURS,
}


@dataclass(frozen=True)
class Population:
    """A run: its schools, and what only ratings need of them.

    is_outstanding, has_ofsted: one per school; has_ofsted is false for a blank cell
    lines: set type -> Lines
    """

    schools: Schools
    is_outstanding: np.ndarray
    has_ofsted: np.ndarray
    lines: dict


def ratings_relation(session, inputs, meta):
    """`ratings` as a relation of the DuckDB connection, with ENUMS as enums."""
    columns = [
        f"cast({name} as enum({', '.join(map(text, ENUMS[name]))})) as {name}"
        if name in ENUMS
        else name
        for name in SCHEMA.names
    ]
    return session.from_arrow(ratings(inputs, meta)).project(", ".join(columns))


def ratings(inputs, meta):
    """The ratings of every run, rule book and user's run, as a reader of batches.

    Everything is read before the first batch: while DuckDB takes the batches, the same
    connection cannot answer another query.

    inputs: DuckDB relations by name. `characteristics`, `costs`, `members`: the marts
        fct_school_characteristics, fct_school_costs, fct_comparator_set_members;
        `user_sets`: fct_user_defined_set_members; `custom_characteristics`,
        `custom_costs`, `custom_members`: the same for custom data, with base_run_id;
        `colours`, `tolerances`, `rules`: the seeds
    meta: `config.meta` of the model, with comparator_method
    """
    books = [
        read_rules(inputs, method) for method in methods_of(meta["comparator_method"])
    ]
    work = []
    for schools in read_runs(inputs["characteristics"]):
        population = read_population(inputs, schools)
        for rules in books:
            work += default_work(inputs, population, rules)
            work += user_defined_work(inputs, population, rules)
            work += custom_work(inputs, population, rules)
    batches = (batch for function, *arguments in work for batch in function(*arguments))
    return pa.RecordBatchReader.from_batches(SCHEMA, batches)


def read_rules(inputs, method):
    """`Rules` of a method from the seeds."""

    def rows(name):
        return inputs[name].to_arrow_table().to_pylist()

    (own,) = [row for row in rows("rules") if row["comparator_method"] == method]
    near = {set_type: [] for set_type in SET_TYPES}
    for row in rows("tolerances"):
        if row["comparator_method"] == method:
            near[row["set_type"]].append(
                (row["feature"], row["tolerance"], row["unit"])
            )
    return Rules(
        method=method,
        tolerances=near,
        colours={
            (row["category"], row["mapping"], row["decile"]): COLOURS.index(row["rag"])
            for row in rows("colours")
        },
        **{
            name: own[name]
            for name in (
                "close_more_than",
                "is_target_counted_close",
                "is_null_ofsted_rated",
                "largest_decile",
            )
        },
    )


def read_population(inputs, schools):
    """The `Population` of one run from its `Schools`, which are in order of URN."""
    of_run = f"run_id = {text(schools.run_id)}"
    known = f"{of_run} and urn is not null and overall_phase is not null"
    ofsted = inputs["characteristics"].filter(known)
    ofsted = ofsted.order("urn").select("ofsted_rating").to_arrow_table()
    ratings_given = ofsted["ofsted_rating"].to_pylist()
    return Population(
        schools=schools,
        is_outstanding=np.array([is_outstanding(name) for name in ratings_given], bool),
        has_ofsted=np.array([name is not None for name in ratings_given], bool),
        lines=read_lines(inputs["costs"].filter(of_run), schools),
    )


def is_outstanding(rating):
    return rating is not None and rating.strip().lower() == "outstanding"


def default_work(inputs, population, rules):
    run_id = population.schools.run_id
    labels = {"run_id": run_id, "base_run_id": run_id, "run_type": "default"}
    for set_type in SET_TYPES:
        sets = inputs["members"].filter(
            f"run_id = {text(run_id)} and run_type = 'default'"
            f" and comparator_method = '{rules.method}' and set_type = '{set_type}'"
        )
        sets = read_sets(sets, population.schools)
        yield rated, population, rules, rules.method, set_type, sets, labels


def user_defined_work(inputs, population, rules):
    """One list for both set types, medians over all schools mixed."""
    base = population.schools.run_id
    ours = inputs["user_sets"].filter(f"base_run_id = {text(base)} and is_rated")
    for (run_id,) in ours.select("run_id").distinct().order("run_id").fetchall():
        labels = {"run_id": run_id, "base_run_id": base, "run_type": "user_defined"}
        sets = ours.filter(f"run_id = {text(run_id)}")
        sets = read_sets(sets, population.schools)
        for set_type in SET_TYPES:
            yield rated, population, rules, MIXED, set_type, sets, labels


def custom_work(inputs, population, rules):
    """One school at a time, among the others as they are."""
    base = population.schools.run_id
    for job in read_custom(inputs["custom_characteristics"], base):
        labels = {"run_id": job["run_id"], "base_run_id": base, "run_type": "custom"}
        ours = (
            f"base_run_id = {text(base)} and run_id = {text(job['run_id'])}"
            f" and urn = {job['urn']}"
        )
        costs = read_lines(inputs["custom_costs"].filter(ours), population.schools)
        for set_type in SET_TYPES:
            sets = inputs["custom_members"].filter(
                f"{ours} and comparator_method = '{rules.method}'"
                f" and set_type = '{set_type}'"
            )
            sets = read_sets(sets, population.schools)
            custom = job, costs[set_type], sets
            yield rated_custom, population, rules, set_type, custom, labels


def rated_custom(population, rules, set_type, custom, labels):
    """custom: the job's characteristics, its own Lines and its set"""
    job, costs, sets = custom
    schools = with_custom_row(population.schools, job)
    (row,) = schools.rows_of([job["urn"]])
    is_top, has_ofsted = population.is_outstanding.copy(), population.has_ofsted.copy()
    is_top[row] = is_outstanding(job["ofsted_rating"])
    has_ofsted[row] = job["ofsted_rating"] is not None
    lines = with_custom_lines(population.lines[set_type], costs, row)
    changed = Population(schools, is_top, has_ofsted, {set_type: lines})
    yield from rated(changed, rules, rules.method, set_type, sets, labels)


def rated(population, rules, pooling, set_type, sets, labels):
    """Record batches: the ratings of all targets of one set type that may have some.

    pooling: method whose pools fill gaps; sets: from `read_sets`; labels: see `rate`
    A part-year target has none, nor under fbit one with a blank Ofsted rating.
    """
    schools, lines = population.schools, population.lines[set_type]
    targets, sets = sets
    may = ~schools.is_part_year[targets]
    if not rules.is_null_ofsted_rated:
        may &= population.has_ofsted[targets]
    targets, sets = targets[may], sets[may]
    if not lines.names:
        return
    tolerances = rules.tolerances[set_type]
    features = {name: filled(schools, pooling, name) for name, *_ in tolerances}
    for start in range(0, len(targets), BLOCK):
        rows = targets[start : start + BLOCK]
        members = without_target_and_repeats(sets[start : start + BLOCK], rows)
        own = {name: values[rows] for name, values in features.items()}
        counted = rules.is_target_counted_close
        block = Targets(
            urn=schools.urn[rows],
            own=np.ascontiguousarray(lines.per_unit[:, rows].T),
            members=members,
            is_outstanding=population.is_outstanding[rows],
            close_count=close_counts(tolerances, features, own, members, counted),
        )
        yield rate(block, lines, rules, labels | {"set_type": set_type})


def filled(schools, pooling, feature):
    """Gap-filled values of all schools, and NaN behind them for nobody."""
    values = np.full(len(schools) + 1, np.nan)
    for pool in pools(schools, pooling):
        values[pool] = gap_filled(schools, pool, feature)[0]
    return values
