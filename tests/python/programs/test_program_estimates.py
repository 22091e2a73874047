"""Regression, clusters and small numbers: by hand and against plain loops."""

import itertools

import numpy as np
import pytest
import statsmodels.api as sm
from edstats.programs.estimates import (
    adjusted_difference,
    detectable_effect,
    independent_columns,
    intraclass_correlation,
    mismatch_corrected,
)
from edstats.programs.paired import average_sd_effect, paired_change
from edstats.programs.subjects import NoEstimate
from made_up_programs import policy
from scipy import stats

POLICY = policy()


def clustered(seed, groups=14, each=9):
    rng = np.random.default_rng(seed)
    codes = np.repeat(np.arange(groups), each)
    treated = (codes % 2).astype(bool)
    control = rng.normal(size=len(codes))
    outcome = 0.3 * treated + control + rng.normal(size=groups)[codes]
    return outcome + rng.normal(size=len(codes)), treated, control, codes


def sandwich(outcome, treated, control, codes):
    """Coefficient and clustered error, cluster by cluster."""
    design = np.column_stack([treated, np.ones(len(codes)), control])
    bread = np.linalg.inv(design.T @ design)
    found = bread @ design.T @ outcome
    left = outcome - design @ found
    meat = np.zeros((3, 3))
    groups = np.unique(codes)
    for code in groups:
        score = design[codes == code].T @ left[codes == code]
        meat += np.outer(score, score)
    size, count = len(groups), len(codes)
    factor = size / (size - 1) * (count - 1) / (count - 3)
    return found[0], np.sqrt(factor * (bread @ meat @ bread)[0, 0])


def test_errors_are_clustered_and_t_has_g_less_1():
    outcome, treated, control, codes = clustered(1)
    found = adjusted_difference(outcome, treated, [control], codes, POLICY)
    value, error = sandwich(outcome, treated.astype(float), control, codes)
    assert found.value == pytest.approx(value)
    assert found.std_error == pytest.approx(error)
    assert (found.df, found.clusters) == (13, 14)
    assert found.ci_high - found.value == pytest.approx(error * stats.t.ppf(0.975, 13))
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(value / error), 13))
    assert np.isnan(found.p_few_clusters)
    plain = sm.OLS(outcome, np.column_stack([treated, np.ones(len(codes)), control]))
    assert found.t_student == pytest.approx(plain.fit().tvalues[0])


def test_students_of_their_own_have_robust_errors():
    outcome, treated, control, codes = clustered(2)
    each = np.arange(len(codes))
    found = adjusted_difference(outcome, treated, [control], each, POLICY)
    design = np.column_stack([treated, np.ones(len(codes)), control])
    robust = sm.OLS(outcome, design).fit(cov_type="HC1")
    assert found.std_error == pytest.approx(robust.bse[0])


def test_few_clusters_get_a_p_over_all_signs():
    outcome, treated, control, codes = clustered(3, groups=6, each=7)
    found = adjusted_difference(outcome, treated, [control], codes, POLICY)
    treated = treated.astype(float)

    def t_of(values):
        value, error = sandwich(values, treated, control, codes)
        return abs(value / error)

    null = sm.OLS(outcome, np.column_stack([np.ones(len(codes)), control])).fit()
    observed = t_of(outcome)
    hits = [
        t_of(null.fittedvalues + np.array(signs)[codes] * null.resid)
        >= observed * (1 - 1e-9)
        for signs in itertools.product((1, -1), repeat=6)
    ]
    assert 0.03 < np.mean(hits) < 1
    assert found.p_few_clusters == pytest.approx(np.mean(hits))


def test_ten_clusters_are_not_few():
    for groups, is_few in ((9, True), (10, False)):
        outcome, treated, control, codes = clustered(4, groups=groups)
        found = adjusted_difference(outcome, treated, [control], codes, POLICY)
        assert np.isnan(found.p_few_clusters) != is_few


def test_one_cluster_has_an_estimate_and_no_error():
    outcome, treated, control, codes = clustered(5)
    found = adjusted_difference(outcome, treated, [control], 0 * codes, POLICY)
    assert np.isfinite(found.value)
    assert np.isnan([found.std_error, found.ci_low, found.p_value]).all()


def test_covariates_that_add_nothing_change_nothing():
    outcome, treated, control, codes = clustered(6)
    more = [control, np.ones(len(codes)), 2 * control + 3, control * 0]
    found = adjusted_difference(outcome, treated, more, codes, POLICY)
    alone = adjusted_difference(outcome, treated, [control], codes, POLICY)
    assert found.value == pytest.approx(alone.value, abs=1e-12)
    assert found.std_error == pytest.approx(alone.std_error, abs=1e-12)
    assert [id(one) for one in independent_columns(more)] == [id(control)]


def test_no_estimate_without_two_arms():
    outcome, treated, control, codes = clustered(7)
    everybody = np.ones(len(codes), dtype=bool)
    with pytest.raises(NoEstimate, match="one arm"):
        adjusted_difference(outcome, everybody, [control], codes, POLICY)
    with pytest.raises(NoEstimate, match="tell the arms apart"):
        adjusted_difference(outcome, treated, [control, 1.0 - treated], codes, POLICY)


def test_intraclass_correlation_by_hand():
    # means 1.5, 3.5, 5.5: between 2 x (4 + 0 + 4) / 2 = 8, within 3 x 0.5 / 3 = 0.5;
    # two a cluster: (8 - 0.5) / (8 + 0.5)
    values, codes = np.array([1.0, 2, 3, 4, 5, 6]), np.array([0, 0, 1, 1, 2, 2])
    assert intraclass_correlation(values, codes) == pytest.approx(7.5 / 8.5)
    # one of 1 and one of 3: between 9 + 3 = 12, within 8 / 2 = 4, usual size
    # 4 - 10/4 = 1.5; (12 - 4) / (12 + 0.5 x 4)
    uneven = intraclass_correlation(np.array([2.0, 4, 6, 8]), np.array([0, 1, 1, 1]))
    assert uneven == pytest.approx(8 / 14)
    # clusters more alike than chance: not negative
    assert intraclass_correlation(np.array([1.0, 2, 1, 2]), codes[:4]) == 0
    assert np.isnan(intraclass_correlation(values, 0 * codes))
    assert np.isnan(intraclass_correlation(values, np.arange(6)))


def test_intraclass_correlation_of_uneven_clusters_finds_the_planted_share():
    rng = np.random.default_rng(8)
    codes = np.repeat(np.arange(400), rng.integers(5, 40, 400))
    values = 0.5 * rng.normal(size=400)[codes] + rng.normal(size=len(codes))
    assert intraclass_correlation(values, codes) == pytest.approx(0.2, abs=0.03)


def test_detectable_effect_by_hand():
    # 1.959964 + 0.841621
    found = detectable_effect(0.1, np.inf, POLICY)
    assert found == pytest.approx(0.2801585, abs=1e-6)
    assert np.isnan(detectable_effect(np.nan, 0, POLICY))


def test_mismatch_correction_by_hand():
    # N 100, ten a cluster, ICC 0.2: (10 - 1) 0.2 = 1.8; 98 - 3.6 = 94.4;
    # 2.5 x root(94.4 / (98 x 2.8)) = 2.5 x 0.586535; df 94.4^2 over
    # 98 x 0.64 + 10 x 80 x 0.04 + 2 x 80 x 0.2 x 0.8 = 120.32
    t, df = mismatch_corrected(2.5, 100, 10, 0.2)
    assert t == pytest.approx(1.466337, abs=1e-6)
    assert df == pytest.approx(94.4**2 / 120.32)
    # without clusters it is the t that it was
    assert mismatch_corrected(2.5, 100, 1, 0.2) == pytest.approx((2.5, 98))
    assert mismatch_corrected(2.5, 100, 10, 0.0) == pytest.approx((2.5, 98))


def test_paired_change_is_the_paired_t_test():
    rng = np.random.default_rng(9)
    before = rng.normal(size=30)
    after = before + rng.normal(0.4, 1, 30)
    found = paired_change(after - before, POLICY)
    wanted = stats.ttest_rel(after, before)
    interval = wanted.confidence_interval(0.95)
    assert found.p_value == pytest.approx(wanted.pvalue)
    assert (found.ci_low, found.ci_high) == pytest.approx((interval.low, interval.high))
    # mean change 2, SDs 1 and 3: 2 / 2
    low, high = np.array([-1.0, 0, 1]), np.array([-1.0, 2, 5])
    assert average_sd_effect(high - low, low, high) == pytest.approx(1.0)
    with pytest.raises(NoEstimate):
        paired_change(np.array([1.0]), POLICY)
