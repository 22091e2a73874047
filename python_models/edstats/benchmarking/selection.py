"""Who gets a comparator set and who is in it: the rule books `seed` and `fbit`.

Both start from the nearest 60 and prefer the target's region. Under `seed` the target
is no member, and a PFI or boarding target's pupil set comes from such schools only.
Under `fbit` the target is first, and schools that share its PFI or boarding trait come
before its region, in both sets, where they may stand a second time.
"""

from dataclasses import dataclass

import numpy as np

from edstats.benchmarking.distance import Space
from edstats.benchmarking.features import FEATURES, gap_filled, pools
from edstats.benchmarking.neighbours import nearest

METHODS = ("seed", "fbit")
SET_TYPES = ("pupil", "building")
REASONS = ("target", "pfi", "boarding", "region", "fill")
TARGET, PFI, BOARDING, REGION, FILL = range(5)


@dataclass(frozen=True)
class Sizes:
    """nearest: schools that are looked at; members: the most that a set holds."""

    nearest: int = 60
    members: int = 30


@dataclass(frozen=True)
class Sets:
    """The sets of one type, method and run: arrays (school x place in the set).

    member: row of the member in `Schools`, -1 behind the last one
    distance: NaN where it is undefined, and behind the last one
    reason: place in REASONS
    filled: for each school, bit i is set when FEATURES[i] of the formula was filled
    """

    member: np.ndarray
    distance: np.ndarray
    reason: np.ndarray
    filled: np.ndarray


def methods_of(setting):
    """The methods behind the var `comparator_method`."""
    if setting == "both":
        return METHODS
    if setting not in METHODS:
        raise ValueError(f"comparator_method is seed, fbit or both, not {setting!r}")
    return (setting,)


def formula_name(set_type, is_special, is_unified=False):
    if set_type == "building":
        return "building"
    name = "unified" if is_unified else "pupil"
    return f"{name}_special" if is_special else name


def comparator_sets(
    schools, method, formulas, set_type, sizes, targets=None, is_unified=False
):
    """The `Sets` of one type for every school that gets one.

    formulas: from `read_formulas` for the same method
    targets: URNs, when only these are wanted; their rows are scanned alone
    """
    count = len(schools)
    sets = Sets(
        member=np.full((count, sizes.members), -1, dtype=np.int32),
        distance=np.full((count, sizes.members), np.nan),
        reason=np.zeros((count, sizes.members), dtype=np.int8),
        filled=np.zeros(count, dtype=np.int32),
    )
    is_target, is_candidate = masks(schools, set_type)
    if targets is not None:
        is_wanted = np.zeros(count, dtype=bool)
        is_wanted[schools.rows_of(targets)] = True
        is_target &= is_wanted
    for pool in pools(schools, method):
        filled = {}
        for phase in np.unique(schools.phase[pool[is_target[pool]]]):
            name = formula_name(set_type, schools.is_special(phase), is_unified)
            formula = formulas[name]
            for feature in formula.features:
                if feature not in filled:
                    filled[feature] = gap_filled(schools, pool, feature)
            places = np.flatnonzero(schools.phase[pool] == phase)
            group = pool[places]
            for feature in formula.features:
                bit = FEATURES.index(feature)
                sets.filled[group] |= filled[feature][1][places].astype(np.int32) << bit
            space = Space(
                formula, {name: filled[name][0][places] for name in formula.features}
            )
            ones = np.flatnonzero(is_target[group])
            others = np.flatnonzero(is_candidate[group])
            for part, base in bases(schools, group, ones, others, method, set_type):
                found = nearest(space, part, base, sizes.nearest)
                arrange(sets, schools, group, space, part, *found, method)
    return sets


def masks(schools, set_type):
    """(who gets a set, who may be chosen) as booleans over the schools."""
    is_target = (
        schools.has_financial_data & ~schools.did_not_submit & schools.has_pupil_data
    )
    has_data = schools.has_pupil_data
    if set_type == "building":
        has_data = schools.has_building_data
        is_target = is_target & has_data
    return is_target, has_data & ~schools.is_part_year & ~schools.did_not_submit


def bases(schools, group, targets, candidates, method, set_type):
    """(targets, candidates) that belong together, as places in the group.

    Under seed a PFI or boarding target's pupil set is drawn from the schools that share
    a trait with it.
    """
    if method == "fbit" or set_type == "building":
        return [(targets, candidates)]
    is_pfi, is_boarding = schools.is_pfi[group], schools.is_boarding[group]
    shares = {
        (False, False): np.ones(len(group), dtype=bool),
        (True, False): is_pfi,
        (False, True): is_boarding,
        (True, True): is_pfi | is_boarding,
    }
    return [
        (
            targets[(is_pfi[targets] == pfi) & (is_boarding[targets] == boarding)],
            candidates[sharers[candidates]],
        )
        for (pfi, boarding), sharers in shares.items()
    ]


def arrange(sets, schools, group, space, targets, rows, distances, method):
    """Put the nearest schools of each target into the order of the rule book."""
    if len(targets) == 0:
        return
    size = sets.member.shape[1]
    ones, members = group[targets], group[rows]
    is_there = rows >= 0
    is_near = is_there & (schools.region[members] == schools.region[ones][:, None])
    is_near &= (schools.region[ones] >= 0)[:, None]
    parts = [(REGION, is_near), (FILL, is_there & ~is_near)]
    start = np.zeros(len(targets), dtype=np.int64)
    if method == "fbit":
        for reason, has_trait in (
            (BOARDING, schools.is_boarding),
            (PFI, schools.is_pfi),
        ):
            shares = is_there & has_trait[members] & has_trait[ones][:, None]
            parts.insert(0, (reason, shares))
        # a set of the target alone is empty
        is_set = is_there.any(axis=1)
        own = ones[is_set]
        sets.member[own, 0] = own
        sets.distance[own, 0] = space.distances(targets[is_set], targets[is_set])
        sets.reason[own, 0] = TARGET
        start += is_set
    for reason, mask in parts:
        place = start[:, None] + np.cumsum(mask, axis=1) - 1
        line, column = np.nonzero(mask & (place < size))
        place = place[line, column]
        sets.member[ones[line], place] = members[line, column]
        sets.distance[ones[line], place] = distances[line, column]
        sets.reason[ones[line], place] = reason
        start += np.count_nonzero(mask, axis=1)
