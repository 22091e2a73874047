"""The league of partners: clustered errors against `statsmodels`, ranks by hand."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import statsmodels.api as sm
from edstats.engagement.clustered import sums_of
from edstats.engagement.league import league_of
from edstats.engagement.partners import partner_league
from scipy.stats import norm

Z = 1.959963984540054
PARAMETERS = pa.table(
    {
        "parameter": ["mcnemar_exact_below", "retention_weeks", "league_min_users"],
        "value": [25, 30, 30],
    }
)


def parents(seed, users, groups, effects=None):
    """Calls of parents who differ in how often they pick up, in `groups` groups."""
    random = np.random.default_rng(seed)
    group = random.integers(0, groups, users)
    delivered = random.integers(1, 60, users)
    shift = np.zeros(groups) if effects is None else np.asarray(effects)
    odds = np.log(random.beta(1.13, 1.13, users).clip(1e-6, 1 - 1e-6) ** -1 - 1)
    picked = random.binomial(delivered, 1 / (1 + np.exp(odds - shift[group])))
    return group, delivered, picked


def test_errors_are_those_of_a_regression_with_clusters():
    """The mean of single calls, errors clustered by parent, has the same error."""
    group, delivered, answered = parents(1, 300, 4)
    sums = sums_of(group, 4, delivered, answered)
    errors = sums.std_error()
    for own in range(4):
        d, a = delivered[group == own], answered[group == own]
        calls = np.concatenate([np.arange(n) < k for n, k in zip(d, a, strict=True)])
        fit = sm.OLS(calls.astype(float), np.ones(len(calls))).fit(
            cov_type="cluster", cov_kwds={"groups": np.repeat(np.arange(len(d)), d)}
        )
        assert sums.rate()[own] == pytest.approx(fit.params[0], rel=1e-12)
        assert errors[own] == pytest.approx(fit.bse[0], rel=1e-9)


def test_rate_by_hand():
    """Parents with 2 of 4, 0 of 2 and 6 of 6 calls: 8/12 = .6667.

    Beyond the rate: 2 - 2.6667 = -.6667, -1.3333, 6 - 4 = 2; squares .4444, 1.7778,
    4, together 6.2222; times 3/2 = 9.3333, root 3.05505, over 12 calls .25459.
    Interval with z = 1 on the logit: .25459/(.6667 x .3333) = 1.14564 about .69315,
    from -.45249 to 1.83879, so .38877 to .86281.
    """
    sums = sums_of([0, 0, 0], 1, [4, 2, 6], [2, 0, 6])
    assert sums.std_error()[0] == pytest.approx(0.25459, abs=1e-5)
    low, high = sums.interval(1)
    assert (low[0], high[0]) == pytest.approx((0.38877, 0.86281), abs=1e-5)


def test_ends_of_the_scale_and_single_parents_have_no_interval():
    sums = sums_of([0, 0, 1, 1, 2], 4, [5, 5, 5, 5, 8], [5, 5, 0, 0, 4])
    assert sums.rate()[:3].tolist() == [1, 0, 0.5]
    assert np.isnan(sums.interval(Z)[0]).tolist() == [True] * 4
    assert np.isnan(sums.std_error()).tolist() == [False, False, True, True]


def test_ranks_by_hand():
    """Three groups of 100 parents with 10 calls; two of them hardly differ.

    Half of the parents answer one call more than the rate, the other half one less:
    errors sqrt(100 x 1 x 100/99)/1000 = .01005. Rates .70, .69, .50: .70 and .69 differ
    by .01/.01421 = 0.7 errors, both differ from .50 by more than 13.
    """
    group = np.repeat([0, 1, 2], 100)
    swing = np.tile([1, -1], 150)
    answered = np.select([group == 0, group == 1], [7, 7], 5) + swing
    answered[np.flatnonzero(group == 1)[:10:2]] -= 1
    answered[np.flatnonzero(group == 1)[1:10:2]] -= 1
    league = league_of(sums_of(group, 3, np.full(300, 10), answered), Z)
    assert league.rank.tolist() == [1, 2, 3]
    assert league.rank_best.tolist() == [1, 1, 3]
    assert league.rank_worst.tolist() == [2, 2, 3]
    assert league.difference[2] == pytest.approx(0.5 - 0.695)
    assert league.standing.tolist() == ["above", "above", "below"]


def test_difference_from_the_others_is_as_naively_computed():
    group, delivered, answered = parents(5, 400, 5, [0.5, 0, 0, 0, -0.4])
    league = league_of(sums_of(group, 5, delivered, answered), Z)
    p_values = []
    for own in range(5):
        sides = []
        for side in (group == own, group != own):
            rate = answered[side].sum() / delivered[side].sum()
            beyond = answered[side] - rate * delivered[side]
            n = side.sum()
            variance = n / (n - 1) * (beyond**2).sum() / delivered[side].sum() ** 2
            sides.append((rate, variance))
        (rate, variance), (other, of_others) = sides
        assert league.difference[own] == pytest.approx(rate - other, rel=1e-10)
        p_values.append(2 * norm.sf(abs(rate - other) / np.sqrt(variance + of_others)))
    np.testing.assert_allclose(league.p_value, p_values, rtol=1e-8)


def test_equal_rates_share_a_rank_and_one_group_is_alone():
    twice = sums_of([0, 1, 0, 1, 2, 2], 3, [4] * 6, [2, 2, 3, 3, 0, 1])
    assert league_of(twice, Z).rank.tolist() == [1, 1, 3]
    alone = league_of(sums_of([0, 0], 1, [3, 4], [1, 2]), Z)
    assert (alone.rank.tolist(), alone.rank_worst.tolist()) == ([1], [1])
    assert (alone.p_adjusted[0], alone.standing[0]) == (1, "not_different")


def test_intervals_of_ranks_hold_the_true_rank():
    """Of 150 leagues with six known effects at most 5 % of the groups miss it."""
    effects = [0.6, 0.3, 0.1, -0.1, -0.3, -0.6]
    held = []
    for seed in range(150):
        group, delivered, answered = parents(seed, 900, 6, effects)
        league = league_of(sums_of(group, 6, delivered, answered), Z)
        rank = np.arange(1, 7)
        held.append((league.rank_best <= rank) & (rank <= league.rank_worst))
    assert np.mean(held) >= 0.95


def spells_of(partners):
    """Relations of enrolments and partners; partners: key -> (source, users)."""
    spells = pd.DataFrame(
        [
            (f"{key}{user}", key, source, 10, 4 + user % 3)
            for key, (source, users) in partners.items()
            for user in range(users)
        ],
        columns=[
            *("user_key", "partner_org_key", "partner_source"),
            *("delivered_calls", "answered_calls"),
        ],
    )
    orgs = pd.DataFrame({"partner_org_key": list(partners), "organization_id": "o"})
    return spells, orgs


def league_rows(spells, orgs):
    tables = (
        pa.Table.from_pandas(frame, preserve_index=False) for frame in (spells, orgs)
    )
    return {
        row["partner_org_key"]: row
        for row in partner_league(*tables, PARAMETERS, Z).to_pylist()
    }


def test_few_users_and_sign_ups_without_partner_are_not_ranked():
    spells, orgs = spells_of(
        {"a": ("user", 29), "b": ("provider_number", 30), "c": ("user", 40)}
        | {"d": ("direct", 90)}
    )
    rows = league_rows(spells, orgs)
    assert [key for key, row in rows.items() if row["is_ranked"]] == ["b", "c"]
    assert {row["n_ranked"] for row in rows.values()} == {2}
    assert (rows["a"]["rank"], rows["d"]["p_adjusted"]) == (None, None)
    assert rows["a"]["response_rate"] == pytest.approx(0.4966, abs=1e-4)


def test_a_users_enrolments_with_a_partner_are_one_cluster():
    spells, orgs = spells_of({"a": ("user", 40), "b": ("user", 40)})
    first = spells.assign(delivered_calls=5, answered_calls=2)
    later = spells.assign(
        delivered_calls=5, answered_calls=spells["answered_calls"] - 2
    )
    halves = pd.concat([first, later])
    whole, split = league_rows(spells, orgs), league_rows(halves, orgs)
    assert whole == split


def test_partners_whom_nobody_was_called_for_have_no_row():
    spells, orgs = spells_of({"a": ("user", 40), "b": ("user", 40)})
    spells.loc[spells["partner_org_key"] == "b", ["delivered_calls"]] = 0
    assert list(league_rows(spells, orgs)) == ["a"]
