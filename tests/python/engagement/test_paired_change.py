"""McNemar's test and Holm's adjustment against `statsmodels`; intervals by hand."""

import numpy as np
import pytest
from edstats.engagement.holm import holm
from edstats.engagement.paired import paired_change
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

Z = 1.959963984540054
EXACT_BELOW = 25


def change(lost, gained, pairs=1_000):
    return paired_change(lost, gained, pairs, EXACT_BELOW, Z)


@pytest.mark.parametrize(
    ("lost", "gained"),
    [
        *[(0, 0), (0, 1), (5, 5), (0, 24), (12, 12), (10, 14)],
        # one person more, and the test is the other one
        *[(0, 25), (12, 13), (25, 25), (30, 90), (400, 380), (0, 600)],
    ],
)
def test_mcnemar_is_as_in_statsmodels(lost, gained):
    found = change(lost, gained)
    is_exact = lost + gained < 25
    expected = mcnemar([[100, lost], [gained, 100]], exact=is_exact, correction=True)
    assert found.method == ("exact" if is_exact else "chi_square")
    assert found.statistic == pytest.approx(expected.statistic, abs=1e-9)
    assert found.p_value == pytest.approx(expected.pvalue, rel=1e-9, abs=1e-12)


def test_by_hand():
    """80 pairs, 3 lost and 9 gained, with z = 2.

    Exact: 2 (1 + 12 + 66 + 220) / 2^12 = 598/4096 = .14599. Difference 6/80 = .075.
    Interval: 4/82 = .048780 and 10/82 = .121951, middle 6/82 = .073171;
    (.170732 - .005354)/82 = .00201680, root .044909; .073171 -+ .089818.
    """
    found = paired_change(3, 9, 80, EXACT_BELOW, 2)
    assert (found.method, found.statistic) == ("exact", 3)
    assert found.p_value == pytest.approx(598 / 4096, abs=1e-12)
    assert found.difference == pytest.approx(0.075)
    assert (found.low, found.high) == pytest.approx((-0.016647, 0.162989), abs=1e-6)


def test_intervals_of_paired_shares_keep_their_level():
    """4,000 panels of 60 parents who answer as desired with .35 and then .50."""
    random = np.random.default_rng(7)
    cells = random.multinomial(60, [0.30, 0.05, 0.20, 0.45], size=4_000)
    intervals = [paired_change(b, c, 60, EXACT_BELOW, Z) for _, b, c, _ in cells]
    covered = np.mean([one.low <= 0.15 <= one.high for one in intervals])
    assert 0.94 <= covered <= 0.975


def test_ends_stay_within_what_a_difference_can_be():
    all_gained = change(0, 5, pairs=5)
    assert (all_gained.difference, all_gained.high) == (1, 1)


def test_nobody_changes_nothing():
    nobody = change(0, 0, pairs=0)
    assert (nobody.p_value, np.isnan(nobody.difference)) == (1, True)


def test_more_changes_than_pairs_are_refused():
    with pytest.raises(ValueError, match="3 and 4 of 6 persons"):
        change(3, 4, pairs=6)


@pytest.mark.parametrize("seed", range(5))
def test_holm_is_as_in_statsmodels(seed):
    random = np.random.default_rng(seed)
    p_values = random.random(12).round(1) ** 3
    expected = multipletests(p_values, method="holm")[1]
    np.testing.assert_allclose(holm(p_values), expected, rtol=1e-12)
    assert holm([]).tolist() == []
