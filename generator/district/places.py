"""The one place a district is in: state, city with its zip codes, towns, time zone."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import tables
from generator.district.parameters import parameters
from generator.ids import permuted
from generator.settings import BadOption
from generator.streams import Streams


@dataclass(frozen=True)
class Place:
    """A place; `zips` and `cities` run in parallel: one entry per zip code."""

    district_name: str
    state: str
    timezone: str
    area_code: str
    school_start: str  # MM-DD
    snow_days: float  # mean per year
    zips: list[str]
    cities: list[str]
    weights: np.ndarray  # share of homes by zip code


def place_of(world):
    """The `Place` of a district. The same at every call; drawn by the seed.

    Raises BadOption when the option district.state has no place.
    """
    known = parameters("places")
    state = _state_of(world, known)
    place = known["states"][state]
    zips, cities = list(place["zips"]), [place["city"]] * len(place["zips"])
    weights = np.full(len(zips), 1.0 / len(zips))
    if world.config.district.students >= known["towns_from_students"]:
        town_zips = [code for codes in place["towns"].values() for code in codes]
        cities += [town for town, codes in place["towns"].items() for _ in codes]
        zips += town_zips
        share = known["towns_share"]
        rest = np.full(len(town_zips), share / len(town_zips))
        weights = np.concatenate([weights * (1 - share), rest])
    return Place(
        district_name=_district_name(world, known),
        state=state,
        timezone=place["timezone"],
        area_code=place["area_code"],
        school_start=place["school_start"],
        snow_days=place["snow_days"],
        zips=zips,
        cities=cities,
        weights=weights,
    )


def _state_of(world, known):
    wanted = world.config.district.state
    if not wanted:
        drawn = known["drawn_states"]
        return drawn[int(world.streams("place", "state").integers(len(drawn)))]
    if wanted not in known["states"]:
        allowed = f"{', '.join(known['states'])}, or empty"
        raise BadOption("district.state", wanted, allowed)
    return wanted


def _district_name(world, known):
    """Two invented words; no two districts of a run share them while they last."""
    first, second = known["name_first"], known["name_second"]
    index = int(world.streams.scope[-1])
    key = Streams(world.config.seed).number("district names")
    turn, number = divmod(index, len(first) * len(second))
    code = int(permuted(number + 1, len(first) * len(second), key)[-1])
    name = f"{first[code // len(second)]} {second[code % len(second)]}"
    return name if turn == 0 else f"{name} {turn + 1}"


def columns(place, zips):
    """Columns city, state and zip of homes with codes `zips` into `place.zips`."""
    names = sorted(set(place.cities))
    city_of_zip = np.array([names.index(city) for city in place.cities])
    return {
        "city": tables.words(city_of_zip[zips], names),
        "state": tables.constant(place.state, len(zips)),
        "zip": tables.words(zips, place.zips),
    }


def street_addresses(rng, streets, size):
    """`size` addresses such as "4120 Larch Street", no two alike.

    streets: list of street names
    Returns a text array. House numbers run from 100 to 9999.
    """
    total = len(streets) * 9900
    if size > total:
        raise ValueError(f"{size} addresses do not fit into {total}")
    codes = permuted(size, total, int(rng.integers(2**63 - 1)))
    numbers = pa.array(codes // len(streets) + 100).cast(pa.string())
    names = pa.array(streets, pa.string()).take(pa.array(codes % len(streets)))
    return pc.binary_join_element_wise(numbers, names, " ")
