"""Users: when they signed up, through whom, and what they are like."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from generator.dost.parameters import parameters

DAY = 86_400


@dataclass(frozen=True)
class Users:
    """Arrays by user.

    source, partner (-1: none), is_father, has_phone_of (row whose phone it is)
    signed_up: day; signed_up_secs: second of that day in India
    ability: logit of pick-up without effects of partner, sex, time
    listener: share of near-complete calls among answered ones
    slot: hour at which calls begin
    answers, rings_back: whether the user answers prompts, rings back
    """

    source: np.ndarray
    partner: np.ndarray
    is_father: np.ndarray
    has_phone_of: np.ndarray
    signed_up: np.ndarray
    signed_up_secs: np.ndarray
    ability: np.ndarray
    listener: np.ndarray
    slot: np.ndarray
    answers: np.ndarray
    rings_back: np.ndarray

    def __len__(self):
        return len(self.source)


def make_users(streams, draws, partners, count, first_day):
    """`count` users who sign up in the window from `first_day` on."""
    given, calls = parameters("population"), parameters("calls")
    every = np.arange(count)
    sources = parameters("programs")["sources"]
    partner = np.repeat(np.arange(len(partners.users)), partners.users)
    partner = np.append(partner, np.full(count - len(partner), -1))
    partner = streams("partner of user").permutation(partner)
    alone = draws.coded("platform", [one["direct"] for one in sources], every)
    pick_up = calls["pick_up"]
    p = special.betaincinv(
        pick_up["a"], pick_up["b"], draws.uniform("pick-up", every) * (1 - 2e-9) + 1e-9
    )
    hours = np.array(list(calls["slots"]))
    other = draws.whole("other", 0, count - 1, every)
    is_shared = draws.uniform("shared", every) < given["shared_phone"]
    return Users(
        source=np.where(partner < 0, alone, partners.source[partner]),
        partner=partner,
        is_father=draws.uniform("father", every) < given["fathers"],
        # nobody shares with somebody who shares
        has_phone_of=np.where(is_shared & ~is_shared[other], other, every),
        signed_up=first_day + _sign_up_days(streams("days"), draws, partner, every),
        signed_up_secs=draws.whole("second", 0, DAY - 1, every),
        ability=special.logit(p),
        listener=calls["listening"]["spread"] * draws.uniform("listener", every),
        slot=hours[draws.coded("slot", list(calls["slots"].values()), every)],
        answers=draws.uniform("answers", every) < calls["prompts"]["users"],
        rings_back=draws.uniform("rings back", every) < calls["call_back"]["users"],
    )


def _sign_up_days(rng, draws, partner, every):
    """Day in the window, 0 = the first: most in the bursts of the user's partner."""
    given = parameters("population")
    window, spikes = given["window_days"], given["spikes"]
    length = spikes["burst_days"]
    count = round(spikes["days"] * window / length)
    starts = np.sort(rng.permutation(window // length)[:count]) * length
    # every partner has one burst at least and every burst somebody
    owner = rng.permutation(np.arange(max(count, partner.max() + 1)) % count)
    bursts = [np.unique([own, rng.integers(count)]) for own in owner]
    shared = given["partners"]["user_share"]
    of_partner = (spikes["sign_ups"] - (1 - shared) * spikes["direct"]) / shared
    in_burst = draws.uniform("burst", every) < np.where(
        partner < 0, spikes["direct"], of_partner
    )
    choice = draws.uniform("which burst", every)
    which = (choice * count).astype(int)
    for code in range(partner.max() + 1):
        rows = partner == code
        which[rows] = bursts[code][(choice[rows] * len(bursts[code])).astype(int)]
    burst_day = starts[which] + draws.whole("day of burst", 0, length - 1, every)
    quiet = np.setdiff1d(
        np.arange(window), (starts[:, None] + np.arange(length)).ravel()
    )
    other_day = quiet[draws.whole("quiet day", 0, len(quiet) - 1, every)]
    return np.where(in_burst, burst_day, other_day)
