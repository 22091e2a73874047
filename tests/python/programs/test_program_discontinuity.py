"""The cut score: the package against plain regressions, the density, no estimate."""

import numpy as np
import pytest
from edstats.programs.cut_score import cut_score
from edstats.programs.discontinuity import density_p_value, fuzzy_jump, sharp_jump
from edstats.programs.subjects import NoEstimate
from made_up_programs import CUT, policy, students
from scipy import stats

POLICY = policy()


def scores(size, seed=0):
    """Whole scores, who is served (nine of ten below 90, one of ten above), outcome."""
    rng = np.random.default_rng(seed)
    level = rng.normal(size=size)
    running = np.rint(100 + 15 * level)
    served = rng.random(size) < np.where(running < 90, 0.9, 0.1)
    return running, served, 0.8 * level + 0.5 * rng.normal(size=size) + 0.4 * served


def edge(away, values, bandwidth):
    """Value at 0 of a line with triangular weights, and where it is, on one side."""
    near = np.abs(away) < bandwidth
    weights = np.sqrt(1 - np.abs(away[near]) / bandwidth)
    return np.polyval(np.polyfit(away[near], values[near], 1, w=weights), 0)


def test_the_jump_is_that_of_plain_lines():
    running, served, outcome = scores(4_000)
    found = fuzzy_jump(outcome, running, served, 90, POLICY)
    away = running - 90
    jumps = [
        edge(away[away < 0], values[away < 0], found.bandwidth)
        - edge(away[away >= 0], values[away >= 0], found.bandwidth)
        for values in (outcome, served.astype(float))
    ]
    assert found.estimate.value == pytest.approx(jumps[0] / jumps[1], abs=1e-6)
    assert found.first_stage == pytest.approx(jumps[1], abs=1e-6)
    assert found.first_stage == pytest.approx(0.8, abs=0.1)
    assert found.estimate.ci_low < 0.4 < found.estimate.ci_high
    assert found.is_near.sum() == np.sum(np.abs(away) < found.bandwidth)
    assert found.first_stage_f > 100


def test_a_covariate_that_jumps_is_seen():
    running, _, outcome = scores(4_000, seed=1)
    size, p_value = sharp_jump(outcome - 1.0 * (running < 90), running, 90, POLICY)
    assert p_value < 0.001
    assert -0.9 < size < -0.4
    constant = sharp_jump(np.ones(4_000), running, 90, POLICY)
    assert np.isnan(constant).all()


def test_density_by_hand():
    # 40 students on each point from 80 to 89, 20 on each from 90 to 99: lines are flat,
    # heights 40 and 20 a point; error root(24/5 / 8 x (40 + 20)) = 6; 20 / 6
    running = np.repeat(np.arange(80.0, 100), [40] * 10 + [20] * 10)
    wanted = 2 * stats.norm.sf(20 / 6)
    assert density_p_value(running, 90, 8) == pytest.approx(wanted, rel=1e-9)
    even = np.repeat(np.arange(80.0, 100), 40)
    assert density_p_value(even, 90, 8) == pytest.approx(1)


@pytest.mark.parametrize("is_whole", [True, False])
def test_density_is_smooth_unless_scores_are_pushed(is_whole):
    rng = np.random.default_rng(2)
    p_values = []
    for _ in range(60):
        running = 100 + 15 * rng.normal(size=3_000)
        running = np.rint(running) if is_whole else running
        p_values.append(density_p_value(running, 90, 10))
    # 5 % of 60 are 3
    assert sum(value < 0.05 for value in p_values) <= 8
    pushed = np.where((running >= 90) & (running < 93), running - 4, running)
    assert density_p_value(pushed, 90, 10) < 0.001


def test_too_few_scores_have_no_line():
    running, served, outcome = scores(500, seed=3)
    with pytest.raises(NoEstimate, match="too few scores"):
        fuzzy_jump(outcome, np.where(running < 90, 80, running), served, 90, POLICY)
    with pytest.raises(NoEstimate, match="one arm"):
        fuzzy_jump(outcome, running, np.ones(500, dtype=bool), 90, POLICY)


def test_one_programme_at_the_cut():
    running, served, outcome = scores(4_000)
    found = students(4_000, is_served=served, running=running, post=outcome)
    found.post[running == running.max()] = np.nan
    row = cut_score(CUT, found, POLICY)
    assert row.label == "regression_discontinuity"
    assert row.estimate.ci_low < 0.4 < row.estimate.ci_high
    near = np.abs(running - 90) < row.bandwidth
    assert row.n_treated == np.sum(served & near)
    assert row.n_comparison == np.sum(~served & near)
    verdicts = {one.covariate: one.verdict for one in row.balances}
    assert verdicts.pop("posttest") == "not_available"
    assert set(verdicts) == {
        "density_of_the_score",
        "pretest",
        "absence_before",
        "is_frl",
    }
    assert set(verdicts.values()) == {"continuous"}
    # a pretest that jumps at the cut says that more than the programme changes there
    pushed = students(4_000, is_served=served, running=running, post=outcome)
    pushed.pre[running < 90] += 1.5
    row = cut_score(CUT, pushed, POLICY)
    assert row.label == "not_equivalent_do_not_interpret"


def test_no_jump_in_take_up_is_no_design():
    running, _, outcome = scores(4_000, seed=5)
    served = np.random.default_rng(6).random(4_000) < 0.5
    row = cut_score(
        CUT, students(4_000, is_served=served, running=running, post=outcome), POLICY
    )
    assert row.first_stage_f < 16
    assert row.label == "not_equivalent_do_not_interpret"
