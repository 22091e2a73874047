"""Families first: where they live, who they are, when they come and leave."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from generator.district import children, mobility
from generator.district.parameters import parameters
from generator.district.world import GROUPS
from generator.vocabulary import draw_languages

GOLDEN = (5**0.5 - 1) / 2
PASSES = 3
PRESENT = -1  # arrived before the first school year


@dataclass
class Households:
    """(H,) arrays, except the last two fields."""

    zone: np.ndarray  # catchment zone before any move
    last_zone: np.ndarray  # zone after the last move known
    group: np.ndarray  # GROUPS, of the parents and most children
    is_frl: np.ndarray  # bool
    language: np.ndarray  # vocabulary LANGUAGES
    is_charter: np.ndarray  # bool: chose a charter school
    arrival_year: np.ndarray  # index of the school year, PRESENT before the first
    arrival_share: np.ndarray  # part of that year gone by; 0 = in the summer before it
    leave_year: np.ndarray  # beyond the years when the family stays
    leave_share: np.ndarray
    children: object  # children.Children, those who were ever enrolled
    moves: object  # mobility.Moves of these children, until the spells are made


def take(record, rows):
    """A copy of a dataclass of arrays with only these rows of every array."""
    changes = {
        item.name: getattr(record, item.name)[rows]
        for item in dataclasses.fields(record)
        if isinstance(getattr(record, item.name), np.ndarray)
    }
    return dataclasses.replace(record, **changes)


def add_households(world):
    """Fill `world.households`: as many families as the number of students needs.

    Families are drawn until enough students are enrolled on the as-of date; those
    beyond are left out, in a random order.
    """
    wanted, spare = world.config.district.students, 1.10
    while True:
        count = int(wanted * spare * families_per_student(world)) + 50
        families = _families(world, count)
        young = children.draw_children(world, families)
        moves = mobility.simulate(world, families, young)
        enrolled = np.bincount(young.household[moves.open_children()], minlength=count)
        total = np.cumsum(enrolled)
        if total[-1] >= wanted:
            break
        spare *= 1.3
    kept = int(np.searchsorted(total, wanted)) + 1
    world.households = _only_enrolled(world, families, young, moves, kept)


def families_per_student(world):
    """Families to draw per student enrolled on one day."""
    known, years = parameters("population")["children"], world.config.years
    per_family = sum(number * share for number, share in known.items())
    in_school = 13 / children.cohort_count(years)
    here = 1 / (1 + _leave_rate(True) * years)
    return 1 / (per_family * in_school * here)


def _leave_rate(is_frl):
    known, row = parameters("mobility"), np.asarray(is_frl).astype(int)
    summer, within = np.array(known["leave_summer"]), np.array(known["leave_within"])
    return (summer + within)[row]


def _families(world, count):
    layout, years = world.schools.layout, world.config.years
    rng = world.streams("households", "families")
    # Families that come and go more often are a larger part of all who were ever here.
    often = 1 + _leave_rate([False, True]) * years
    poor = layout.frl_by_group
    groups = layout.groups * (poor * often[1] + (1 - poor) * often[0])
    # the golden-ratio sequence over zones: any run of families is spread evenly
    ends = np.cumsum(layout.weight * groups.sum(axis=1))
    ticket = even_uniforms(rng, np.zeros(count, dtype=int))
    zone = np.searchsorted(ends / ends[-1], ticket)
    edges = np.cumsum(groups / groups.sum(axis=1, keepdims=True), axis=1)
    edges[:, -1] = 1
    group = (even_uniforms(rng, zone)[:, None] > edges[zone]).sum(axis=1)
    chance = poor[zone, group]
    odds = chance / (1 - chance) * often[1] / often[0]
    is_frl = even_uniforms(rng, zone * len(GROUPS) + group) < odds / (1 + odds)
    stay = _stays(world, rng, is_frl)
    return Households(
        zone=zone,
        last_zone=zone.copy(),
        group=group,
        is_frl=is_frl,
        language=draw_languages(world.streams("households", "language"), group),
        is_charter=rng.random(count) < layout.charter_share,
        **stay,
        children=None,
        moves=None,
    )


def even_uniforms(rng, keys):
    """Uniforms that fill (0, 1) evenly among the rows of each key, in row order.

    The golden-ratio sequence with a random start per key: shares come out close to
    their targets in every school, however many of the first rows are kept.
    """
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    sizes = np.diff(starts, append=len(keys))
    turn = np.arange(len(keys)) - np.repeat(starts, sizes)
    result = np.empty(len(keys))
    offset = np.repeat(rng.random(len(starts)), sizes)
    result[order] = (turn * GOLDEN + offset) % 1
    return result


def _stays(world, rng, is_frl):
    """When families arrive and leave: as many come as go, in every year."""
    known, years, size = parameters("mobility"), world.config.years, len(is_frl)
    row = is_frl.astype(int)
    summer = np.array(known["leave_summer"])[row]
    rate = _leave_rate(is_frl)
    came = rng.random(size) < rate * years / (1 + rate * years)
    arrival = np.where(came, rng.integers(0, years, size), PRESENT)
    in_summer = rng.random((2, size)) < summer / rate
    part = 0.03 + 0.92 * rng.random((2, size))
    part[in_summer] = 0
    # a family that came stays for the rest of that year
    first = np.where(came, arrival + 1, 0)
    lasts = np.floor(np.log(rng.random(size)) / np.log1p(-rate))
    return {
        "arrival_year": arrival,
        "arrival_share": np.where(came, part[0], 0),
        "leave_year": first + np.minimum(lasts, 99).astype(int),
        "leave_share": part[1],
    }


def _meet_rates(world, families, young, moves):
    """Change the lunch status of a few families, so that schools meet their rates.

    Chance in who has children at which school moves the rate of a school by some
    points; each pass takes most of that away. Changes `families.is_frl`.
    """
    layout, rng = world.schools.layout, world.streams("households", "frl")
    is_open = np.isnat(moves.exit_date)
    home, school = young.household[moves.child[is_open]], moves.school[is_open]
    size = np.maximum(np.bincount(school, minlength=len(layout.kinds)), 1)
    children = np.maximum(np.bincount(home, minlength=len(families.zone)), 1)
    for _ in range(PASSES):
        poor = np.bincount(school, families.is_frl[home], minlength=len(size)) / size
        short = layout.school_frl - poor
        # chance to become poor, or to be poor no more, by the schools of the children
        more = np.clip(short / np.maximum(1 - poor, 0.02), 0, 0.3)
        less = np.clip(-short / np.maximum(poor, 0.02), 0, 0.3)
        change = np.where(families.is_frl[home], less[school], more[school])
        chance = np.bincount(home, change, minlength=len(children)) / children
        families.is_frl ^= rng.random(len(chance)) < chance


def _only_enrolled(world, families, young, moves, kept):
    """Leave out families beyond `kept` and children who were never enrolled.

    Children are put into a random order, families in that of their first child.
    """
    moves = take(moves, young.household[moves.child] < kept)
    _meet_rates(world, families, young, moves)
    ever = np.flatnonzero(np.bincount(moves.child))
    ever = world.streams("students", "order").permutation(ever)
    place = np.full(len(young.household), -1)
    place[ever] = np.arange(len(ever))
    young = take(young, ever)
    first = np.full(len(families.zone), len(ever))
    np.minimum.at(first, young.household, np.arange(len(ever)))
    homes = np.argsort(first, kind="stable")[: np.sum(first < len(ever))]
    rank = np.empty_like(first)
    rank[homes] = np.arange(len(homes))
    young.household = rank[young.household]
    families = take(families, homes)
    moves.child = place[moves.child].astype(np.int32)
    moves = take(moves, np.lexsort((moves.order, moves.child)))
    return dataclasses.replace(families, children=young, moves=moves)
