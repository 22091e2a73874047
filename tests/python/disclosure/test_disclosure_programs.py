"""Programs: the tables that they find fit what is shown, whichever kind finds them."""

import itertools
import random
from collections import Counter

import numpy as np
import pytest
from counted_tables import DIMENSIONS, preset, table_of
from edstats.disclosure.cells import read_cells, read_sums
from edstats.disclosure.numbers import read_numbers
from edstats.disclosure.programs import MOST_TRIES, Program


def crossed_numbers():
    """`Numbers` of 6 x 6 x 6 groups of 1 to 20 students with all their margins."""
    chance = random.Random(0)
    counts = Counter()
    for members in itertools.product("123456", repeat=3):
        students = chance.randint(1, 20)
        for cell in itertools.product(*((member, "all") for member in members)):
            counts[cell] += students
    cells, _ = read_cells(table_of(counts), DIMENSIONS)
    return read_numbers(cells, read_sums(cells), preset("default_n10"))


@pytest.mark.parametrize("tries", [MOST_TRIES, 0])
def test_a_push_finds_a_table_of_whole_numbers_that_fits(tries):
    numbers = crossed_numbers()
    program = Program(numbers)
    program.tries = tries
    weights = np.where(numbers.needs() > 0, 1.0, 0.0)
    weights[::2] *= -1
    where, values = program.pushed(weights)
    other = numbers.value.copy()
    other[where] = values
    low, high = numbers.limits()
    assert other.dtype == np.int64
    assert np.array_equal(program.by_sum @ other, numbers.constant)
    assert np.all((low <= other) & (other <= high))
    assert weights @ (other - numbers.value) > 0


def test_what_broke_again_and_again_is_left_to_integer_programs_at_once():
    numbers = crossed_numbers()
    program = Program(numbers)
    program.tries = 0
    program.pushed(np.where(numbers.needs() > 0, 1.0, 0.0))
    assert program.tries == 1
