"""Pupils: numbers by year group, sex and part time, free meals, special needs."""

import numpy as np

from generator.dfe.draws import logistic, pick, shares_with_mean
from generator.dfe.figures import Frame, table
from generator.dfe.schools import has_boarders, of_kind

# Early 1 and 2, nursery 1 and 2, reception, years 1 to 14, not followed.
GROUPS = 20
NURSERY = slice(0, 4)
AGE_OF_GROUP = np.array([1, 2, 3, 3, *range(4, 19), 0])
WEIGHT_OF_GROUP = np.array([0.05, 0.10, 0.15, 0.55, *[1.0] * 12, 0.55, 0.45, 0.02, 0.0])
# National shares of pupils by year: free meals, plans, support.
NATIONAL = {
    2022: (0.225, 0.040, 0.126),
    2023: (0.238, 0.043, 0.130),
    2024: (0.246, 0.048, 0.136),
    2025: (0.257, 0.053, 0.142),
}
NEEDS = tuple("spld mld sld pmld semh slcn hi vi msi pd asd oth nsa".split())  # noqa: SIM905
# Pupils with a plan and with support in mainstream schools, by primary need.
PLAN = [4, 8, 2.5, 1, 17, 24, 2, 1.2, 0.3, 5, 31, 3, 1]
SUPPORT = [15, 17, 0.3, 0.1, 22, 30, 1.8, 1, 0.3, 2, 7, 4.5, 3]
# Kinds of special schools: what they are for.
PROFILES = np.array(
    [
        [0.5, 4, 4, 2, 5, 8, 0.5, 0.3, 0.2, 1, 72, 1.5, 0],
        [0.2, 3, 42, 24, 1, 4, 0.6, 0.8, 0.8, 5, 17, 1.2, 0],
        [2, 45, 8, 1, 10, 12, 0.6, 0.5, 0.2, 2, 17, 1.5, 0],
        [1, 5, 0.5, 0.1, 80, 4, 0.1, 0.1, 0.1, 0.2, 8, 1, 0],
        [1, 18, 20, 9, 12, 9, 1.5, 1, 0.6, 5, 22, 1, 0],
        [0.5, 2, 2, 2, 3, 6, 60, 10, 5, 4, 5, 0.5, 0],
    ]
)
PROFILE_SHARES = [0.24, 0.22, 0.17, 0.17, 0.18, 0.02]
# How alike the schools of a profile are.
PROFILE_WEIGHT = 60.0


def make_pupils(streams, schools, year):
    """What the January census says of each school, as a `Frame`."""
    headcount = _headcounts(streams("headcounts"), schools)
    plans = _plans(streams, schools, headcount, year)
    return Frame(
        **_groups(streams("groups"), schools, headcount),
        **_shares(streams("shares"), schools, headcount, year),
        **plans,
    )


def totals(pupils):
    """(headcount, full-time equivalents) of each row."""
    full = pupils.ft_girls.sum(1) + pupils.ft_boys.sum(1)
    part = pupils.pt_girls.sum(1) + pupils.pt_boys.sum(1)
    return full + part, full + part / 2


def halves(pupils, rows, fraction):
    """The rows scaled down, such as for one of two schools that became one."""
    part = {}
    for name, values in pupils.take(rows).__dict__.items():
        wide = fraction.reshape(-1, *[1] * (values.ndim - 1))
        is_count = np.issubdtype(values.dtype, np.integer)
        part[name] = (
            np.where(wide < 1, np.floor(values * wide), values).astype(values.dtype)
            if is_count
            else values
        )
    return Frame(**part)


def _headcounts(rng, schools):
    kinds = table("kinds")
    kind = schools.kind
    sigma = kinds.sigma[kind]
    wide = np.exp(rng.normal(0, 1, len(schools)) * sigma - sigma**2 / 2)
    primary = of_kind(schools, "primary")
    # infant and junior schools have fewer year groups
    years = np.where(primary, (schools.high_age - schools.low_age + 4) / 11.6, 1)
    drawn = kinds.mean_pupils[kind] * wide * years
    heads = np.clip(drawn, kinds.low_pupils[kind], kinds.high_pupils[kind])
    # what clipping took away is given back
    for code in np.unique(kind):
        rows = kind == code
        heads[rows] *= kinds.mean_pupils[code] / max(heads[rows].mean(), 1)
    heads = np.rint(heads).astype(np.int64)
    empty = pick(rng, np.flatnonzero(of_kind(schools, "alternative", "special")), 0.004)
    heads[empty] = 0
    return heads


def _groups(rng, schools, headcount):
    low, high = schools.low_age[:, None], schools.high_age[:, None]
    weights = np.where(
        (low <= AGE_OF_GROUP) & (high > AGE_OF_GROUP), WEIGHT_OF_GROUP, 0.0
    )
    # nursery schools have nothing but the first groups
    weights[:, :4] = np.where(schools.has_nursery[:, None], weights[:, :4], 0)
    weights[weights.sum(1) == 0, 4] = 1
    counts = rng.multinomial(headcount, weights / weights.sum(1, keepdims=True)).astype(
        np.int32
    )
    girls = np.where(of_kind(schools, "special", "alternative"), 0.30, 0.49)
    girls = np.select([schools.gender == 1, schools.gender == 2], [1.0, 0.0], girls)
    girls = rng.binomial(counts, girls[:, None]).astype(np.int32)
    boys = counts - girls
    part = np.zeros(GROUPS)
    part[NURSERY] = 0.7
    pt_girls = rng.binomial(girls, part).astype(np.int32)
    pt_boys = rng.binomial(boys, part).astype(np.int32)
    return {
        "ft_girls": girls - pt_girls,
        "ft_boys": boys - pt_boys,
        "pt_girls": pt_girls,
        "pt_boys": pt_boys,
    }


def _shares(rng, schools, headcount, year):
    """Free meals, first language, boarders, dual registrations."""
    size = len(schools)
    kinds = table("kinds")
    areas = table("areas")
    of_area = rng.normal(0, 0.35, len(areas))
    region = areas.region
    poorer = np.isin(region, ["North East", "North West", "West Midlands"])
    of_area += np.where(poorer, 0.25, 0) - np.where(region == "South East", 0.3, 0)
    means = kinds.fsm[schools.kind]
    score = np.log(np.maximum(means, 1e-9) / (1 - means))
    score = score + of_area[schools.area] + rng.normal(0, 0.65, size)
    national = NATIONAL[min(max(year, 2022), 2025)][0]
    state = schools.is_state_funded
    fsm = np.zeros(size)
    fsm[state] = shares_with_mean(score[state], headcount[state] + 1e-9, national)
    diverse = np.select(
        [region == "London", np.isin(region, ["West Midlands", "North West"])],
        [1.4, 0.2],
        -0.6,
    )
    eal = logistic(-1.7 + diverse[schools.area] + rng.normal(0, 1.0, size))
    boarders = np.where(has_boarders(schools), rng.binomial(headcount, 0.3), 0)
    dual = rng.binomial(
        headcount, np.where(of_kind(schools, "alternative"), 0.4, 0.0005)
    )
    return {
        "fsm": np.rint(fsm * headcount).astype(np.int64),
        "eal": np.rint(eal * headcount).astype(np.int64),
        "boarders": boarders.astype(np.int64),
        "dual": dual.astype(np.int64),
    }


def _plans(streams, schools, headcount, year):
    """Plans and support by primary need, two arrays of 13 columns."""
    rng, kinds = streams("plans"), table("kinds")
    _, plan_share, support_share = NATIONAL[min(max(year, 2022), 2025)]
    special = of_kind(schools, "special", "non_maintained_special")
    plan = np.zeros(len(schools))
    support = np.zeros(len(schools))
    for column, shares, national in (
        (plan, kinds.ehc, plan_share),
        (support, kinds.support, support_share),
    ):
        means = shares[schools.kind]
        score = np.log(means / (1 - means)) + rng.normal(0, 0.5, len(schools))
        column[special] = logistic(score[special])
        # mainstream schools make up the national figure
        weights = headcount + 1e-9
        rest = national * weights.sum() - (column * weights)[special].sum()
        rest /= max(weights[~special].sum(), 1)
        column[~special] = shares_with_mean(
            score[~special], weights[~special], np.clip(rest, 0.001, 0.9)
        )
    plans = rng.binomial(headcount, plan)
    supported = rng.binomial(
        headcount - plans, np.clip(support / (1 - plan + 1e-9), 0, 1)
    )
    weights = _profiles(streams("profiles"), schools, special)
    by_support = np.array(SUPPORT) / sum(SUPPORT)
    return {
        "plans": rng.multinomial(plans, weights).astype(np.int32),
        "support": rng.multinomial(
            supported, rng.dirichlet(by_support * 40 + 0.01, len(schools))
        ).astype(np.int32),
    }


def _profiles(rng, schools, special):
    plan = np.array(PLAN) / sum(PLAN)
    weights = rng.dirichlet(plan * 20 + 0.01, len(schools))
    rows = np.flatnonzero(special)
    chosen = rng.choice(len(PROFILES), len(rows), p=PROFILE_SHARES)
    base = PROFILES[chosen] / PROFILES[chosen].sum(1, keepdims=True)
    drawn = rng.standard_gamma(base * PROFILE_WEIGHT + 0.01)
    weights[rows] = drawn / drawn.sum(1, keepdims=True)
    return weights
