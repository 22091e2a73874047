"""Money: what schools and trusts spend, what they get, what they have left."""

import numpy as np

from generator.dfe.draws import pick
from generator.dfe.figures import Frame, table
from generator.dfe.schools import of_kind

# The year that the costs of figures/kinds.csv are of, and how they grow.
PRICES_OF, INFLATION = 2024, 1.045
# Small schools are dearer; London, free meals and plans cost.
DISECONOMY = -0.08
LONDON = {"Inner": 1.20, "Outer": 1.10, "Fringe": 1.03, "Neither": 1.0}
PER_FSM, PER_PLAN = 0.25, 0.6
# Spread of schools beside that of their lines, log-normal.
SCHOOL_NOISE = 0.07
FEWEST = 12
PFI_SHARE = (0.04, 0.13)
NEGATIVE = 0.0002
# Academies report in thousands of pounds.
THOUSAND = 1_000
# Incomes as shares of the total, beside the main grant.
ACADEMY_INCOME = {
    "dfe_family_revenue_grants": 0.008,
    "sen_funding": 0.012,
    "other_dfe_revenue_grants": 0.055,
    "other_government_revenue_grants": 0.030,
    "government_source_non_grant": 0.002,
    "academies_income": 0.002,
    "non_government_income": 0.001,
    "facilities_and_services": 0.014,
    "supply_teacher_insurance_receipts": 0.0015,
    "donations": 0.010,
    "other_self_generated_income": 0.008,
    "other_facilities_and_services": 0.003,
    "investment_income": 0.002,
    "academies_income_011": 0.0005,
}
CFR_INCOME = {
    "I04": 0.0002, "I06": 0.020, "I07": 0.018, "I08": 0.020, "I10": 0.0015,
    "I11": 0.0005, "I12": 0.006, "I13": 0.005, "I15": 0.0005, "I16": 0.001,
    "I17": 0.001, "I18": 0.022,
}  # fmt: skip
# Plans and support in special schools are paid by areas.
SEN_SHARE = {"special": 0.38, "other": 0.014}
PUPIL_PREMIUM = 1_455


def annual_costs(streams, schools, pupils, heads, year):
    """What each school spends in a whole year: schools x 31 lines, in pounds."""
    rng, size = streams("costs"), len(schools)
    kinds, costs = table("kinds"), table("costs")
    paying = np.maximum(heads, FEWEST)
    fsm = pupils.fsm / np.maximum(heads, 1)
    plan = pupils.plans.sum(1) / np.maximum(heads, 1)
    level = (paying / kinds.mean_pupils[schools.kind]) ** DISECONOMY
    level *= (1 + PER_FSM * fsm) * (1 + PER_PLAN * plan)
    for code in np.unique(schools.kind):
        rows = schools.kind == code
        # the figure of the kind is what is spent on a pupil on average
        level[rows] /= np.average(level[rows], weights=paying[rows])
    weighting = np.array([LONDON[name] for name in schools.london])
    level *= weighting / np.average(weighting, weights=paying)
    level *= np.exp(rng.normal(0, SCHOOL_NOISE, size))
    base = kinds.per_pupil[schools.kind] * INFLATION ** (year - PRICES_OF)
    mixes = {name: getattr(costs, name) for name in np.unique(kinds.mix)}
    shares = np.array([mixes[name] for name in kinds.mix])[schools.kind]
    shares = shares / shares.sum(1, keepdims=True) / (1 - costs.zero)
    sigma = costs.noise
    noise = np.exp(rng.normal(0, 1, shares.shape) * sigma - sigma**2 / 2)
    noise *= rng.random(shares.shape) >= costs.zero
    amounts = (base * level * paying)[:, None] * shares * noise
    place = list(costs.line).index("pfi_charges")
    charge = rng.uniform(*PFI_SHARE, size) * amounts.sum(1)
    amounts[:, place] = np.where(schools.is_pfi, charge, 0)
    return amounts


def academy_money(streams, world, annual):
    """Own and central amounts of academies: two `Frame`s of lines, rounded."""
    rows, schools = world.academies, world.schools
    rng, costs = streams("academies"), table("costs")
    part = rows.months / 12 * ~rows.is_one_day
    full = annual[rows.school] * part[:, None]
    multi = world.trusts.is_multi[rows.trust]
    # what a trust does itself; some do little, some much
    depth = rng.gamma(4, 0.25, len(world.trusts))
    moved = np.clip(costs.central * depth[rows.trust][:, None], 0, 0.97)
    moved *= multi[:, None]
    central = np.zeros((len(world.trusts), full.shape[1]))
    np.add.at(central, rows.trust, full * moved)
    own = full * (1 - moved)
    _make_some_negative(rng, own)
    own, central = (_thousands(amounts) for amounts in (own, central))
    lines = list(costs.line)
    own_money = Frame(**dict(zip(lines, own.T, strict=True)))
    central_money = Frame(**dict(zip(lines, central.T, strict=True)))
    # half of the trusts are paid by their academies, half get the grant themselves
    pooled = rng.random(len(world.trusts)) < 0.6
    own_total, central_total = own.sum(1), central.sum(1)
    sum_of_trust = np.bincount(rows.trust, own_total, len(world.trusts))
    top_up = np.where(pooled, 0, central_total / np.maximum(sum_of_trust, 1))
    balance = rng.normal(0.003, 0.03, len(world.trusts))[rows.trust]
    balance = balance + rng.normal(0, 0.025, len(rows))
    total = own_total * (1 + top_up[rows.trust]) * (1 + balance)
    _academy_income(rng, own_money, total, schools.take(rows.school))
    paid = central_total * np.where(pooled, 1 + rng.normal(0, 0.02, len(pooled)), 0.05)
    _central_income(rng, central_money, paid)
    income = total_income(own_money)
    reserve = income * (
        rng.normal(0.075, 0.06, len(rows)) + rng.exponential(0.02, len(rows))
    )
    reserve = _thousands(np.where(rows.is_superseded, 0, reserve))
    own_money.revenue_reserve = reserve
    share = rng.normal(0.35, 0.25, len(world.trusts))
    of_trust = np.bincount(rows.trust, reserve, len(world.trusts))
    central_money.revenue_reserve = _thousands(
        np.where(world.trusts.is_multi, of_trust * share, 0)
    )
    return own_money, central_money


def total_income(money):
    """Grants and self-generated income less direct revenue financing."""
    lines = [
        name
        for name in ACADEMY_INCOME
        if name not in ("donations", "investment_income")
    ]
    total = sum(getattr(money, name) for name in lines)
    total = total + money.efa_revenue_grants + money.catering_income
    total += money.voluntary_income + money.investment_income_total
    return total - money.direct_revenue_financing


def total_costs(money):
    """The cost lines together."""
    return sum(getattr(money, name) for name in table("costs").line)


def maintained_money(streams, world, annual):
    """Amounts of maintained schools as a `Frame`: cost lines, I01 to I18, balances."""
    rows = world.maintained
    rng, costs = streams("maintained"), table("costs")
    own = annual[rows.school] * (rows.months / 12 * rows.fraction)[:, None]
    # members spend through their lead
    together = own.copy()
    members = np.flatnonzero((rows.lead >= 0) & (rows.lead != np.arange(len(rows))))
    np.add.at(together, rows.lead[members], own[members])
    _make_some_negative(rng, together)
    lines = list(costs.line)
    amounts = np.round(together, 2)
    # auditors are paid by academies only
    amounts[:, lines.index("audit_cost")] = 0
    money = Frame(**dict(zip(lines, amounts.T, strict=True)))
    size = len(rows)
    total = amounts.sum(1)
    community = rng.random(size) < 0.06
    money.school_staff = np.round(np.where(community, total * 0.012, 0), 2)
    money.school_costs = np.round(np.where(community, total * 0.004, 0), 2)
    total = total + money.school_staff + money.school_costs
    to_capital = rng.random(size) < 0.08
    money.direct_revenue_financing = np.round(
        np.where(to_capital, total * rng.uniform(0.002, 0.02, size), 0), 2
    )
    _cfr_income(rng, money, total, world)
    income = sum(getattr(money, name) for name in money.__dict__ if name[0] == "I")
    money.total_income = income - money.direct_revenue_financing
    money.total_expenditure = total
    money.balance = money.total_income - total
    reserve = income * rng.normal(0.075, 0.065, size)
    money.B01 = np.round(np.where(reserve > 0, reserve * 0.25, 0), 2)
    money.B06 = np.round(np.where(community, income * 0.003, 0), 2)
    money.B02 = np.round(reserve - money.B01, 2)
    return money


def _cfr_income(rng, money, total, world):
    rows = world.maintained
    schools = world.schools.take(rows.school)
    size = len(total)
    wanted = (
        total * (1 + rng.normal(-0.004, 0.035, size)) + money.direct_revenue_financing
    )
    special = of_kind(schools, "special", "alternative")
    share = np.where(special, SEN_SHARE["special"], SEN_SHARE["other"])
    money.I03 = _some(rng, wanted * share, 0.25, 0.02)
    fsm = world.pupils.fsm[rows.school] * rows.fraction * rows.months / 12
    money.I05 = np.round(fsm * PUPIL_PREMIUM * 1.02, 2)
    for name, part in CFR_INCOME.items():
        setattr(money, name, _some(rng, wanted * part, 0.6, 0.15))
    meals = money.catering_staff + money.catering_supplies
    money.I09 = np.round(np.maximum(meals, 0) * rng.uniform(0.2, 0.6, size), 2)
    found = sum(getattr(money, name) for name in money.__dict__ if name[0] == "I")
    main = np.maximum(wanted - found, 0)
    sixth = np.where(schools.has_sixth_form, main * 0.09, 0)
    money.I02 = np.round(sixth, 2)
    money.I01 = np.round(main - money.I02, 2)


def _academy_income(rng, money, total, schools):
    size = len(total)
    for name, share in ACADEMY_INCOME.items():
        setattr(money, name, _thousands(_some(rng, total * share, 0.6, 0.15)))
    special = of_kind(schools, "special", "alternative")
    sen = np.where(special, SEN_SHARE["special"], SEN_SHARE["other"])
    money.sen_funding = _thousands(_some(rng, total * sen, 0.25, 0.02))
    meals = np.maximum(money.catering_staff + money.catering_supplies, 0)
    money.catering_income = _thousands(meals * rng.uniform(0.2, 0.6, size))
    to_capital = rng.random(size) < 0.07
    money.direct_revenue_financing = _thousands(np.where(to_capital, total * 0.008, 0))
    money.start_up_grants = _thousands(
        np.where(rng.random(size) < 0.01, total * 0.03, 0)
    )
    money.coronavirus_funding = _thousands(total * 0.001 * (rng.random(size) < 0.3))
    _derived(money, 0)
    found = total_income(money)
    gag = _thousands(np.maximum(total - found, 0))
    _derived(money, gag)
    money.inherited_funds = np.zeros(size)
    money.contributions_to_trust = np.zeros(size)


def _central_income(rng, money, total):
    size = len(total)
    for name, share in ACADEMY_INCOME.items():
        setattr(money, name, _thousands(_some(rng, total * share, 0.6, 0.4)))
    # the newer codes have no such line for central services
    money.dfe_family_revenue_grants = np.zeros(size)
    money.catering_income = np.zeros(size)
    money.direct_revenue_financing = np.zeros(size)
    money.start_up_grants = _thousands(total * 0.3)
    money.coronavirus_funding = np.zeros(size)
    _derived(money, 0)
    found = total_income(money)
    # centrally the main grant comes as start-up and other grants
    money.start_up_grants += _thousands(np.maximum(total - found, 0))
    _derived(money, 0)
    money.inherited_funds = np.zeros(size)
    money.contributions_to_trust = np.zeros(size)


def _derived(money, gag):
    money.general_annual_grant_and_other = gag + np.zeros(len(money.donations))
    money.efa_revenue_grants = (
        money.start_up_grants
        + money.general_annual_grant_and_other
        + money.coronavirus_funding
    )
    money.voluntary_income = money.donations
    money.investment_income_total = money.investment_income


def _some(rng, amounts, sigma, none):
    """The amounts with noise; some are nothing."""
    wide = np.exp(rng.normal(0, sigma, len(amounts)) - sigma**2 / 2)
    kept = rng.random(len(amounts)) >= none
    return np.round(amounts * wide * kept / (1 - none), 2)


def _make_some_negative(rng, amounts):
    """A correction of last year's here and there, where it does not weigh much."""
    costs = table("costs")
    small = np.flatnonzero((costs.primary > 0) & (costs.primary < 2))
    rows = np.repeat(np.arange(len(amounts)), len(small))
    columns = np.tile(small, len(amounts))
    cells = pick(rng, np.arange(len(rows)), NEGATIVE, 3)
    amounts[rows[cells], columns[cells]] *= -0.4


def _thousands(amounts):
    return np.rint(amounts / THOUSAND) * THOUSAND
