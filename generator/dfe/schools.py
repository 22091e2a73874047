"""Schools: kind, type, area, identifiers, ages, what they offer."""

import numpy as np

from generator.dfe.draws import apportion, pick, spread
from generator.dfe.figures import Frame, table

# URNs of academies begin behind all others; both ranges grow with the set.
FIRST_URN, URN_RANGE, ACADEMY_RANGE = 100_001, 34_999, 16_000
URNS_PER_SCHOOL = 2
# Types of academies and of other schools by kind, with weights.
ACADEMY_TYPES = {
    "primary": {34: 70, 28: 25, 35: 5},
    "middle_primary": {34: 80, 28: 20},
    "secondary": {34: 60, 28: 27, 35: 13},
    "middle_secondary": {34: 80, 28: 20},
    "utc": {40: 1},
    "studio": {41: 1},
    "all_through": {34: 45, 28: 30, 35: 25},
    "post16": {45: 50, 46: 10, 39: 40},
    "special": {44: 60, 33: 15, 36: 25},
    "alternative": {42: 45, 43: 20, 38: 35},
}
OTHER_TYPES = {
    "nursery": {15: 1},
    "primary": {1: 50, 2: 27, 3: 17, 5: 6},
    "middle_primary": {1: 60, 2: 20, 3: 20},
    "secondary": {1: 45, 2: 33, 3: 4, 5: 18},
    "middle_secondary": {1: 60, 2: 20, 3: 20},
    "all_through": {1: 70, 5: 30},
    "special": {7: 85, 12: 15},
    "non_maintained_special": {8: 1},
    "alternative": {14: 1},
    "independent": {11: 80, 10: 20},
}
FREE_SCHOOL_TYPES = [35, 36, 38, 39, 40, 41]
# Kinds that are in GIAS and in no master list.
NOT_STATE_FUNDED = ("independent", "non_maintained_special")
# Schools of two areas whose London weighting is not that of their area.
EXCEPTIONS = {(306, 6900), (933, 2064), (894, 6900), (390, 6900)}
RATINGS = {
    "Outstanding": 14,
    "Good": 72,
    "Requires improvement": 8.5,
    "Serious Weaknesses": 0.6,
    "Special Measures": 0.9,
    None: 4,
}
# Of primary schools: (low age, high age) and weight.
PRIMARY_AGES = {(3, 11): 48, (4, 11): 38, (4, 7): 3.5, (3, 7): 3.5, (7, 11): 7}


def make_schools(streams, count):
    """`count` open schools as a `Frame`, ordered by URN."""
    kinds, areas = table("kinds"), table("areas")
    counts = apportion(count, kinds.schools, 1 if count < 1000 else 2)
    kind = np.repeat(np.arange(len(counts)), counts)
    schools = Frame(
        kind=kind,
        area=_areas(streams("areas"), counts, areas),
        is_academy=_academies(streams("academies"), kind, kinds.academies),
    )
    schools.is_state_funded = ~np.isin(kinds.kind[kind], NOT_STATE_FUNDED)
    schools.is_maintained = schools.is_state_funded & ~schools.is_academy
    schools.type_code = _types(streams("types"), schools, kinds)
    schools.phase_code = kinds.phase_code[kind].astype(np.int64)
    schools.urn = _urns(streams("urns"), schools.is_academy)
    schools = schools.take(np.argsort(schools.urn))
    schools.estab = establishment_numbers(schools, kinds.estab)
    _describe(streams, schools, kinds.kind[schools.kind])
    return schools


def of_kind(schools, *names):
    """Mask of the schools of these kinds."""
    return np.isin(table("kinds").kind[schools.kind], names)


def la_codes(schools):
    """Codes of the local authorities."""
    return table("areas").code[schools.area].astype(np.int64)


def spare_urns(schools, rng, count):
    """`count` URNs of closed schools, from the range of maintained schools."""
    last = max(FIRST_URN + URN_RANGE, int(schools.urn[~schools.is_academy].max()) + 1)
    free = np.setdiff1d(np.arange(FIRST_URN, last), schools.urn)
    if len(free) < count:
        free = np.append(free, np.arange(1_000_000, 1_000_000 + count))
    return rng.permutation(free)[:count]


def _areas(rng, counts, areas):
    regions = table("regions")
    total = {name: areas.schools[areas.region == name].sum() for name in regions.region}
    share = dict(zip(regions.region, regions.share, strict=True))
    weights = np.array(
        [
            schools / total[region] * share[region]
            for schools, region in zip(areas.schools, areas.region, strict=True)
        ]
    )
    return np.concatenate([spread(rng, weights, size) for size in counts])


def _academies(rng, kind, shares):
    is_academy = np.zeros(len(kind), dtype=bool)
    for code, share in enumerate(shares):
        rows = np.flatnonzero(kind == code)
        if share:
            is_academy[pick(rng, rows, share)] = True
    return is_academy


def _types(rng, schools, kinds):
    codes = np.zeros(len(schools), dtype=np.int64)
    for number, name in enumerate(kinds.kind):
        for types, academy in ((ACADEMY_TYPES, True), (OTHER_TYPES, False)):
            rows = (schools.kind == number) & (schools.is_academy == academy)
            if rows.any():
                weights = types[name]
                drawn = spread(rng, list(weights.values()), np.count_nonzero(rows))
                codes[rows] = np.array(list(weights))[drawn]
    return codes


def _urns(rng, is_academy):
    others, academies = np.count_nonzero(~is_academy), np.count_nonzero(is_academy)
    size = max(URN_RANGE, URNS_PER_SCHOOL * others)
    urns = np.zeros(len(is_academy), dtype=np.int64)
    urns[~is_academy] = FIRST_URN + rng.permutation(size)[:others]
    spread_over = max(ACADEMY_RANGE, URNS_PER_SCHOOL * academies)
    first = FIRST_URN + size
    urns[is_academy] = first + rng.permutation(spread_over)[:academies]
    return urns


def establishment_numbers(schools, bases):
    """A number for each school, unique in its area, in the range of its kind."""
    codes = la_codes(schools)
    base = bases[schools.kind].astype(np.int64)
    key = codes * 10_000 + base
    order = np.argsort(key, kind="stable")
    _, starts, sizes = np.unique(key[order], return_index=True, return_counts=True)
    place = np.arange(len(key)) - np.repeat(starts, sizes)
    numbers = np.zeros(len(key), dtype=np.int64)
    numbers[order] = place
    numbers += base
    for code, number in sorted(EXCEPTIONS):
        rows = np.flatnonzero((codes == code) & schools.is_academy)
        if len(rows) and not ((codes == code) & (numbers == number)).any():
            numbers[rows[0]] = number
    return numbers


def _describe(streams, schools, kind):
    rng, size = streams("offers"), len(schools)
    kinds = table("kinds")
    low = kinds.low_age[schools.kind].astype(np.int64)
    high = kinds.high_age[schools.kind].astype(np.int64)
    primary = np.flatnonzero(kind == "primary")
    ages = np.array(list(PRIMARY_AGES))[
        spread(rng, list(PRIMARY_AGES.values()), len(primary))
    ]
    low[primary], high[primary] = ages[:, 0], ages[:, 1]
    secondary = (kind == "secondary") & (rng.random(size) > 0.58)
    high[secondary] = 16
    schools.low_age, schools.high_age = low, high
    schools.has_sixth_form = (high >= 18) & np.isin(
        kind, ["secondary", "all_through", "utc", "studio", "post16", "independent"]
    )
    schools.has_nursery = (low <= 3) & np.isin(
        kind, ["nursery", "primary", "all_through", "independent"]
    )
    schools.is_selective = np.isin(kind, ["secondary"]) & (rng.random(size) < 0.05)
    # 0 mixed, 1 girls, 2 boys
    single = np.where(np.isin(kind, ["secondary", "independent"]), 0.10, 0.0)
    drawn = rng.random(size)
    schools.gender = np.where(drawn < single * 0.6, 1, np.where(drawn < single, 2, 0))
    schools.boarding = _boarding(rng, kind)
    schools.rating = _ratings(rng, schools)
    schools.london = _london(rng, schools)
    schools.is_pfi = (
        schools.is_state_funded & (kind != "nursery") & (rng.random(size) < 0.04)
    )
    houses = np.flatnonzero(has_boarders(schools) & schools.is_state_funded)
    # what is rare together is there at least once
    schools.is_pfi[pick(rng, houses, 0.05)] = True
    schools.is_faith = np.isin(schools.type_code, [2, 3]) | (
        schools.is_academy & (rng.random(size) < 0.25)
    )


def has_boarders(schools):
    """Mask of the schools that the register calls boarding schools."""
    return np.isin(schools.boarding, BOARDING)


# What GIAS says about boarders: code and name.
BOARDERS = [
    (1, "No boarders"),
    (2, "Boarding school"),
    (3, "Children's home (Boarding school)"),
    (4, "College / FE residential accommodation"),
    (0, "Not applicable"),
    (9, "Not recorded"),
    (None, None),
]
BOARDING = [1, 2, 3]


def _boarding(rng, kind):
    """Numbers of `BOARDERS`."""
    size = len(kind)
    drawn = rng.random(size)
    plain = np.select([drawn < 0.94, drawn < 0.985, drawn < 0.995], [0, 4, 5], 6)
    houses = np.zeros(size)
    for name, share in {
        "secondary": 0.012,
        "special": 0.05,
        "independent": 0.18,
        "post16": 0.05,
        "non_maintained_special": 0.5,
    }.items():
        houses[kind == name] = share
    chosen = rng.random(size) < houses
    chosen[pick(rng, np.flatnonzero(kind == "secondary"), 0, 2)] = True
    home = np.where(
        kind == "post16", 3, np.where((kind == "special") & (drawn < 0.1), 2, 1)
    )
    return np.where(chosen, home, plain)


def _ratings(rng, schools):
    """Numbers of `RATINGS`; the last one is blank."""
    drawn = spread(rng, list(RATINGS.values()), len(schools))
    return np.where(schools.is_state_funded, drawn, len(RATINGS) - 1)


def _london(rng, schools):
    """Texts Inner, Outer, Fringe, Neither."""
    areas = table("areas")
    bands = areas.london[schools.area]
    is_fringe = rng.random(len(schools)) < areas.fringe_share[schools.area]
    return np.where(is_fringe, "Fringe", bands)
