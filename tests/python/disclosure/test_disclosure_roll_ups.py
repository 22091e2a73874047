"""Sums that are named: roll-ups skip margins, and members belong to each other."""

import pyarrow as pa
import pytest
from counted_tables import preset, table_of
from edstats.disclosure.tables import disclosed

NAMES = ["platform", "partner", "program"]
# a total, partners of a platform, and partner by programme; no programme alone
ROLL_UPS = {
    "t": [
        {"of": [], "by": ["platform"]},
        {"of": ["platform"], "by": ["platform", "partner"]},
        {"of": ["platform"], "by": ["platform", "program"]},
        {
            "of": ["platform", "partner"],
            "by": ["platform", "partner", "program"],
        },
    ]
}


def states(cells, people=None):
    table = table_of(cells, NAMES)
    if people:
        counts = [people.get(cell, count) for cell, count in cells.items()]
        table = table.append_column("people", pa.array(counts, pa.int64()))
    told = disclosed(table, preset("default_n10"), NAMES, roll_ups=ROLL_UPS)
    return {
        tuple(row[name] for name in NAMES): row["suppression_state"]
        for row in told.to_pylist()
    }


def test_a_small_programme_takes_the_next_of_its_platform_along():
    # Platform b has 30 + 20 by partner and 6 + 14 + 30 by programme. The 6 are hidden,
    # and 50 - 14 - 30 would tell them, so the 14 go too; platform a has no part in it.
    cells = {
        ("all", "all", "all"): 90,
        ("a", "all", "all"): 40,
        ("b", "all", "all"): 50,
        ("a", "p", "all"): 40,
        ("b", "q", "all"): 30,
        ("b", "r", "all"): 20,
        ("a", "all", "x"): 40,
        ("b", "all", "x"): 6,
        ("b", "all", "y"): 14,
        ("b", "all", "z"): 30,
    }
    found = states(cells)
    assert found.pop(("b", "all", "x")) == "suppressed_primary"
    assert found.pop(("b", "all", "y")) == "suppressed_complementary"
    assert set(found.values()) == {"published"}


def test_what_a_partner_has_beyond_its_listed_programmes_is_a_cell_too():
    # Partner q has 30, and 26 of them in a programme that is listed: the other 4 are
    # worked out unless one of the two numbers is hidden. Of r 12 are left, which is
    # enough to be known.
    cells = {
        ("all", "all", "all"): 62,
        ("b", "all", "all"): 62,
        ("b", "q", "all"): 30,
        ("b", "r", "all"): 32,
        ("b", "q", "x"): 26,
        ("b", "r", "x"): 20,
    }
    found = states(cells)
    hidden = {cell for cell, state in found.items() if state != "published"}
    assert ("b", "q", "x") in hidden
    assert hidden <= {("b", "q", "x"), ("b", "q", "all"), ("b", "r", "all")}


def test_few_persons_are_hidden_however_often_they_count():
    # 12 enrolments of 9 persons; a second cell keeps the total from telling them
    cells = {
        ("all", "all", "all"): 62,
        ("a", "all", "all"): 12,
        ("b", "all", "all"): 20,
        ("c", "all", "all"): 30,
    }
    assert set(states(cells).values()) == {"published"}
    found = states(cells, people={("a", "all", "all"): 9})
    assert found["a", "all", "all"] == "suppressed_complementary"
    assert found["b", "all", "all"] == "suppressed_complementary"
    assert found["c", "all", "all"] == "published"


def test_parts_without_a_margin_are_an_error():
    cells = {("all", "all", "all"): 20, ("b", "q", "all"): 20}
    with pytest.raises(ValueError, match="no margin"):
        states(cells)
