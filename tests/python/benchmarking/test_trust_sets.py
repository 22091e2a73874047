"""Sets of trusts: by hand, and against all pairs computed naively."""

import naive_sets
import pytest
from edstats.benchmarking.trusts import trust_sets
from library_sets import schools, weights
from random_schools import FLAVOURS, as_arrow, random_schools

META = {"trust_comparators": "true", "trust_members": "9"}


def sets_of(table, **meta):
    found = trust_sets(table, weights(), META | meta).read_all()
    columns = ["trust_company_number", "rank"]
    columns += ["comparator_trust_company_number", "distance"]
    return list(zip(*(found[name].to_pylist() for name in columns), strict=True))


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_all_members_agree_with_all_pairs(flavour) -> None:
    columns = random_schools(3, 500, flavour)
    expected = naive_sets.trust_sets(columns)
    assert len(expected) > 200
    assert sets_of(as_arrow(columns)) == expected


def test_distance_by_hand() -> None:
    """Trust A: 100 and 300 pupils, FSM (100 x 10 + 300 x 30) / 400 = 25, a quarter
    primary; B: 800 pupils, FSM 15, all primary; C: 600, FSM 35, all secondary.

    Ranges 400, 20, and 100 for either phase.
    A-B: 0.6 x 1 + 0.4 x 0.5^2 + 0.75^2 + 0.75^2 = 1.825
    A-C: 0.6 x 0.5^2 + 0.4 x 0.5^2 + 0.25^2 + 0.25^2 = 0.375
    """
    facts = [
        ("0A", "Primary", 100.0, 10.0),
        ("0A", "Secondary", 300.0, 30.0),
        ("0B", "Primary", 800.0, 15.0),
        ("0C", "Secondary", 600.0, 35.0),
        (None, "Nursery", 50.0, 99.0),
    ]
    names = ["trust_company_number", "overall_phase", "number_of_pupils", "percent_fsm"]
    found = sets_of(schools([dict(zip(names, row, strict=True)) for row in facts]))
    assert [row[:3] for row in found[:2]] == [("0A", 1, "0C"), ("0A", 2, "0B")]
    assert found[0][3] == pytest.approx(0.375**0.5, rel=1e-14)
    assert found[1][3] == pytest.approx(1.825**0.5, rel=1e-14)


def test_off_or_without_trusts_there_is_no_row() -> None:
    table = as_arrow(random_schools(3, 300))
    assert sets_of(table, trust_comparators="False") == []
    assert sets_of(schools([{}, {}])) == []
    assert sets_of(schools([{"trust_company_number": "01"}, {}])) == []
