"""From relation to relation: what the dbt model calls."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from edstats.disclosure.cells import TOTAL, read_cells, read_sums
from edstats.disclosure.numbers import (
    BOUNDED,
    HIDDEN,
    PROTECTING,
    PUBLISHED,
    RATE_HIDDEN,
    read_numbers,
)
from edstats.disclosure.policy import PER_WHOLE, read_policy
from edstats.disclosure.roll_ups import read_roll_ups
from edstats.disclosure.suppression import protect

LABELS = {
    PUBLISHED: "published",
    BOUNDED: "bounded",
    RATE_HIDDEN: "suppressed_complementary",
    HIDDEN: "suppressed_primary",
    PROTECTING: "suppressed_complementary",
}


def disclosed_cells(cells, policies, meta):
    """The cells with what may be told of each, as an Arrow table.

    cells: relation with table_name, measure, the dimensions, numerator (null for a
        measure that only counts students) and denominator; people, where one person
        may be several in the denominator; all cells of all tables that leave the
        office, margins with `all` among them
    policies: relation of the seed `disclosure_policies`
    meta: disclosure_policy, dimensions, and overlapping, measure -> those of the
        dimensions in which a student may count in several members; or roll_ups,
        table_name -> what adds up in it (see `read_roll_ups`)
    Raises ValueError where the cells contradict each other (see edstats.disclosure).
    """
    policy = read_policy(
        policies.to_arrow_table().to_pylist(), meta["disclosure_policy"]
    )
    return disclosed(
        cells.to_arrow_table(),
        policy,
        meta["dimensions"],
        meta.get("overlapping"),
        meta.get("roll_ups"),
    )


def disclosed(table, policy, dimensions, overlapping=None, roll_ups=None):
    """`disclosed_cells` of an Arrow table, with a `Policy`.

    A cell without students is absent. Measures are apart from each other, and so are
    years, districts and whatever else has no margin in the measure.
    """
    keys = ["table_name", "measure", *dimensions]
    for name in keys:
        if table[name].null_count:
            raise ValueError(f"{name} is empty in {table[name].null_count} rows")
    table = table.filter(pc.greater(table["denominator"], 0))
    table = table.sort_by([(name, "ascending") for name in keys])
    parts = [
        part_disclosed(part, policy, dimensions, overlapping or {}, roll_ups or {})
        for part in parts_of(table, dimensions, roll_ups or {})
    ]
    if not parts:
        parts = [part_disclosed(table, policy, dimensions, {}, {})]
    return pa.concat_tables(parts).sort_by([(name, "ascending") for name in keys])


def parts_of(table, dimensions, roll_ups):
    """The rows of each measure, and of each member of its dimensions without margin.

    Where roll-ups name the sums they stay together: many small parts cost more.
    """
    for measure in pc.unique(table["measure"]).to_pylist():
        waiting = [table.filter(pc.equal(table["measure"], measure))]
        if set(pc.unique(waiting[0]["table_name"]).to_pylist()) & set(roll_ups):
            yield from waiting
            continue
        for name in dimensions:
            texts = pc.cast(waiting[0][name], pa.string())
            if TOTAL in pc.unique(texts).to_pylist():
                continue
            waiting = [
                part.filter(pc.equal(part[name], member))
                for part in waiting
                for member in pc.unique(part[name])
            ]
        yield from waiting


def part_disclosed(table, policy, dimensions, overlapping, roll_ups):
    """Cells that may have to do with each other, with what may be told of them."""
    cells, cell = read_cells(table, dimensions)
    measures = pc.unique(table["measure"]).to_pylist()
    named = [
        one
        for name in pc.unique(table["table_name"]).to_pylist()
        for one in roll_ups.get(name, ())
    ]
    several = [name for measure in measures for name in overlapping.get(measure, ())]
    sums = read_roll_ups(cells, named) if named else read_sums(cells, several)
    numbers = read_numbers(cells, sums, policy)
    protect(numbers)
    state, students = numbers.state[cell], numbers.students[cell]
    events = None if numbers.events is None else numbers.events[cell]
    rates, texts = rates_told(policy, state, students, events)
    in_place = {
        HIDDEN: f"n<{policy.min_students}",
        PROTECTING: "suppressed",
        RATE_HIDDEN: "suppressed",
    }
    shown = [in_place.get(*pair) for pair in zip(state.tolist(), texts, strict=True)]
    told = table.select(["table_name", "measure", *dimensions])
    for name, column in {
        "suppression_state": pa.array(
            [LABELS[one] for one in state.tolist()], pa.string()
        ),
        "denominator": pa.array(students, mask=state >= HIDDEN),
        **rates,
        "shown_as": pa.array(shown, pa.string()),
    }.items():
        told = told.append_column(name, column)
    return told


def rates_told(policy, state, students, events):
    """(columns of numerators and rates, text of each cell if nothing were hidden)."""
    if events is None:
        nothing = pa.nulls(len(state), pa.float64())
        columns = {
            "numerator": pa.nulls(len(state), pa.int64()),
            "value": nothing,
            "value_low": nothing,
            "value_high": nothing,
        }
        return columns, [str(count) for count in students.tolist()]
    parts = policy.bound_parts(students)
    is_low = events * PER_WHOLE <= parts * students
    bound, rate = parts / PER_WHOLE, events / students
    is_told, is_bounded = state == PUBLISHED, state == BOUNDED
    columns = {
        "numerator": pa.array(events, mask=~is_told),
        "value": pa.array(significant(rate), mask=~is_told),
        "value_low": pa.array(np.where(is_low, 0, 1 - bound), mask=~is_bounded),
        "value_high": pa.array(np.where(is_low, bound, 1), mask=~is_bounded),
    }
    texts = [f"{100 * one:.1f}%" for one in rate.tolist()]
    for at in np.flatnonzero(is_bounded).tolist():
        share = 100 * bound[at]
        texts[at] = f"<{share:g}%" if is_low[at] else f">{100 - share:g}%"
    return columns, texts


def significant(values):
    """Doubles with 10 significant digits, as all published ones."""
    return np.array([float(f"{value:.10g}") for value in values.tolist()])
