"""Places and schools: one place, catchments, sizes, poverty by school, codes."""

import re

import numpy as np
import pytest
from district_people import default_people, people

from generator.config import Config, DistrictOptions
from generator.district.parameters import parameters
from generator.district.places import place_of
from generator.district.schools import KINDS, school_kinds
from generator.district.world import World
from generator.district.zones import _spread
from generator.streams import Streams


def rows(world, name):
    return world.tables[name].to_pylist()


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 9, 10, 17, 40, 200, 1_700])
def test_the_kinds_of_schools_cover_every_grade(count):
    kinds = school_kinds(count)
    assert len(kinds) == count
    regular = [KINDS[kind] for kind in kinds if KINDS[kind][1] == "regular"]
    for grade in range(13):
        assert any(low <= grade <= high for _, _, low, high in regular)


@pytest.mark.parametrize("count", [1, 2, 4, 12, 40])
def test_every_zone_has_a_school_for_every_grade(count):
    layout = people(schools=count).schools.layout
    schools = people(schools=count).schools
    for grade in range(13):
        school = layout.catchment[:, grade]
        assert (schools.low_grade[school] <= grade).all()
        assert (grade <= schools.high_grade[school]).all()
    assert layout.weight.sum() == pytest.approx(1)


def test_blocks_are_contiguous_and_none_is_empty():
    assert _spread([1, 1, 1], [1, 1, 1, 1, 1, 1]).tolist() == [0, 0, 1, 1, 2, 2]
    # one item outweighs all: the others still get one each
    assert _spread([1, 1, 1], [9, 1, 1]).tolist() == [0, 1, 2]
    assert _spread([1, 8, 1], [1, 1, 1, 9]).tolist() == [0, 1, 1, 2]
    assert set(_spread([5, 1, 1, 1], [1] * 4)) == {0, 1, 2, 3}


@pytest.mark.parametrize("state", sorted(parameters("places")["states"]))
def test_homes_and_schools_are_in_one_place(state):
    world = people(state=state)
    place = parameters("places")["states"][state]
    towns = dict.fromkeys(place["zips"], place["city"])
    for table in ("students", "schools"):
        for row in rows(world, table):
            assert row["state"] == state
            assert towns[row["zip"]] == row["city"]
    assert rows(world, "district")[0]["timezone"] == place["timezone"]
    for row in rows(world, "schools"):
        assert re.fullmatch(rf"\({place['area_code']}\) 555-01\d\d", row["phone"])


def test_only_large_districts_reach_into_towns():
    for state, known in parameters("places")["states"].items():
        small, large = (
            place_of(
                World(
                    config=Config(district=DistrictOptions(students=n, state=state)),
                    streams=Streams(1, "district", 0),
                )
            )
            for n in (49_999, 50_000)
        )
        assert set(small.cities) == {known["city"]}
        assert set(large.cities) == {known["city"], *known["towns"]}
        assert len(set(large.zips)) == len(large.zips) == len(large.weights)
        assert all(re.fullmatch(r"\d{5}", code) for code in large.zips)
        assert large.weights.sum() == pytest.approx(1)


def test_default_has_all_kinds_and_spread_sizes():
    world = default_people()
    kinds = world.schools.layout.kinds
    assert {"alternative", "special", "charter", "rural", "k8"} <= set(kinds)
    open_now = np.isnat(world.spells.exit_date)
    size = np.bincount(world.spells.school[open_now], minlength=40)
    assert size.min() > 20
    mean = {
        kind: size[[k == kind for k in kinds]].mean()
        for kind in ("elementary", "middle", "high")
    }
    assert mean["elementary"] < mean["middle"] < mean["high"]
    rural = size[kinds.index("rural")]
    assert 35 <= rural <= 100


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_poverty_by_school_has_the_published_bands(seed):
    world = people(seed=seed, schools=40, students=25_000)
    open_now = np.isnat(world.spells.exit_date)
    school = world.spells.school[open_now]
    is_frl = world.students.is_frl[world.spells.student[open_now]]
    size = np.bincount(school, minlength=40)
    rate = np.bincount(school, is_frl, minlength=40) / np.maximum(size, 1)
    bands = np.bincount(np.searchsorted([0.25, 0.5, 0.75], rate), size, minlength=4)
    target = parameters("schools")["frl_bands"]
    assert np.abs(bands / size.sum() - target).max() < 0.05
    assert is_frl.mean() == pytest.approx(0.519, abs=0.015)
    # families were fitted to the rates: independent draws would miss by 0.03 and more
    off = np.abs(rate - world.schools.frl_rate)[size > 200]
    assert off.max() < 0.02


def test_families_move_to_zones_like_theirs():
    world = default_people()
    homes, frl = world.households, world.schools.layout.frl
    moved = homes.zone != homes.last_zone
    assert 0.05 < moved.mean() < 0.3
    before, after = frl[homes.zone[moved]], frl[homes.last_zone[moved]]
    assert np.corrcoef(before, after)[0, 1] > 0.8


def test_names_and_codes_are_unique():
    world = people(schools=40)
    table = rows(world, "schools")
    for column in ("school_id", "school_name", "school_number", "state_school_id"):
        assert len({row[column] for row in table}) == 40
    codes = [
        (row["system"], row["school_code"]) for row in rows(world, "school_crosswalk")
    ]
    assert codes == sorted(set(codes))
    ids = {row["school_id"] for row in table}
    assert {row["school_id"] for row in rows(world, "school_crosswalk")} == ids


def test_districts_of_one_run_have_different_names():
    names = {people(index=index, students=300, years=1).name for index in range(6)}
    assert len(names) == 6
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in names)
