"""Catchment zones: which school a home belongs to, who lives there, how poor it is."""

from dataclasses import dataclass

import numpy as np

from generator.district.parameters import parameters
from generator.district.places import place_of
from generator.district.world import GROUPS
from generator.streams import stratified_uniforms

GRADES = 13
ZONED = ["elementary", "k8", "rural", "k12"]


@dataclass
class Layout:
    """Z catchment zones, each around a school with a kindergarten, and S schools."""

    kinds: list[str]  # (S,)
    weight: np.ndarray  # (Z,) share of homes
    catchment: np.ndarray  # (Z, 13) school index by grade
    frl: np.ndarray  # (Z,) share of students in free or reduced lunch
    groups: np.ndarray  # (Z, 7) shares by GROUPS
    frl_by_group: np.ndarray  # (Z, 7) chance of free or reduced lunch
    zip: np.ndarray  # (Z,) code into Place.zips
    school_frl: np.ndarray  # (S,)
    school_zip: np.ndarray  # (S,)
    charter_share: float  # chance that a family chooses a charter school


def lay_out(world, kinds):
    """The `Layout` of a district with schools of these kinds."""
    known = parameters("schools")
    rng = world.streams("schools", "zones")
    # Zones lie along a line by poverty; neighbours share middle and high schools.
    homes = np.array([row for row, kind in enumerate(kinds) if kind in ZONED])
    homes = rng.permutation(homes)
    weight = _zone_weights(world, known, rng, kinds, homes)
    catchment = _catchments(rng, known, kinds, homes, weight)
    share = _school_shares(kinds, catchment, weight)
    frl = _frl_rates(world, known, catchment, weight, share)
    groups = _groups(world, known, frl, weight)
    place = place_of(world)
    spots = rng.permutation(len(place.zips))
    zips = _spread(place.weights[spots], weight)
    zone_zip = spots[zips]
    school_frl = _averages(catchment, weight, frl, len(kinds), known["frl_mean"])
    school_zip = zone_zip[rng.integers(0, len(homes), len(kinds))]
    for grade in (9, 6, 0):
        school_zip[catchment[:, grade]] = zone_zip
    charters = kinds.count("charter") * known["charter_size"]
    return Layout(
        kinds=kinds,
        weight=weight,
        catchment=catchment,
        frl=frl,
        groups=groups,
        frl_by_group=_frl_by_group(known, frl, groups),
        zip=zone_zip,
        school_frl=school_frl,
        school_zip=school_zip,
        charter_share=min(0.5, charters / len(kinds) * GRADES / 9),
    )


def _sizes(rng, known, count):
    """Log-normal sizes with mean 1, clipped."""
    low, high = known["size_clip"]
    sigma = known["size_sigma"]
    return np.clip(rng.lognormal(-(sigma**2) / 2, sigma, count), low, high)


def _zone_weights(world, known, rng, kinds, homes):
    weight = _sizes(rng, known, len(homes))
    k8 = np.array([kinds[row] == "k8" for row in homes])
    weight[k8] *= known["k8_size"]
    rural = np.array([kinds[row] == "rural" for row in homes])
    weight[rural] = 0
    weight /= weight.sum()
    share = known["rural_students"] * GRADES / 9 / world.config.district.students
    weight *= 1 - share * rural.sum()
    weight[rural] = share
    return weight


def _catchments(rng, known, kinds, homes, weight):
    catchment = np.repeat(homes[:, None], GRADES, axis=1)
    for kind, grades in (("middle", [6, 7, 8]), ("high", [9, 10, 11, 12])):
        schools = np.array([row for row, name in enumerate(kinds) if name == kind])
        covered = np.array(
            [row for row, home in enumerate(homes) if not _covers(kinds[home], kind)],
            dtype=int,
        )
        if not len(schools) or not len(covered):
            continue
        block = _spread(_sizes(rng, known, len(schools)), weight[covered])
        catchment[np.ix_(covered, grades)] = schools[block][:, None]
    return catchment


def _covers(kind, level):
    """Whether a school of this kind keeps its own students at that level."""
    return kind == "k12" or (level == "middle" and kind in ("k8", "rural"))


def _spread(targets, weight):
    """Cut items of these weights, in order, into contiguous blocks of target size.

    Every block gets an item while there are enough. Returns the block of each item.
    """
    ends = np.cumsum(targets) / np.sum(targets)
    middle = (np.cumsum(weight) - np.asarray(weight) / 2) / np.sum(weight)
    block = np.searchsorted(ends, middle).clip(0, len(targets) - 1)
    if len(targets) > len(weight):
        return block
    # no block empty: at least one behind the other, never further than the items allow
    first = np.searchsorted(block, np.arange(len(targets)))
    for row in range(1, len(targets)):
        first[row] = max(first[row], first[row - 1] + 1)
    for row in range(len(targets) - 1, -1, -1):
        first[row] = min(first[row], len(weight) - (len(targets) - row))
    return np.searchsorted(first, np.arange(len(weight)), side="right") - 1


def _school_shares(kinds, catchment, weight):
    share = np.zeros(len(kinds))
    for grade in range(GRADES):
        np.add.at(share, catchment[:, grade], weight / GRADES)
    return share


def _averages(catchment, weight, values, size, otherwise):
    """Mean of a zone value over the students of each school."""
    total, mass = np.zeros(size), np.zeros(size)
    for grade in range(GRADES):
        np.add.at(total, catchment[:, grade], weight * values)
        np.add.at(mass, catchment[:, grade], weight)
    return np.where(mass > 0, total / np.where(mass > 0, mass, 1), otherwise)


def _frl_rates(world, known, catchment, weight, share):
    """Rates per zone, one from each stratum; the draw closest to the bands is kept."""
    rng = world.streams("schools", "frl")
    levels = np.linspace(0, 1, 2001)[1:-1]
    first, second = known["frl_beta"]
    density = levels ** (first - 1) * (1 - levels) ** (second - 1)
    mass = np.cumsum(density) / density.sum()
    best, least = None, np.inf
    size = len(weight)
    for turn in range(known["frl_candidates"]):
        # in order along the line, with neighbours changing places now and then
        ranks = np.argsort(np.argsort(np.arange(size) + rng.normal(0, 1, size)))
        quantiles = np.sort(stratified_uniforms(rng, size))[ranks]
        rates = np.interp(quantiles, mass, levels)
        odds = np.log(rates / (1 - rates)) * (1 + 0.1 * (turn % 5))
        rates = _shifted(odds, weight, known["frl_mean"])
        schools = _averages(catchment, weight, rates, len(share), known["frl_mean"])
        bands, scatter = _bands(schools, share, world.config.district.students)
        gap = np.abs(bands - known["frl_bands"]).max() + 2 * scatter.max()
        if gap < least:
            best, least = rates, gap
    return best


def _shifted(odds, weight, mean):
    """Rates with these log odds, all shifted alike so that their weighted mean fits."""
    low, high = -5.0, 5.0
    for _ in range(25):
        middle = (low + high) / 2
        rates = 1 / (1 + np.exp(-(odds + middle)))
        low, high = (middle, high) if weight @ rates < mean else (low, middle)
    return np.clip(rates, 0.02, 0.98)


def _bands(rates, share, students):
    """Shares of students by band of school, and how far chance may move them (SD).

    A school whose rate is near an edge may fall on either side of it.
    """
    edges = np.array([0.25, 0.5, 0.75])
    # what is left when families have been fitted to the rates
    width = 0.004 + 0.10 / np.sqrt(np.maximum(share * students, 1))
    below = 1 / (1 + np.exp((rates[:, None] - edges) / width[:, None]))
    scatter = np.sqrt(((share / share.sum()) ** 2) @ (below * (1 - below)))
    below = np.column_stack([np.zeros(len(rates)), below, np.ones(len(rates))])
    return share @ np.diff(below, axis=1) / share.sum(), scatter


def _groups(world, known, frl, weight):
    """Race mix per zone: Dirichlet around a mix that leans with poverty."""
    rng = world.streams("schools", "groups")
    target = household_mix(known)
    lean = np.exp(np.outer(frl - frl.mean(), known["race_poverty_slope"])) * target
    lean /= lean.sum(axis=1, keepdims=True)
    mix = rng.gamma(np.maximum(lean * known["race_concentration"], 0.02)) + 1e-6
    # raking: rows sum to one, columns to the district's mix
    for _ in range(60):
        mix /= mix.sum(axis=1, keepdims=True)
        mix *= target / (weight @ mix)
    return mix / mix.sum(axis=1, keepdims=True)


def household_mix(known):
    """Mix of families whose children, some of another group, fit the target."""
    target = np.array(known["race_mix"]) / np.sum(known["race_mix"])
    rule = parameters("population")["other_group"]
    mix = (target - rule["share"] * np.array(rule["weights"])) / (1 - rule["share"])
    if len(mix) != len(GROUPS) or (mix <= 0).any():
        raise ValueError("race_mix and other_group do not go together")
    return mix


def _frl_by_group(known, frl, groups):
    """Chance of free or reduced lunch by zone and group, its zone mean as given."""
    base = np.array(known["frl_by_group"])
    odds = np.log(base / (1 - base))
    low, high = np.full(len(frl), -9.0), np.full(len(frl), 9.0)
    for _ in range(40):
        middle = (low + high) / 2
        chance = 1 / (1 + np.exp(-(odds + middle[:, None])))
        less = (groups * chance).sum(axis=1) < frl
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    return chance
