"""Retention curves, against `lifelines` and by hand."""

import numpy as np
import pytest
from edstats.engagement.survival import kaplan_meier
from lifelines import KaplanMeierFitter

Z = 1.959963984540054


def curve_of(time, is_event):
    """One subject per entry; random cases are counted by `kaplan_meier` itself."""
    is_event = np.asarray(is_event, dtype=int)
    return kaplan_meier(time, is_event, 1 - is_event, Z)


def lifelines_of(time, is_event):
    fitter = KaplanMeierFitter().fit(time, is_event)
    counts = fitter.event_table
    interval = fitter.confidence_interval_.to_numpy()
    return {
        "time": counts.index.to_numpy(),
        "at_risk": counts["at_risk"].to_numpy(),
        "events": counts["observed"].to_numpy(),
        "censored": counts["censored"].to_numpy(),
        "survival": fitter.survival_function_.to_numpy()[:, 0],
        "low": interval[:, 0],
        "high": interval[:, 1],
    }


def assert_like_lifelines(time, is_event):
    found = curve_of(time, is_event)
    for name, expected in lifelines_of(time, is_event).items():
        np.testing.assert_allclose(
            getattr(found, name), expected, rtol=0, atol=1e-9, err_msg=name
        )


@pytest.mark.parametrize("seed", range(40))
def test_random_subjects_with_ties_are_as_in_lifelines(seed):
    random = np.random.default_rng(seed)
    subjects = int(random.integers(2, 400))
    # few days make many ties of events with events and with those who leave
    days = int(random.choice([3, 15, 200]))
    time = random.integers(0, days + 1, subjects)
    is_event = random.random(subjects) < random.choice([0.1, 0.5, 0.9])
    assert_like_lifelines(time, is_event)


@pytest.mark.parametrize(
    ("time", "is_event"),
    [
        ([3], [1]),
        ([3], [0]),
        ([0], [1]),
        ([0], [0]),
        ([4, 4, 7], [0, 0, 0]),
        ([2, 2, 2], [1, 1, 1]),
        ([0, 0, 4, 5], [1, 0, 1, 1]),
        ([1.5, 2.25, 2.25, 9.0], [1, 0, 1, 0]),
    ],
    ids=[
        "one_lost",
        "one_left",
        "one_lost_at_once",
        "one_left_at_once",
        "nobody_lost",
        "all_lost_together",
        "lost_and_left_at_0",
        "parts_of_days",
    ],
)
def test_small_cases_are_as_in_lifelines(time, is_event):
    assert_like_lifelines(time, is_event)


def test_by_hand():
    """Five parents: lost on days 2 and 4, left on days 2, 4 and 6.

    Day 2: 5 at risk, 1 lost: 4/5 = .8. The one who left on day 2 was at risk until
    then, so on day 4 there are 3, 1 lost: .8 x 2/3 = .5333. Greenwood on day 4:
    1/(5 x 4) + 1/(3 x 2) = .05 + .16667 = .21667, root .46547; log(.53333) = -.62861;
    log(.62861) = -.46424; 1.96 x .46547/.62861 = 1.45131;
    exp(-exp(-.46424 + 1.45131)) = exp(-2.68333) = .06834,
    exp(-exp(-.46424 - 1.45131)) = exp(-.14726) = .86307.
    """
    curve = kaplan_meier([2, 4, 6], [1, 1, 0], [1, 1, 1], Z)
    assert curve.time.tolist() == [0, 2, 4, 6]
    assert curve.at_risk.tolist() == [5, 5, 3, 1]
    np.testing.assert_allclose(curve.survival, [1, 0.8, 0.53333, 0.53333], atol=1e-5)
    assert (curve.low[0], curve.high[0]) == (1, 1)
    np.testing.assert_allclose(
        [curve.low[2], curve.high[2]], [0.06834, 0.86307], atol=1e-5
    )


def test_subjects_may_be_counted_in_any_order_and_in_parts():
    whole = kaplan_meier([1, 5, 9], [4, 0, 3], [1, 6, 2], Z)
    parts = kaplan_meier([9, 5, 1, 1, 9], [1, 0, 4, 0, 2], [2, 6, 0, 1, 0], Z)
    for name in ("time", "at_risk", "events", "censored", "survival", "low", "high"):
        assert getattr(whole, name).tolist() == getattr(parts, name).tolist()


def test_nobody_has_a_curve_of_one_point():
    curve = kaplan_meier([], [], [], Z)
    assert (curve.time.tolist(), curve.at_risk.tolist()) == ([0], [0])


def test_times_before_the_start_are_refused():
    with pytest.raises(ValueError, match="0 or more"):
        kaplan_meier([-1], [1], [0], Z)
