"""Comparator sets of a few schools, worked out by hand."""

import numpy as np
import pytest
from edstats.benchmarking import neighbours
from edstats.benchmarking.features import gap_filled, read_runs
from edstats.benchmarking.tables import school_sets
from library_sets import META, members, schools, weights


def set_of(rows, urn, set_type="pupil"):
    """[(comparator, reason)] of one set, in order of rank."""
    return [(row[3], row[5]) for row in rows if row[:2] == (urn, set_type)]


def distance_of(rows, urn, other, set_type="pupil"):
    (found,) = [r[4] for r in rows if (r[0], r[1], r[3]) == (urn, set_type, other)]
    return found


def test_distances_by_hand() -> None:
    """Ranges: pupils 500 - 100 = 400, FSM 50, SEN 12 - 2 = 10, area 800, age 40.

    1-2 pupil: 0.5 x (100/400)^2 + 0.4 x (10/50)^2 + 0 = 0.03125 + 0.016 = 0.04725
    1-3 pupil: 0.03125 + 0.016 + 0.1 x (5/10)^2 = 0.07225
    1-4 pupil: 0.5 x 0.75^2 + 0.4 x 0.8^2 + 0.1 x 1 = 0.28125 + 0.256 + 0.1 = 0.63725
    1-2 building: 0.8 x (200/800)^2 + 0.2 x (30/40)^2 = 0.05 + 0.1125 = 0.1625
    """
    names = ["number_of_pupils", "percent_fsm", "percent_sen"]
    names += ["total_internal_floor_area", "age_average_score"]
    numbers = [
        (200, 10, 2, 1000, 10),
        (300, 20, 2, 1200, 40),
        (100, 0, 7, 1800, 0),
        (500, 50, 12, 1000, 0),
    ]
    rows = [dict(zip(names, map(float, row), strict=True)) for row in numbers]
    found = members(schools(rows), "seed")
    assert distance_of(found, 1, 2) == pytest.approx(0.04725**0.5, rel=1e-14)
    assert distance_of(found, 1, 3) == pytest.approx(0.07225**0.5, rel=1e-14)
    assert distance_of(found, 1, 4) == pytest.approx(0.63725**0.5, rel=1e-14)
    assert distance_of(found, 1, 2, "building") == pytest.approx(0.1625**0.5, rel=1e-14)
    assert [urn for urn, _ in set_of(found, 1)] == [2, 3, 4]


def test_special_distance_by_hand() -> None:
    """sqrt(0.6 x (100/400)^2 + 0.4 x (20/50)^2) + sqrt((30/60)^2 + (40/80)^2).

    = sqrt(0.0375 + 0.064) + sqrt(0.25 + 0.25) under seed; the second need is SLD,
    which fbit does not have: sqrt(0.1015) + 0.5. VI is in neither.
    """
    names = ["number_of_pupils", "percent_fsm", "percent_need_asd", "percent_need_sld"]
    numbers = [(100, 10, 10, 0), (200, 30, 40, 40), (500, 60, 70, 80)]
    rows = [dict(zip(names, map(float, row), strict=True)) for row in numbers]
    rows[0]["percent_need_vi"] = 90.0
    table = schools(rows, overall_phase="Special")
    seed, fbit = members(table, "seed"), members(table, "fbit")
    first = 0.1015**0.5
    assert distance_of(seed, 1, 2) == pytest.approx(first + 0.5**0.5, rel=1e-14)
    assert distance_of(fbit, 1, 2) == pytest.approx(first + 0.5, rel=1e-14)
    unit = members(schools(rows, overall_phase="Pupil Referral Unit"), "seed")
    assert distance_of(unit, 1, 2) == pytest.approx((0.5 / 16 + 0.4 * 0.16) ** 0.5)


def line_of(count, **columns):
    """Schools at 1, 2, 3 ... pupils, so that the nearest to number 1 are in order."""
    rows = [{"number_of_pupils": float(place)} for place in range(1, count + 1)]
    for name, values in columns.items():
        for place, value in values.items():
            rows[place - 1][name] = value
    return rows


def test_region_comes_first_then_the_nearest_others() -> None:
    """Number 1 is in London as are 40, 61 and 62; 62 is the 61st nearest."""
    rows = line_of(80, region=dict.fromkeys(range(2, 81), "Elsewhere"))
    for place in (40, 61, 62):
        rows[place - 1]["region"] = "London"
    rows[4]["region"] = None
    found = set_of(members(schools(rows), "seed"), 1)
    assert found[:2] == [(40, "region"), (61, "region")]
    assert found[2:] == [(urn, "fill") for urn in range(2, 30)]
    # a null region equals nothing, not even another null
    rows[5]["region"] = None
    assert all(why == "fill" for _, why in set_of(members(schools(rows), "seed"), 5))
    # fbit: the target first, 29 others
    found = set_of(members(schools(rows), "fbit"), 1)
    assert found[:3] == [(1, "target"), (40, "region"), (61, "region")]
    assert found[3:] == [(urn, "fill") for urn in range(2, 29)]


def test_more_than_thirty_in_the_region_are_cut() -> None:
    found = members(schools(line_of(50)), "seed")
    assert set_of(found, 1) == [(urn, "region") for urn in range(2, 32)]


def test_seed_draws_pfi_and_boarding_targets_from_their_like() -> None:
    """1 is PFI as are 30 and 40; 41 and 42 board; 50 is both."""
    pfi = dict.fromkeys((1, 30, 40, 50), True)
    boarding = dict.fromkeys((41, 42, 50), "Boarding")
    boarding[60] = "Unknown"
    rows = line_of(100, is_pfi=pfi, boarding=boarding)
    rows[39]["region"] = "Elsewhere"
    table = schools(rows)
    found = members(table, "seed")
    assert set_of(found, 1) == [(30, "region"), (50, "region"), (40, "fill")]
    assert set_of(found, 41) == [(42, "region"), (50, "region")]
    likes_of_both = [(42, "region"), (41, "region"), (30, "region"), (1, "region")]
    assert set_of(found, 50) == [*likes_of_both, (40, "fill")]
    assert len(set_of(found, 60)) == 30, "Unknown is not boarding"
    assert len(set_of(found, 1, "building")) == 30, "buildings have no such rule"


def test_fbit_prefers_traits_and_may_repeat() -> None:
    """1 is PFI and boards; of its 60 nearest 3 is PFI, 5 boards, 9 is both."""
    pfi = dict.fromkeys((1, 3, 9, 90), True)
    boarding = dict.fromkeys((1, 5, 9), "Boarding")
    region = dict.fromkeys(range(4, 101), "Elsewhere")
    rows = line_of(100, is_pfi=pfi, boarding=boarding, region=region)
    expected = [(1, "target"), (3, "pfi"), (9, "pfi"), (5, "boarding")]
    expected += [(9, "boarding"), (2, "region"), (3, "region")]
    expected += [(urn, "fill") for urn in range(4, 27)]
    found = members(schools(rows), "fbit")
    for set_type in ("pupil", "building"):
        if set_type == "pupil":
            assert set_of(found, 1, set_type) == expected
        else:  # equal distances: the 60 nearest are those with the lowest URN
            assert set_of(found, 1, set_type) == expected


def test_who_gets_a_set_and_who_may_be_chosen() -> None:
    rows = line_of(
        8,
        is_part_year={2: True},
        did_not_submit={3: True},
        has_pupil_data={4: False},
        has_building_data={5: False},
        has_financial_data={6: False},
    )
    found = members(schools(rows), "seed")
    pupil, building = (
        {urn: [m for m, _ in set_of(found, urn, kind)] for urn in range(1, 9)}
        for kind in ("pupil", "building")
    )
    assert pupil[1] == [5, 6, 7, 8]
    assert pupil[2] == [1, 5, 6, 7, 8], "a part-year school gets sets"
    assert pupil[3] == pupil[4] == pupil[6] == []
    assert len(pupil[5]) == 4
    assert building[1] == [4, 6, 7, 8], "a candidate needs no pupil data"
    assert building[2] == [1, 4, 6, 7, 8]
    assert building[3] == building[4] == building[5] == building[6] == []


@pytest.mark.parametrize("method", ["seed", "fbit"])
def test_a_school_alone_in_its_phase_has_an_empty_set(method) -> None:
    rows = [{"overall_phase": "Alone"}, {}, {}]
    found = members(schools(rows), method)
    assert set_of(found, 1) == set_of(found, 1, "building") == []
    assert len(set_of(found, 2)) == (1 if method == "seed" else 2)


def test_seed_mixes_academies_and_maintained_schools_and_fbit_does_not() -> None:
    rows = line_of(4, finance_type={2: "Maintained", 4: "Maintained"})
    assert [m for m, _ in set_of(members(schools(rows), "seed"), 1)] == [2, 3, 4]
    assert [m for m, _ in set_of(members(schools(rows), "fbit"), 1)] == [1, 3]


def test_ranges_count_schools_that_may_not_be_chosen() -> None:
    """Number 3 did not submit, and its 1,000 pupils make the range 900."""
    rows = [{"number_of_pupils": pupils} for pupils in (100.0, 190.0, 1000.0)]
    rows[2]["did_not_submit"] = True
    found = members(schools(rows), "seed")
    assert distance_of(found, 1, 2) == pytest.approx((0.5 * 0.1**2) ** 0.5)


def test_gaps_take_the_median_over_all_phases_of_the_pool() -> None:
    """Known 10, 20, 40, 80: median 30; academies alone 10, 80: 45."""
    values = [10.0, 20.0, None, 40.0, 80.0]
    kinds = ["Academy", "Maintained", "Academy", "Maintained", "Academy"]
    rows = [
        {"percent_fsm": value, "finance_type": kind, "overall_phase": phase}
        for value, kind, phase in zip(values, kinds, "PPPQQ", strict=True)
    ]
    table = schools(rows)
    found = members(table, "seed")
    # ranges of phase P after filling: 10 to 30
    assert distance_of(found, 1, 2) == pytest.approx((0.4 * 0.5**2) ** 0.5)
    assert distance_of(found, 1, 3) == pytest.approx(0.4**0.5)
    ((target, member),) = [r[6:] for r in found if r[:4] == (1, "pupil", 2, 3)]
    assert (target, member) == ("", "percent_fsm")
    (run,) = read_runs(table)
    academies = np.array([0, 2, 4])
    assert gap_filled(run, academies, "percent_fsm")[0].tolist() == [10.0, 45.0, 80.0]


@pytest.mark.parametrize("few_pairs", [0, neighbours.FEW_PAIRS])
def test_undefined_distances_come_in_order_of_urn(few_pairs, monkeypatch) -> None:
    monkeypatch.setattr(neighbours, "FEW_PAIRS", few_pairs)
    rows = [{"percent_fsm": None, "number_of_pupils": -float(i)} for i in range(90)]
    found = members(schools(rows), "seed")
    assert [m for m, _ in set_of(found, 5)] == [1, 2, 3, 4, *range(6, 32)]
    assert {row[4] for row in found if row[1] == "pupil"} == {None}
    assert {row[4] for row in found if row[1] == "building"} == {0.0}


def test_equal_distances_keep_the_order_of_urn_wherever_the_file_has_them() -> None:
    """Schools 100 pupils above and below the target are equally far."""
    pupils = {7: 300.0, 3: 200.0, 9: 200.0, 5: 400.0, 4: 400.0, 6: 300.0}
    rows = [{"urn": urn, "number_of_pupils": count} for urn, count in pupils.items()]
    found = members(schools(rows), "seed")
    assert [m for m, _ in set_of(found, 7)] == [6, 3, 4, 5, 9]


def test_a_tree_that_misses_a_tie_is_found_out(monkeypatch) -> None:
    """99 clones of the target and more asked than returned: all lines are scanned."""
    monkeypatch.setattr(neighbours, "FEW_PAIRS", 0)
    rows = [{"number_of_pupils": 50.0} for _ in range(200)]
    rows += line_of(40)
    for urn, row in enumerate(rows, 1):
        row["urn"] = 1000 - urn
    table = schools(rows)
    found = members(table, "seed")
    assert [m for m, _ in set_of(found, 999)] == list(range(800, 830))


def test_bad_settings_and_repeated_schools_are_errors() -> None:
    with pytest.raises(ValueError, match="seed, fbit or both"):
        members(schools([{}, {}]), "mean")
    with pytest.raises(ValueError, match="URN 4 more than once"):
        members(schools([{"urn": 4}, {"urn": 4}]), "seed")


def test_no_school_gives_no_rows_but_all_columns() -> None:
    empty = schools([{}]).slice(0, 0)
    found = school_sets(empty, weights(), META).read_all()
    assert len(found) == 0
    assert len(found.schema) == 11
