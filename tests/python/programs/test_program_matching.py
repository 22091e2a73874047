"""Pairs: against a plain loop, with ties, empty cells and no common support."""

import numpy as np
import pytest
from edstats.programs.matching import exact_cells, matched_pairs, propensity_logits
from edstats.programs.subjects import NoEstimate
from made_up_programs import students
from scipy.optimize import minimize


def test_logits_have_the_highest_likelihood():
    found = students(800, seed=1)
    columns = [found.pre, *found.covariates.values()]
    logits = propensity_logits(found.is_served, columns)
    design = np.column_stack([np.ones(800), *columns])

    def loss(weights):
        signed = np.where(found.is_served, -1, 1) * (design @ weights)
        return np.logaddexp(0, signed).sum()

    best = minimize(loss, np.zeros(4), tol=1e-12).x
    assert logits == pytest.approx(design @ best, abs=1e-3)


def test_constant_and_repeated_covariates_are_left_out():
    found = students(400, seed=2)
    alone = propensity_logits(found.is_served, [found.pre])
    more = [found.pre, np.ones(400), 3 * found.pre]
    assert propensity_logits(found.is_served, more) == pytest.approx(alone, abs=1e-8)


def naive_pairs(is_treated, logits, cells, caliper):
    spread = np.mean([np.var(logits[arm], ddof=1) for arm in (is_treated, ~is_treated)])
    allowed = caliper * np.sqrt(spread)
    left, pairs = set(np.flatnonzero(~is_treated).tolist()), []
    choosers = [row for row in range(len(logits)) if is_treated[row]]
    for one in sorted(choosers, key=lambda row: (-logits[row], row)):
        near = [
            (abs(logits[other] - logits[one]), other)
            for other in left
            if cells[other] == cells[one]
            and abs(logits[other] - logits[one]) <= allowed
        ]
        if near:
            pairs.append((one, min(near)[1]))
            left.remove(min(near)[1])
    return sorted(pairs)


@pytest.mark.parametrize("seed", range(4))
def test_pairs_are_those_of_a_plain_loop(seed):
    rng = np.random.default_rng(seed)
    is_treated = rng.random(300) < 0.3
    # one decimal: many ties
    logits = np.round(rng.normal(size=300) + 0.5 * is_treated, 1)
    cells = rng.integers(0, 9, 300)
    for caliper in (0.05, 0.2):
        found = matched_pairs(is_treated, logits, cells, caliper)
        assert list(map(tuple, found)) == naive_pairs(
            is_treated, logits, cells, caliper
        )


def test_ties_go_to_the_first_and_nobody_is_used_twice():
    is_treated = np.array([True, True, True, False, False, False])
    logits = np.array([1.0, 1, 1, 1, 1, 9])
    pairs = matched_pairs(is_treated, logits, np.zeros(6), 0.2)
    assert pairs.tolist() == [[0, 3], [1, 4]]


def test_the_caliper_is_in_sds_of_the_logit():
    is_treated = np.array([True, True, False, False])
    # the pooled SD is 1 in both arms
    logits = np.array([0, np.sqrt(2), 0.2, np.sqrt(2) + 0.2])
    at, above = (
        matched_pairs(is_treated, logits, np.zeros(4), c) for c in (0.2001, 0.19)
    )
    assert (len(at), len(above)) == (2, 0)


def test_cells_without_anybody_else_have_no_pairs():
    is_treated = np.array([True, True, False, False])
    logits = np.array([0.0, 1, 0, 1])
    pairs = matched_pairs(is_treated, logits, np.array([0, 1, 1, 1]), 5)
    assert pairs.tolist() == [[1, 3]]
    nobody = matched_pairs(is_treated, logits, np.array([0, 0, 1, 1]), 5)
    assert nobody.shape == (0, 2)


def test_schools_are_cells_where_pairs_stay_within_them():
    found = students(200, seed=3)
    for is_within, names in ((False, 3), (True, 60)):
        cells = exact_cells(found, is_within)
        key = found.grade * 100 + (found.school if is_within else 0)
        assert len(set(zip(cells, key, strict=True))) == len(set(cells)) <= names


def test_arms_that_covariates_tell_apart_have_no_common_support():
    found = students(200, seed=4)
    with pytest.raises(NoEstimate, match="no common support"):
        propensity_logits(found.pre < 0, [found.pre])
    with pytest.raises(NoEstimate, match="one arm"):
        propensity_logits(np.ones(200, dtype=bool), [found.pre])
