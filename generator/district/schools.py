"""Schools: kinds, names, addresses, and their codes in other systems."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import tables
from generator.district import places, zones
from generator.district.calendar import calendars_table
from generator.district.parameters import parameters
from generator.district.world import LEVELS, SCHOOL_TYPES, Schools
from generator.ids import native_ids, permuted
from generator.vocabulary import STREETS, phones

# kind of school -> level, type, lowest and highest grade
KINDS = {
    "elementary": ("elementary", "regular", 0, 5),
    "middle": ("middle", "regular", 6, 8),
    "high": ("high", "regular", 9, 12),
    "k12": ("combined", "regular", 0, 12),
    "k8": ("combined", "regular", 0, 8),
    "rural": ("combined", "regular", 0, 8),
    "charter": ("combined", "charter", 0, 8),
    "alternative": ("high", "alternative", 9, 12),
    "special": ("combined", "special", 0, 12),
}
GRADE_NAMES = ["K", *map(str, range(1, 13))]
SYSTEMS = ["assessment", "hr", "transport"]


def add_schools(world):
    """Fill `world.schools`, the district's name and four tables.

    Tables: district, schools, school_crosswalk, calendars.
    """
    place, kinds = places.place_of(world), school_kinds(world.config.district.schools)
    layout = zones.lay_out(world, kinds)
    size = len(kinds)
    ids = native_ids(world.streams, "schools", size, digits=5)
    ids = ids.take(pc.sort_indices(ids))
    world.name = place.district_name.lower().replace(" ", "_")
    level, kind, low, high = zip(*(KINDS[name] for name in kinds), strict=True)
    names = _names(world, kinds)
    world.schools = Schools(
        id=ids,
        name=names,
        level=np.array([LEVELS.index(name) for name in level]),
        type=np.array([SCHOOL_TYPES.index(name) for name in kind]),
        low_grade=np.array(low),
        high_grade=np.array(high),
        frl_rate=layout.school_frl,
        effect=_effects(world, size, "achievement", 2),
        attendance_effect=_effects(world, size, "attendance", 1)[:, 0],
        layout=layout,
        table=None,
    )
    world.schools.table = _schools_table(world, place)
    world.tables["schools"] = world.schools.table
    world.tables["district"] = pa.table(
        {
            "district_name": tables.constant(
                f"{place.district_name} {_district_kind()}", 1
            ),
            "state": tables.constant(place.state, 1),
            "timezone": tables.constant(place.timezone, 1),
        }
    )
    world.tables["school_crosswalk"] = _crosswalk(world)
    world.tables["calendars"] = calendars_table(world.calendar, ids)


def school_kinds(count):
    """The kind (key of KINDS) of each of `count` schools, as a list."""
    known = parameters("schools")
    if count == 1:
        return ["k12"]
    if count == 2:
        return ["k8", "high"]
    kinds = []
    for kind, rule in known["special_kinds"].items():
        if count >= rule["from_schools"]:
            kinds += [kind] * max(1, round(count * rule["share"]))
    regular = count - len(kinds)
    weights = known["level_weights"]
    middle = max(1, round(regular * weights["middle"]))
    high = max(1, round(regular * weights["high"]))
    regular -= middle + high
    return ["elementary"] * regular + ["middle"] * middle + ["high"] * high + kinds


def _district_kind():
    return parameters("places")["district_kind"]


def _effects(world, size, purpose, columns):
    """Standard normal draws; the students give them their spread."""
    return world.streams("schools", purpose).standard_normal((size, columns))


def _names(world, kinds):
    known = parameters("schools")
    first, second = known["name_first"], known["name_second"]
    key = world.streams.number("schools", "names")
    total = len(first) * len(second)
    codes = permuted(min(len(kinds), total), total, key)
    names = []
    for index, kind in enumerate(kinds):
        turn, place = divmod(index, total)
        code = codes[place]
        name = f"{first[code // len(second)]} {second[code % len(second)]}"
        number = f" {turn + 1}" if turn else ""
        names.append(f"{name}{number} {known['kind_names'][kind]}")
    return pa.array(names)


def _schools_table(world, place):
    schools, layout = world.schools, world.schools.layout
    size = len(schools.id)
    rng = world.streams("schools", "table")
    first, last = parameters("schools")["opened"]
    opened = [f"{year}-08-01" for year in rng.integers(first, last + 1, size)]
    numbers = permuted(size, 10_000, world.streams.number("schools", "number"))
    state_ids = native_ids(world.streams, "state schools", size, digits=7)
    street = places.street_addresses(rng, STREETS, size)
    return pa.table(
        {
            "school_id": schools.id,
            "school_name": schools.name,
            "school_number": pa.array([f"{number:04d}" for number in numbers]),
            "state_school_id": state_ids,
            "school_level": tables.words(schools.level, LEVELS),
            "school_type": tables.words(schools.type, SCHOOL_TYPES),
            "low_grade": tables.words(schools.low_grade, GRADE_NAMES),
            "high_grade": tables.words(schools.high_grade, GRADE_NAMES),
            "street": street,
            **places.columns(place, layout.school_zip),
            "phone": phones(rng, np.full(size, int(place.area_code))),
            "open_date": tables.dates(np.array(opened, dtype="datetime64[D]")),
            "close_date": tables.dates(np.full(size, "NaT", dtype="datetime64[D]")),
        }
    )


def _crosswalk(world):
    """Codes of the other systems; one school was re-numbered by the test vendor."""
    size = len(world.schools.id)
    rows = []
    for system in SYSTEMS:
        extra = 1 if system == "assessment" else 0
        codes = native_ids(
            world.streams, f"school codes {system}", size + extra, system[0].upper(), 4
        ).to_pylist()
        schools = [*range(size), *[0] * extra]
        rows += [(system, code, row) for code, row in zip(codes, schools, strict=True)]
    rows.sort()
    system, code, school = zip(*rows, strict=True)
    return pa.table(
        {
            "system": pa.array(system),
            "school_code": pa.array(code),
            "school_id": tables.words(np.array(school), world.schools.id),
        }
    )
