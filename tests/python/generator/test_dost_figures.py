"""The model of phone calls against published figures, and what can be recovered.

Figures: Kilkari (Bashingwa 2021, Mohan 2022) and Dost (2023), as the specification of
the generator has them. Kilkari's 99.5 % by the ninth attempt is not asked for: it is
among calls that are answered at last.
"""

import numpy as np
import pytest
from dost_sets import delivered_and_answered, world
from scipy.special import expit
from scipy.stats import spearmanr

from generator.dost.answers import Answers
from generator.dost.calls import ANSWERED, FAILED, OUTBOUND
from generator.dost.edits import calls_of
from generator.dost.parameters import parameters
from generator.dost.prompts import responses_of
from generator.resolve import presets, resolve

USERS = 10_000


@pytest.fixture(scope="module")
def model():
    return world(USERS)


@pytest.fixture(scope="module")
def finished(model):
    """First enrolments that began long enough ago to have ended."""
    return (model.spells.ordinal == 0) & (model.spells.start + 200 < model.as_of)


@pytest.fixture(scope="module")
def some_calls(model):
    return calls_of(model, np.arange(2_500))


def weeks_of(model):
    return model.programs.week[model.spells.program]


def test_pick_up_by_attempt(model):
    """50 % on the first attempt, 76 % by the third, where the phone can be reached."""
    reached = (model.outcomes >= 0) & (model.outcomes != 9) & (weeks_of(model) == 1)
    outcome = model.outcomes[reached]
    first = (outcome == 1).mean()
    by_third = (outcome > 0).mean()
    assert first == pytest.approx(0.50, abs=0.02)
    assert by_third == pytest.approx(0.76, abs=0.02)


def test_listening_of_answered_calls(model, some_calls):
    """48 % hear half, 43 % three quarters; some seconds may pass the end."""
    answered = some_calls.result == ANSWERED
    secs = model.contents.secs[some_calls.content[answered]]
    heard = some_calls.listen_secs[answered]
    share = np.minimum(heard, secs) / secs
    assert (share >= 0.5).mean() == pytest.approx(0.48, abs=0.015)
    assert (share >= 0.75).mean() == pytest.approx(0.43, abs=0.015)
    assert 0.01 < (heard > secs).mean() < 0.05
    assert (heard - secs).max() == 4
    assert heard.min() >= 0


def test_retention_by_month(model, finished):
    """78, 67, 58 and 52 % after 4, 8, 12 and 17 weeks; 39 % at the end."""
    leaves = model.leaves[finished]
    for week, share in ((4, 0.78), (8, 0.67), (12, 0.58), (17, 0.52)):
        assert (leaves >= week).mean() == pytest.approx(share, abs=0.025)
    weeks = weeks_of(model).max(axis=1)[finished]
    assert (leaves >= weeks).mean() == pytest.approx(0.39, abs=0.025)


def test_six_weeks_without_an_answer_end_the_calls(model, finished):
    rows = np.flatnonzero(finished & model.is_silent)
    answered = delivered_and_answered(model)[1]
    assert len(rows) > 50
    for row in rows:
        week = weeks_of(model)[row]
        last = model.leaves[row]
        called = model.outcomes[row] >= 0
        assert week[called].max() == last
        assert not answered[row, (week > last - 6) & (week <= last)].any()


@pytest.mark.parametrize(
    ("month", "mothers", "fathers"), [(1, 0.83, 0.76), (2, 0.60, 0.51)]
)
def test_engagement_by_month_and_caregiver(model, finished, month, mothers, fathers):
    """Picked up half of the month's delivered lessons; that reading is ours.

    Month 1 counts who was called in it, month 2 everybody who began.
    """
    week = weeks_of(model)
    inside = (week > 4 * (month - 1)) & (week <= 4 * month)
    delivered = ((model.outcomes >= 0) & (model.outcomes != 9) & inside).sum(axis=1)
    heard = (delivered_and_answered(model)[1] & inside).sum(axis=1)
    engaged = (heard >= 0.5 * delivered) & (heard > 0)
    rows = finished & ((delivered > 0) | (month > 1))
    is_father = model.users.is_father[model.spells.user]
    assert engaged[rows & ~is_father].mean() == pytest.approx(mothers, abs=0.045)
    assert engaged[rows & is_father].mean() == pytest.approx(fathers, abs=0.045)


def test_users(model):
    """Fathers 30 %, 70 % of sign-ups in 20 % of days, second programmes, new phones."""
    users, spells = model.users, model.spells
    assert users.is_father.mean() == pytest.approx(0.30, abs=0.015)
    window = parameters("population")["window_days"]
    days = (users.signed_up - (model.as_of - window)).astype(int)
    by_day = np.sort(np.bincount(days, minlength=window))[::-1]
    spikes = by_day[: window // 5].sum() / len(users)
    assert spikes == pytest.approx(0.70, abs=0.02)
    assert (spells.ordinal == 1).sum() / len(users) == pytest.approx(0.09, abs=0.01)
    again = (spells.break_kind > 0).sum() + (spells.ordinal == 2).sum()
    assert again / len(users) == pytest.approx(0.06, abs=0.01)


def test_who_answers_prompts(model):
    """18 % of users answer one."""
    found = responses_of(model, np.arange(len(model.spells)))
    users = np.unique(model.spells.user[found.spell[found.response > 0]])
    assert len(users) / USERS == pytest.approx(0.18, abs=0.015)


def test_hour_profile(model):
    """The hours' effects come back, users being as the answer key has them."""
    calls = calls_of(model, np.arange(len(model.spells) // 2))
    first = (calls.kind == OUTBOUND) & (calls.attempt == 1) & (calls.result != FAILED)
    hour = calls.attempted[first] // 3_600 % 24
    answered = calls.result[first] == ANSWERED
    user = model.spells.user[calls.spell[first]]
    beyond = answered - expit(model.answers.logit[user])
    hours = np.flatnonzero(np.bincount(hour) > 3_000)
    found = [beyond[hour == one].mean() for one in hours]
    effects = [parameters("calls")["hours"][one] for one in hours]
    assert len(hours) >= 10
    assert np.corrcoef(found, effects)[0, 1] > 0.9


def test_partner_effects_come_back_from_response_rates():
    """20 effects with SD 0.3 on the logit; answered by delivered calls orders them."""
    middle = world(20_000)
    assert len(middle.partners.effect) == 20
    assert middle.partners.effect.std(ddof=1) == pytest.approx(0.3)
    attempts, answered = delivered_and_answered(middle)
    partner = middle.users.partner[middle.spells.user]
    known = partner >= 0
    calls = np.bincount(partner[known], attempts[known].sum(axis=1))
    rate = np.bincount(partner[known], answered[known].sum(axis=1)) / calls
    assert spearmanr(rate, middle.partners.effect)[0] >= 0.9


def test_sizes_of_the_presets(model):
    """Users and calls by preset, from the settings: about a hundred calls a user."""
    attempts = delivered_and_answered(model)[0]
    per_user = (attempts.sum() + (model.outcomes == 9).sum()) / USERS
    users = {name: resolve({"preset": name})[0].dost.users for name in presets()}
    assert users["tiny"] == 500
    assert users["default"] * per_user == pytest.approx(1_000_000, rel=0.12)
    assert users["large"] * per_user == pytest.approx(5_000_000, rel=0.12)
    assert users["huge"] == 500_000
    # the smallest partner of preset large
    least = parameters("population")["partners"]["least_share"]
    assert users["large"] * least >= 500
    assert len(model.programs.lessons) == 28
    assert np.median(model.programs.lessons) == 112


def test_blocks_do_not_change_an_outcome(model):
    answers = Answers(
        model.draws, model.users, model.partners, model.programs, model.as_of
    )
    some = model.spells.rows(np.arange(1_000))
    for block in (1_000, 77):
        outcome, leaves, silent = answers.outcomes(some, block)
        assert (outcome == model.outcomes[:1_000]).all()
        assert (leaves == model.leaves[:1_000]).all()
        assert (silent == model.is_silent[:1_000]).all()
