"""Which cells are hidden: examples by hand, and what must not make a difference."""

import pyarrow as pa
import pytest
from counted_tables import preset, table_of, with_margins
from edstats.disclosure.tables import disclosed

PLACES = ["school", "group"]


def states(cells, dimensions=PLACES, policy="default_n10", **more):
    """Members -> state, its first letter of each word: p, b, sp or sc."""
    rows = disclosed(table_of(cells, dimensions), preset(policy), dimensions, **more)
    return {
        tuple(row[name] for name in dimensions): "".join(
            word[0] for word in row["suppression_state"].split("_")
        )
        for row in rows.to_pylist()
    }


def grid(rows):
    """Members -> students of a table of schools by groups, with all margins."""
    people = [
        (school, group, [])
        for school, groups in rows.items()
        for group, count in groups.items()
        for _ in range(count)
    ]
    return {
        (school, group): count
        for (school, group, _), count in with_margins(people).items()
    }


def test_one_small_cell_takes_three_others_along():
    # The 4 of school 1 are hidden. Its total of 74 less the other 70 tells them, so the
    # next smallest of the school, 20, goes too; so does the next smallest of the group,
    # 30, and then the cell where the two cross, 25.
    cells = grid(
        {
            "1": {"a": 4, "b": 20, "c": 50},
            "2": {"a": 30, "b": 25, "c": 60},
            "3": {"a": 40, "b": 35, "c": 70},
        }
    )
    found = states(cells)
    assert found.pop(("1", "a")) == "sp"
    hidden = {members for members, state in found.items() if state == "sc"}
    assert hidden == {("1", "b"), ("2", "a"), ("2", "b")}
    assert {state for members, state in found.items() if members not in hidden} == {"p"}


def test_two_hidden_cells_that_their_total_tells_are_not_enough():
    # 9 + 9 of a total of 18: both are below 10, so both are 9
    found = states({("1", "all"): 38, ("1", "a"): 9, ("1", "b"): 9, ("1", "c"): 20})
    assert found["1", "a"] == "sp"
    assert "sc" in {found["1", "c"], found["1", "all"], found["1", "b"]}


def test_as_many_parts_as_students():
    # Nine parts of one student each, and a total below 10: all would be 1, so the total
    # no longer says that it is below 10.
    cells = {("1", f"g{grade}"): 1 for grade in range(9)} | {("1", "all"): 9}
    found = states(cells)
    assert found["1", "all"] == "sc"
    assert {state for cell, state in found.items() if cell[1] != "all"} == {"sp"}


def test_what_a_margin_has_beyond_its_part_is_a_cell():
    # 60 students, 57 of them without an IEP: 3 have one, whom no row shows
    assert set(states({("1", "all"): 60, ("1", "iep:no"): 57}).values()) == {"p", "sc"}
    assert set(states({("1", "all"): 60, ("1", "iep:no"): 50}).values()) == {"p"}


def test_numerators_that_margins_tell_are_hidden_too():
    # 1 of 50 is bounded; 1 + 20 = 21 of 100 would tell it
    found = states({("1", "all"): (21, 100), ("1", "a"): (1, 50), ("1", "b"): (20, 50)})
    assert found == {("1", "all"): "p", ("1", "a"): "b", ("1", "b"): "sc"}


def test_students_stay_told_where_only_the_rate_is_hidden():
    cells = {("1", "all"): (21, 100), ("1", "a"): (1, 50), ("1", "b"): (20, 50)}
    rows = disclosed(table_of(cells, PLACES), preset("default_n10"), PLACES)
    (row,) = (row for row in rows.to_pylist() if row["group"] == "b")
    assert (row["denominator"], row["numerator"], row["value"]) == (50, None, None)
    assert row["shown_as"] == "suppressed"


def test_a_student_in_two_schools_counts_once_in_the_district():
    cells = {("all", "all"): 99, ("1", "all"): 60, ("2", "all"): 40}
    with pytest.raises(ValueError, match="more than their margin: school all"):
        states(cells)
    assert set(states(cells, overlapping={"measure": ["school"]}).values()) == {"p"}


def test_a_cell_has_one_state_in_all_tables():
    cells = {("1", "all"): 74, ("1", "a"): 4, ("1", "b"): 20, ("1", "c"): 50}
    other = {("1", "b"): 20, ("2", "b"): 30}
    both = pa.concat_tables(
        [table_of(cells, PLACES), table_of(other, PLACES, table_name="other")]
    )
    rows = disclosed(both, preset("default_n10"), PLACES).to_pylist()
    of_cell = {
        row["table_name"]: row["suppression_state"]
        for row in rows
        if (row["school"], row["group"]) == ("1", "b")
    }
    assert of_cell == dict.fromkeys(["t", "other"], "suppressed_complementary")


def test_years_do_not_touch_each_other():
    of_year = {("all", "a"): 4, ("all", "b"): 20, ("all", "all"): 24}
    cells = {
        (year, *members): count + (year == "2026") * 10
        for year in ("2025", "2026")
        for members, count in of_year.items()
        if members != ("all", "all")
    }
    cells |= {("2025", "all", "all"): 24, ("2026", "all", "all"): 44}
    found = states(cells, ["year", *PLACES])
    assert {state for cell, state in found.items() if cell[0] == "2026"} == {"p"}
    assert {state for cell, state in found.items() if cell[0] == "2025"} > {"sp"}


def test_cells_without_students_are_absent():
    found = states({("1", "all"): 30, ("1", "a"): 30, ("1", "b"): 0})
    assert found == {("1", "all"): "p", ("1", "a"): "p"}


def test_a_table_without_rows_stays_one():
    told = table_of({("1", "a"): 20}, PLACES)
    policy = preset("default_n10")
    columns = disclosed(told, policy, PLACES).schema
    empty = disclosed(told.slice(1), policy, PLACES)
    assert (empty.num_rows, empty.schema) == (0, columns)


def test_order_of_rows_makes_no_difference():
    cells = grid({"1": {"a": 4, "b": 20}, "2": {"a": 30, "b": 25}, "3": {"a": 5}})
    turned = dict(reversed(cells.items()))
    policy = preset("default_n10")
    assert disclosed(table_of(cells, PLACES), policy, PLACES).equals(
        disclosed(table_of(turned, PLACES), policy, PLACES)
    )


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({("1", None): 20}, "group is empty in 1 rows"),
        ({("1", "a"): (21, 20)}, "below 0 or above its denominator"),
        ({("1", "all"): (5, 40), ("1", "b"): 20}, "numerators in some rows"),
        (
            {("1", "all"): (5, 40), ("1", "a"): (6, 40)},
            "numerators of parts do not fit",
        ),
    ],
)
def test_cells_that_contradict_each_other_are_refused(cells, message):
    with pytest.raises(ValueError, match=message):
        states(cells)
