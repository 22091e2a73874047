"""Effect sizes, verdicts, attrition and labels: by hand, and at their boundaries."""

import numpy as np
import pytest
from edstats.programs import labels
from edstats.programs.attrition import attrition, is_low
from edstats.programs.effects import (
    cox_index,
    hedges_g,
    improvement_index,
    standardised,
)
from edstats.programs.equivalence import (
    Balance,
    balance_of,
    overall_verdict,
    verdict_of,
)
from edstats.programs.parameters import read_parameters
from made_up_programs import policy, policy_rows

POLICY = policy()


def flags(yes, no):
    return np.array([1.0] * yes + [0.0] * no)


def test_g_by_hand():
    # means 5 and 4, each variance 20/3, so d = 1 / 2.581989 = 0.387298;
    # N = 8: 1 - 3 / (32 - 9) = 0.869565; g = 0.336781
    treated, comparison = np.array([2.0, 4, 6, 8]), np.array([1.0, 3, 5, 7])
    assert hedges_g(treated, comparison) == pytest.approx(0.336781, abs=1e-6)
    # of a slope of 0.5 half of it
    g = standardised(0.5, treated, comparison)
    assert g == pytest.approx(0.336781 / 2, abs=1e-6)


def test_g_without_spread():
    ones = np.ones(4)
    assert hedges_g(ones, ones) == 0
    assert hedges_g(ones, 2 * ones) == -np.inf


def test_cox_index_by_hand():
    # odds 12/8 and 8/12, ratio 2.25, its logarithm 0.810930 / 1.65 = 0.491473
    found = cox_index(flags(12, 8), flags(8, 12), 1.65)
    assert found == pytest.approx(0.491473, abs=1e-6)
    # an empty cell: half a student in each, 0.5/4.5 and 2.5/2.5; log(1/9) / 1.65
    found = cox_index(flags(0, 4), flags(2, 2), 1.65)
    assert found == pytest.approx(-1.331651, abs=1e-6)
    # nobody in either arm, though the arms differ in size
    assert cox_index(flags(0, 4), flags(0, 9), 1.65) == 0


def test_improvement_index_by_hand():
    # the normal distribution has 0.5987 below 0.25
    assert improvement_index(0.25) == pytest.approx(9.87, abs=0.005)
    assert improvement_index(0) == 0


@pytest.mark.parametrize(
    ("shift", "verdict"),
    [
        # three students an arm, SD 1, correction 0.8: g = 0.8 x shift
        (0.0625, "satisfied"),  # exactly 0.05
        (-0.0625, "satisfied"),
        (0.0626, "satisfied_with_adjustment"),
        (0.3125, "satisfied_with_adjustment"),  # exactly 0.25
        (0.3126, "not_satisfied"),
    ],
)
def test_verdicts_at_their_boundaries(shift, verdict):
    values = np.array([-1.0, 0, 1])
    both = np.concatenate([values + shift, values])
    is_treated = np.arange(6) < 3
    found = balance_of("pretest", both, is_treated, POLICY)
    assert found.verdict == verdict
    assert found.effect_size == pytest.approx(0.8 * shift)


def test_what_is_published_is_judged():
    assert verdict_of(0.05 + 1e-16, POLICY) == "satisfied"
    assert verdict_of(0.0500000001, POLICY) == "satisfied_with_adjustment"
    assert verdict_of(np.inf, POLICY) == "not_satisfied"


def test_the_worst_covariate_decides_and_adjustment_must_be_made():
    fine = Balance("pretest", "satisfied")
    close = Balance("is_frl", "satisfied_with_adjustment")
    far = Balance("is_el", "not_satisfied")
    assert overall_verdict([fine], {}) == "satisfied"
    assert overall_verdict([fine, close], {"is_frl"}) == "satisfied_with_adjustment"
    assert overall_verdict([fine, close], {"pretest"}) == "not_satisfied"
    assert overall_verdict([close, far], {"is_frl", "is_el"}) == "not_satisfied"
    assert overall_verdict([], {}) == "not_available"


def test_attrition_by_hand():
    # 90 of 100 and 84 of 100 stay: 13 % lost, difference 6 points, at most 6.1 are low
    is_treated = np.arange(200) < 100
    stayed = np.isin(np.arange(200), [*range(90), *range(100, 184)])
    found = attrition(is_treated, stayed, POLICY)
    assert found.overall == pytest.approx(0.13)
    assert found.differential == pytest.approx(0.06)
    assert found.is_low
    # one more lost: 13.5 %, to the nearest percent 14, where at most 6.0 are low
    stayed[100] = False
    assert not attrition(is_treated, stayed, POLICY).is_low
    assert attrition(is_treated, stayed, policy_of("optimistic")).is_low


def policy_of(assumption):
    rows = policy_rows("evaluation_parameters")
    for row in rows:
        if row["parameter"] == "attrition_is_cautious":
            row["value"] = str(int(assumption == "cautious"))
    return read_parameters(rows, policy_rows("attrition_boundaries"))


def test_the_boundary_of_attrition_is_inclusive_and_ends():
    # at 13 % the boundary is 6.1, at 14 % it is 6.0; halves go up
    assert is_low(0.1349, 0.061, POLICY)
    assert not is_low(0.135, 0.061, POLICY)
    assert is_low(0.0, 0.057, POLICY)
    assert not is_low(0.0, 0.0571, POLICY)
    assert is_low(0.57, 0.0, POLICY)
    assert not is_low(0.58, 0.0, POLICY)
    assert is_low(0.65, 0.003, policy_of("optimistic"))
    assert not is_low(0.66, 0.0, policy_of("optimistic"))


def test_attrition_without_an_arm_is_not_judged():
    found = attrition(np.ones(4, dtype=bool), np.array([1, 1, 1, 0], bool), POLICY)
    assert found.overall == 0.25
    assert np.isnan(found.differential)
    assert found.is_low is None


def test_labels_say_what_the_design_allows():
    assert labels.randomised_label(True, "not_satisfied") == "randomised"
    # with many lost a lot is no better than a match
    lost = labels.randomised_label(False, "not_satisfied")
    assert lost == "not_equivalent_do_not_interpret"
    assert labels.matched_label("satisfied", is_confounded=True) == "descriptive"
    assert labels.discontinuity_label(16, True, POLICY) == "regression_discontinuity"
    for f, is_continuous in ((15.9, True), (99, False)):
        label = labels.discontinuity_label(f, is_continuous, POLICY)
        assert label == "not_equivalent_do_not_interpret"


@pytest.mark.parametrize(
    ("label", "effect", "p_value", "students", "sites", "tier"),
    [
        ("randomised", 0.1, 0.05, 350, 2, 1),
        ("regression_discontinuity", 0.1, 0.01, 350, 2, 1),
        ("equivalent_with_adjustment", 0.1, 0.01, 350, 2, 2),
        ("randomised", 0.1, 0.01, 349, 2, 3),
        ("randomised", 0.1, 0.01, 350, 1, 3),
        ("randomised", 0.1, 0.051, 350, 2, None),
        ("randomised", -0.1, 0.01, 350, 2, None),
        ("not_equivalent_do_not_interpret", 0.1, 0.01, 350, 2, None),
        ("descriptive", 0.1, 0.01, 350, 2, None),
    ],
)
def test_essa_tiers(label, effect, p_value, students, sites, tier):
    found = labels.essa_tier(label, effect, p_value, students, sites, POLICY)
    assert found == tier


def test_thresholds_have_to_be_complete():
    rows, boundaries = map(
        policy_rows, ("evaluation_parameters", "attrition_boundaries")
    )
    with pytest.raises(ValueError, match="caliper"):
        read_parameters(
            [row for row in rows if row["parameter"] != "caliper"], boundaries
        )
    with pytest.raises(ValueError, match="at most 13"):
        policy(clusters_least=20)
