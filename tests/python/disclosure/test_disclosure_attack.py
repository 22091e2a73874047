"""What a reader of the published tables can work out: nothing that is hidden."""

import functools

import pytest
from counted_tables import (
    DIMENSIONS,
    generated_people,
    preset,
    table_of,
    with_margins,
    with_rates,
)
from edstats.disclosure.tables import disclosed
from table_attacker import Attack, found_out

SEEDS = (1, 2, 3)


@functools.cache
def cells_of_district(seed, share=None):
    students = generated_people(seed)
    if share is None:
        return with_margins(students)
    schools = sorted({school for school, _, _ in students})[:2]
    return with_rates([one for one in students if one[0] in schools], share, seed)


@functools.cache
def published(seed, policy="default_n10", share=None):
    cells = cells_of_district(seed, share)
    return disclosed(table_of(cells), preset(policy), DIMENSIONS).to_pylist()


def attack(rows, policy="default_n10", guesses=None):
    told = [
        {
            "state": row["suppression_state"],
            "denominator": row["denominator"],
            "numerator": row["numerator"],
            "rate_low": row["value_low"],
            "rate_high": row["value_high"],
        }
        | {name: row[name] for name in DIMENSIONS}
        for row in rows
    ]
    return Attack(told, DIMENSIONS, preset(policy).min_students, guesses=guesses or {})


def right_guesses(rows, truth, least):
    """The cells hidden for others that have enough students: their state tells it."""
    cells = [tuple(row[name] for name in DIMENSIONS) for row in rows]
    return {
        cell: least
        for cell, row in zip(cells, rows, strict=True)
        if row["suppression_state"] == "suppressed_complementary"
        and truth[cell] >= least
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_count_of_a_district_is_found_out_in_whole_numbers(seed):
    rows = published(seed)
    assert sum(row["denominator"] is None for row in rows) > 50
    guesses = right_guesses(rows, cells_of_district(seed), 10)
    assert found_out(attack(rows, guesses=guesses), 3, whole=True) == {}


def test_no_hidden_count_is_found_out_under_the_policy_of_delaware():
    assert found_out(attack(published(1, "ddoe_n15"), "ddoe_n15"), 3) == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_rate_of_a_district_is_found_out(seed):
    rows = published(seed, share=0.06)
    assert {row["suppression_state"] for row in rows} == {
        "published", "bounded", "suppressed_primary", "suppressed_complementary",
    }  # fmt: skip
    assert found_out(attack(rows), 3) == {}


def with_told(rows, chosen, truth):
    """The rows as they would be if those of `chosen` were published."""
    return [
        row
        if tuple(row[name] for name in DIMENSIONS) not in chosen
        else row
        | {
            "suppression_state": "published",
            "denominator": truth[tuple(row[name] for name in DIMENSIONS)],
        }
        for row in rows
    ]


def test_without_complementary_suppression_small_cells_are_found_out():
    truth, rows = cells_of_district(1), published(1)
    told = {cell for cell, count in truth.items() if count >= 10}
    attacked = attack(with_told(rows, told, truth))
    found = found_out(attacked, 3)
    exactly = [low for low, high in found.values() if low == high]
    hidden = len(truth) - len(told)
    assert len(exactly) > 0.1 * hidden
    for (cell, _), (low, high) in found.items():
        assert low <= truth[cell] <= high


def test_one_complementary_suppression_less_lets_the_attack_succeed():
    truth, rows = cells_of_district(1), published(1)
    hidden = [
        tuple(row[name] for name in DIMENSIONS)
        for row in rows
        if row["suppression_state"] == "suppressed_complementary"
    ]
    hidden = [cell for cell in hidden if truth[cell] >= 10]
    one = min(hidden, key=lambda cell: (truth[cell], cell))
    assert found_out(attack(with_told(rows, {one}, truth)), 3) != {}
