"""What a reader of EngagementMetric can work out: nothing that is hidden."""

import pytest
from conftest import query
from engagement_attack import (
    ALL,
    DIMENSIONS,
    MetricAttack,
    channels_of,
    counted,
    shares_told,
)
from table_attacker import found_out

LEAST, WIDTH = 10, 3
# one of each kind: few left, all who began, those who ended, another population
SHARES = [
    ("engaged_share", "month3"),
    ("engaged_share", "eop"),
    ("completion_share", "eop"),
    ("activation_share", "day15"),
]


@pytest.fixture(scope="module")
def told(engagement_warehouse):
    found = shares_told(engagement_warehouse)
    assert set(SHARES) < set(found)
    return found


@pytest.fixture(scope="module")
def truth(engagement_warehouse):
    return {share: counted(engagement_warehouse, *share) for share in SHARES}


@pytest.fixture(scope="module")
def attack(engagement_warehouse, truth):
    channels = channels_of(engagement_warehouse)

    def attacked(share, rows):
        return MetricAttack(rows, LEAST, channels, truth[share])

    return attacked


@pytest.fixture(scope="module")
def attacks(told, attack):
    return {share: attack(share, told[share]) for share in SHARES}


def cell_of(row):
    return tuple(row[name] for name in DIMENSIONS)


@pytest.mark.parametrize("share", SHARES, ids=" ".join)
def test_no_hidden_share_is_found_out(share, told, attacks):
    assert sum(row["denominator"] is None for row in told[share]) > 10
    assert found_out(attacks[share], WIDTH) == {}


@pytest.mark.parametrize("share", SHARES, ids=" ".join)
def test_few_who_are_left_of_a_margin_are_not_worked_out(share, told, truth, attacks):
    """Enrolments of a partner, say, that no row of it with programme and cohort has."""
    rows = {cell_of(row) for row in told[share]}
    together = [cell for cell in rows if sum(name != ALL for name in cell) == 3]
    for (margin, what), (low, high) in attacks[share].intervals(WIDTH).items():
        if what != "rest of students":
            continue
        place = next(at for at, member in enumerate(margin) if member != ALL)
        listed = [cell for cell in together if cell[place] == margin[place]]
        left = truth[share][margin] - sum(truth[share][cell] for cell in listed)
        assert left == 0 or left >= LEAST or high - low >= WIDTH, (margin, left)


def test_without_those_that_protect_them_small_cells_are_found_out(told, truth, attack):
    share = SHARES[0]
    protecting = [
        row
        for row in told[share]
        if row["state"] == "suppressed_complementary"
        and row["denominator"] is None
        and truth[share][cell_of(row)] >= LEAST
    ]
    assert protecting
    opened = [
        row | {"denominator": truth[share][cell_of(row)]} if row in protecting else row
        for row in told[share]
    ]
    assert found_out(attack(share, opened), WIDTH) != {}


def test_every_table_tells_of_enough_users_or_of_nobody(engagement_warehouse):
    for table in (
        '"EngagementMetric"',
        "rpt_engagement__lesson_dropoff",
        "rpt_engagement__pickup_profile",
        "rpt_engagement__delivery_health",
    ):
        least, hidden = query(
            engagement_warehouse,
            "select min(n_users), count(*) filter (n_users is null)"
            f" from reports.{table}",
        )[0]
        assert least >= LEAST
        assert hidden > 0
