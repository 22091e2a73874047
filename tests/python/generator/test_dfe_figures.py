"""The school-finance set of the nation against published figures.

Figures: Department for Education, schools, pupils and their characteristics 2023/24; LA
and school expenditure 2023/24; area guidelines for mainstream schools.
"""

import numpy as np
import pytest
from dfe_sets import world

from generator.dfe.figures import table
from generator.dfe.money import total_costs, total_income
from generator.dfe.returns import FULL_YEAR

NATION, YEAR = 24_400, 2024
SECONDARY = ["secondary", "middle_secondary", "utc", "studio", "all_through"]
PRIMARY = ["primary", "middle_primary"]


@pytest.fixture(scope="module")
def nation():
    return world(NATION, YEAR)


@pytest.fixture(scope="module")
def kind(nation):
    return table("kinds").kind[nation.schools.kind]


def share(mask):
    return np.count_nonzero(mask) / len(mask)


def test_schools_by_phase(nation, kind):
    assert len(kind) == NATION
    assert np.isin(kind, PRIMARY).sum() == pytest.approx(16_764, rel=0.01)
    assert np.isin(kind, SECONDARY).sum() == pytest.approx(3_450, rel=0.02)
    assert (kind == "nursery").sum() == pytest.approx(381, rel=0.02)
    assert (kind == "special").sum() == pytest.approx(1_050, rel=0.02)


def test_academies(nation, kind):
    schools, heads = nation.schools, nation.heads
    academy = schools.is_academy
    assert share(academy) == pytest.approx(0.435, abs=0.005)
    assert share(academy[np.isin(kind, SECONDARY)]) == pytest.approx(0.819, abs=0.005)
    assert share(academy[np.isin(kind, PRIMARY)]) == pytest.approx(0.427, abs=0.005)
    assert share(academy[kind == "special"]) == pytest.approx(0.468, abs=0.005)
    assert heads[academy].sum() / heads.sum() == pytest.approx(0.562, abs=0.015)


def test_trusts(nation):
    size = nation.trusts.size
    assert len(size) == pytest.approx(2_400, rel=0.05)
    assert share(size == 1) == pytest.approx(0.5, abs=0.03)
    assert 40 <= size.max() <= 80


def test_pupils(nation, kind):
    schools, pupils, heads = nation.schools, nation.pupils, nation.heads
    assert heads.sum() == pytest.approx(9_092_000, rel=0.02)
    assert heads[np.isin(kind, PRIMARY)].mean() == pytest.approx(275, rel=0.02)
    assert heads[np.isin(kind, SECONDARY)].mean() == pytest.approx(1_063, rel=0.03)
    state = schools.is_state_funded
    fsm = pupils.fsm[state].sum() / heads[state].sum()
    assert fsm == pytest.approx(0.246, abs=0.003)
    assert pupils.plans.sum() / heads.sum() == pytest.approx(0.048, abs=0.001)
    assert pupils.support.sum() / heads.sum() == pytest.approx(0.136, abs=0.002)
    # autism leads the plans, speech and language the support
    assert pupils.plans.sum(0).argmax() == 10
    assert pupils.support.sum(0).argmax() == 5


def test_regions(nation):
    areas, regions = table("areas"), table("regions")
    found = areas.region[nation.schools.area]
    for region, wanted in zip(regions.region, regions.share, strict=True):
        assert share(found == region) == pytest.approx(wanted, abs=0.005)


def test_every_large_phase_has_three_hundred_schools_in_a_region(nation, kind):
    region = table("areas").region[nation.schools.area]
    primary = np.isin(kind, PRIMARY)
    assert np.unique(region[primary], return_counts=True)[1].min() >= 300


def test_floor_area_and_age_of_buildings(nation, kind):
    blocks, heads = nation.blocks, np.maximum(nation.heads, 1)
    per_pupil = np.bincount(blocks.school, blocks.area, NATION) / heads
    assert 5.5 <= np.median(per_pupil[kind == "primary"]) <= 8
    assert 8 <= np.median(per_pupil[kind == "secondary"]) <= 10
    assert 20 <= np.median(per_pupil[kind == "special"]) <= 35
    assert len(blocks) / NATION == pytest.approx(3, abs=0.4)
    # five decades and half of the seventies; the first code is before 1900
    dated = blocks.age[blocks.age >= 0]
    old = share(dated < 8) + share(dated == 8) / 2
    assert old == pytest.approx(0.60, abs=0.03)


def test_spending_of_maintained_schools(nation):
    rows, money = nation.maintained, nation.money
    leads = (rows.lead < 0) | (rows.lead == np.arange(len(rows)))
    leads &= ~rows.not_supplied
    total = money.total_expenditure[leads].sum()
    assert total == pytest.approx(25.9e9, rel=0.04)

    def part(*lines):
        return sum(getattr(money, line)[leads].sum() for line in lines) / total

    assert part("teaching_staff") == pytest.approx(0.448, abs=0.012)
    assert part("education_support_staff") == pytest.approx(0.193, abs=0.012)
    supply = part(
        "supply_teaching_staff",
        "agency_supply_teaching_staff",
        "supply_teacher_insurance",
    )
    assert supply == pytest.approx(0.029, abs=0.004)
    premises = part(
        "maintenance_of_premises",
        "grounds_maintenance",
        "cleaning_and_caretaking",
        "water_and_sewerage",
        "energy",
        "rent_and_rates",
        "other_occupation_costs",
    )
    assert premises == pytest.approx(0.059, abs=0.005)
    supplies = part(
        "learning_resources_not_ict",
        "ict_learning_resources",
        "examination_fees",
        "administrative_supplies_non_educational",
        "educational_consultancy",
        "professional_services_non_curriculum",
        "pfi_charges",
    )
    assert supplies == pytest.approx(0.106, abs=0.008)


def test_costs_follow_size_london_and_needs(nation, kind):
    rows, money = nation.maintained, nation.money
    alone = (rows.role == 0) & (rows.months == FULL_YEAR) & (rows.fraction == 1)
    alone &= (kind[rows.school] == "primary") & (nation.heads[rows.school] > 60)
    alone &= ~nation.schools.is_pfi[rows.school]
    school = rows.school[alone]
    heads = nation.heads[school]
    london = nation.schools.london[school]
    weights = {"Inner": 1.20, "Outer": 1.10, "Fringe": 1.03, "Neither": 1.0}
    known = [
        np.ones(len(school)),
        np.log(heads),
        np.log([weights[name] for name in london]),
        np.log(1 + 0.25 * nation.pupils.fsm[school] / heads),
        np.log(1 + 0.6 * nation.pupils.plans[school].sum(1) / heads),
    ]
    per_pupil = np.log(money.total_expenditure[alone] / heads)
    found = np.linalg.lstsq(np.stack(known, 1), per_pupil, rcond=None)[0]
    assert found[1] == pytest.approx(-0.08, abs=0.02)
    assert found[2:] == pytest.approx([1, 1, 1], abs=0.3)


def test_income_and_reserves(nation):
    money = nation.money
    balance = money.balance.sum() / money.total_income.sum()
    assert abs(balance) < 0.01
    totals = nation.budgets.totals.take(nation.budgets.totals.is_active)
    assert abs((totals.income - totals.costs).sum() / totals.income.sum()) < 0.02
    reserve = totals.reserve / totals.income
    assert np.median(reserve) == pytest.approx(0.11, abs=0.03)
    assert 0.01 < share(reserve < 0) < 0.08
    own = total_income(nation.own) - total_costs(nation.own)
    rows = nation.academies
    assert np.abs(own[~rows.is_one_day] / 1e6).max() < 15


def test_shares_of_what_is_odd(nation):
    schools, rows, listed = nation.schools, nation.academies, nation.maintained
    state = schools.is_state_funded
    count = np.count_nonzero(state)
    part_year = np.count_nonzero((rows.months < 12) & ~rows.is_one_day)
    part_year += np.count_nonzero(listed.months < 12)
    assert 0.02 <= part_year / (len(rows) + len(listed)) <= 0.03
    assert share(listed.not_supplied) == pytest.approx(0.005, abs=0.001)
    assert share(schools.is_pfi[state]) == pytest.approx(0.04, abs=0.005)
    for case in ("no_buildings", "no_census", "no_needs"):
        assert 0.03 <= len(nation.cases[case]) / count <= 0.05
