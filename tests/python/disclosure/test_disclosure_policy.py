"""Presets of disclosure control: minimums and bounds, at their boundaries."""

import numpy as np
import pytest
from counted_tables import preset, seed_rows, table_of
from edstats.disclosure.policy import read_policy
from edstats.disclosure.tables import disclosed


def shown(policy, **cells):
    """What is told of single cells that have nothing to do with each other."""
    table = table_of({(name,): one for name, one in cells.items()}, ["school"])
    rows = disclosed(table, preset(policy), ["school"]).to_pylist()
    return {row["school"]: row["shown_as"] for row in rows}


def test_fewer_than_the_minimum_are_hidden():
    assert shown("default_n10", a=9, b=10) == {"a": "n<10", "b": "10"}
    assert shown("ddoe_n15", a=15, b=16) == {"a": "n<16", "b": "16"}


def test_bounds_widen_as_groups_get_smaller():
    # 5 % of 40 is 2, 10 % of 39 is 3.9, 10 % of 20 is 2, 20 % of 19 is 3.8
    cells = {
        "a": (2, 40), "b": (3, 40), "c": (3, 39), "d": (4, 39),
        "e": (2, 20), "f": (3, 20), "g": (3, 19), "h": (4, 19),
        "i": (38, 40), "j": (36, 39), "k": (16, 19), "l": (0, 10), "m": (10, 10),
    }  # fmt: skip
    assert shown("default_n10", **cells) == {
        "a": "<5%", "b": "7.5%", "c": "<10%", "d": "10.3%",
        "e": "<10%", "f": "15.0%", "g": "<20%", "h": "21.1%",
        "i": ">95%", "j": ">90%", "k": ">80%", "l": "<20%", "m": ">80%",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["default_n10", "ddoe_n15"])
def test_no_count_below_the_minimum_of_events_is_ever_told(name):
    policy = preset(name)
    students = np.arange(policy.min_students, 2_000)
    assert policy.bound_counts(students).min() >= policy.min_events - 1


def test_a_preset_that_tells_small_counts_is_refused():
    rows = [
        row | {"value": 0.02} if row["from_students"] == 20 else row
        for row in seed_rows()
    ]
    with pytest.raises(ValueError, match="of 20 students the bound leaves out"):
        read_policy(rows, "default_n10")


def test_an_unknown_preset_is_refused():
    with pytest.raises(ValueError, match="one of ddoe_n15, default_n10, not 'none'"):
        read_policy(seed_rows(), "none")
