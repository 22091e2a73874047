"""Red, amber and green: where a school's spending stands among its comparators.

Schools are rows 0 to n-1 of one run. Arrays over them have one place more at the end,
NaN: -1, which is nobody, finds it there, so that short sets need no mask.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

COLOURS = ["red", "amber", "green"]
MAPPINGS = ["other", "other_10", "outstanding", "outstanding_10"]

TEXT = pa.dictionary(pa.int16(), pa.string())
SCHEMA = pa.schema(
    [
        ("run_id", TEXT),
        ("base_run_id", TEXT),
        ("run_type", TEXT),
        ("comparator_method", TEXT),
        ("urn", pa.int64()),
        ("set_type", TEXT),
        ("category", TEXT),
        ("sub_category", TEXT),
        ("rating_key", TEXT),
        ("rag", TEXT),
        ("value", pa.float64()),
        ("median", pa.float64()),
        ("diff_median", pa.float64()),
        ("percent_diff", pa.float64()),
        ("percentile", pa.float64()),
        ("decile", pa.int32()),
        ("set_n", pa.int32()),
        ("close_count", pa.int32()),
    ]
)


@dataclass(frozen=True)
class Lines:
    """The cost lines of one set type, in order, and what each school spends per unit.

    names: (category, sub_category) of each line
    per_unit: (lines, schools + 1); NaN where a school's return has no such line
    """

    names: list
    per_unit: np.ndarray


@dataclass(frozen=True)
class Rules:
    """One rule book of ratings, from the seeds.

    method: its name; tolerances: set type -> (feature, tolerance, unit)
    colours: (category, mapping, decile) -> red, amber or green
    The others are the columns of the seed `rating_rules`.
    """

    method: str
    tolerances: dict
    colours: dict
    close_more_than: int
    is_target_counted_close: bool
    is_null_ofsted_rated: bool
    largest_decile: int


@dataclass(frozen=True)
class Targets:
    """Schools to rate, one entry each.

    own: per_unit, (targets, lines), NaN where the target's return has no such line
    members: (targets, width) from `without_target_and_repeats`
    is_outstanding, close_count: what chooses the mapping
    """

    urn: np.ndarray
    own: np.ndarray
    members: np.ndarray
    is_outstanding: np.ndarray
    close_count: np.ndarray


def without_target_and_repeats(members, rows):
    """Each other member once; the target's own row and repeats become -1, nobody.

    members: (targets, width) rows of schools, -1 for nobody; rows: the targets' own.
    The order within a set is lost: no rating depends on it.
    """
    members = np.sort(members, axis=1)
    is_repeat = np.zeros(members.shape, dtype=bool)
    is_repeat[:, 1:] = members[:, 1:] == members[:, :-1]
    is_repeat |= members == rows[:, None]
    return np.where(is_repeat, np.int32(-1), members)


def rank(own, others):
    """Place of each target's value among its comparators' positive ones.

    own: (targets,); others: (targets, width), NaN for nobody. The target always counts.
    Gives how many values were ranked, how many of them are not above the target's, and
    their median, the mean of the middle two when the number is even.
    """
    counts = others > 0
    set_n = np.count_nonzero(counts, axis=1) + 1
    not_above = np.count_nonzero(counts & (others <= own[:, None]), axis=1) + 1
    ranked = np.empty((len(own), others.shape[1] + 1))
    ranked[:, 0] = own
    ranked[:, 1:] = np.where(counts, others, np.inf)
    ranked.sort(axis=1)
    every = np.arange(len(own))
    middle = ranked[every, (set_n - 1) // 2] + ranked[every, set_n // 2]
    return set_n, not_above, middle / 2


def rank_lines(targets, per_unit):
    """`rank` for every line: arrays (targets, lines), no numbers where own is NaN."""
    own = targets.own
    set_n = np.zeros(own.shape, dtype=np.int32)
    not_above = np.zeros(own.shape, dtype=np.int32)
    median = np.zeros(own.shape)
    for line, values in enumerate(per_unit):
        have = np.flatnonzero(~np.isnan(own[:, line]))
        if len(have):
            found = rank(own[have, line], values.take(targets.members[have]))
            set_n[have, line], not_above[have, line], median[have, line] = found
    return set_n, not_above, median


def rate(targets, lines, rules, labels):
    """The ratings of some schools: one row per target and line of its own return.

    targets: Targets; lines: Lines; rules: Rules
    labels: texts of the columns run_id, base_run_id, run_type and set_type
    Gives a RecordBatch in SCHEMA. Raises KeyError for a category without colours.
    """
    set_n, not_above, median = rank_lines(targets, lines.per_unit)
    at, line = np.nonzero(~np.isnan(targets.own))
    value, median = targets.own[at, line], median[at, line]
    set_n, not_above = set_n[at, line], not_above[at, line]

    difference = value - median
    is_usable = (median != 0) & np.isfinite(median)
    percent = np.zeros(len(value))
    np.divide(difference, median, out=percent, where=is_usable)
    percent *= 100
    decile = not_above * 10 // set_n

    is_crowded = targets.close_count > rules.close_more_than
    mapping = (2 * targets.is_outstanding + is_crowded)[at]
    colour = np.array(
        [
            [[rules.colours[category, key, i] for i in range(10)] for key in MAPPINGS]
            for category, _ in lines.names
        ]
    )
    categories, category = np.unique(
        [name for name, _ in lines.names], return_inverse=1
    )
    subs, sub_category = np.unique([name for _, name in lines.names], return_inverse=1)
    columns = {
        **{name: coded(np.zeros(len(at)), [text]) for name, text in labels.items()},
        "comparator_method": coded(np.zeros(len(at)), [rules.method]),
        "urn": targets.urn[at],
        "category": coded(category[line], categories),
        "sub_category": coded(sub_category[line], subs),
        "rating_key": coded(mapping, MAPPINGS),
        "rag": coded(colour[line, mapping, np.minimum(decile, 9)], COLOURS),
        "value": value,
        "median": median,
        "diff_median": difference,
        "percent_diff": percent,
        "percentile": not_above / set_n * 100,
        "decile": np.minimum(decile, rules.largest_decile).astype(np.int32),
        "set_n": set_n,
        "close_count": targets.close_count.astype(np.int32)[at],
    }
    return pa.record_batch([pa.array(columns[n]) for n in SCHEMA.names], schema=SCHEMA)


def coded(codes, texts):
    """A dictionary array, which DuckDB reads as varchar."""
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int16)), pa.array(texts, pa.string())
    )
