"""Latent achievement with its gaps, and the tendency to be absent, of all students."""

import numpy as np

from generator.district.parameters import parameters
from generator.district.world import GROUPS, SEXES, SUBJECTS

WHITE = GROUPS.index("white")
FEWEST = 20  # a smaller group gets its gap as a shift, not as a solved difference


def achievement(world, school, has_iep, is_el):
    """(N, 2) latent achievement, mean 0 and SD 1 by subject; sets `schools.effect`.

    The gaps between groups of students come out as the parameters say, after what
    poverty, schools and services explain; the rest is family and child. Schools explain
    the share of variance that the parameters give.

    school: (N,) index of the last school; has_iep, is_el: (N,) bool
    """
    homes, known = world.households, parameters("population")
    young = homes.children
    flags = _flags(young, homes.is_frl[young.household], has_iep, is_el)
    rates = world.schools.layout.school_frl
    size = np.bincount(school, minlength=len(rates))
    result = np.empty((len(school), len(SUBJECTS)))
    for subject in range(len(SUBJECTS)):
        slope = known["school_poverty_slope"][subject]
        poverty = slope * (rates - size @ rates / size.sum())
        targets = {name: gaps[subject] for name, gaps in known["gaps"].items()}
        own = _standard(world.schools.effect[:, subject], size)
        spread, icc = 0.0, known["achievement_icc"]
        for _ in range(4):
            effect = poverty + spread * own
            fixed = effect[school]
            explained = fixed + _shifts(flags, targets, fixed)
            spread = _spread(explained - spread * own[school], own, school, size, icc)
        world.schools.effect[:, subject] = effect
        noise = young.ability[:, subject]
        left = np.sqrt(max(0.2, 1 - explained.var())) / noise.std()
        total = explained + left * (noise - noise.mean())
        result[:, subject] = (total - total.mean()) / total.std()
    return result


def absence(world, ability, school):
    """(N,) tendency to be absent, mean 0 and SD 1; sets `schools.attendance_effect`."""
    homes, known = world.households, parameters("population")["absence"]
    young = homes.children
    size = np.bincount(school, minlength=len(world.schools.layout.kinds))
    effect = _standard(world.schools.attendance_effect, size) * known["school_sd"]
    world.schools.attendance_effect = effect
    shift = known["frl"] * homes.is_frl[young.household] + effect[school]
    shift = shift - shift.mean()
    score = ability.mean(axis=1)
    score = score / score.std()
    shift += (known["ability_correlation"] - (score * shift).mean()) * score
    left = np.sqrt(max(0.2, 1 - shift.var()))
    total = shift + left * (young.absence - young.absence.mean()) / young.absence.std()
    return (total - total.mean()) / total.std()


def _flags(young, is_frl, has_iep, is_el):
    """Name of a gap -> (members, reference), boolean arrays."""
    white = young.group == WHITE
    flags = {
        name: (young.group == code, white)
        for code, name in enumerate(GROUPS)
        if code != WHITE
    }
    male = young.sex == SEXES.index("M")
    flags["male"] = male, young.sex == SEXES.index("F")
    for name, flag in (("frl", is_frl), ("iep", has_iep), ("el", is_el)):
        flags[name] = flag, ~flag
    return flags


def _shifts(flags, targets, fixed):
    """(N,) sum of shifts that makes all gaps come out, given what is fixed."""
    names = list(flags)
    solved = [
        name for name in names if min(map(np.count_nonzero, flags[name])) >= FEWEST
    ]
    rest = [name for name in names if name not in solved]
    shifts = sum((targets[name] * flags[name][0] for name in rest), 0.0 * fixed)

    def gap(name, values):
        members, reference = flags[name]
        return values[members].mean() - values[reference].mean()

    matrix = [[gap(row, flags[col][0]) for col in solved] for row in solved]
    wanted = [targets[name] - gap(name, fixed + shifts) for name in solved]
    for name, value in zip(solved, np.linalg.solve(matrix, wanted), strict=True):
        shifts = shifts + value * flags[name][0]
    return shifts


def _standard(draws, size):
    """School values with mean 0 and SD 1 over students."""
    centred = draws - size @ draws / size.sum()
    spread = np.sqrt(size @ centred**2 / size.sum())
    return centred / spread if spread > 0 else centred


def _spread(explained, own, school, size, icc):
    """SD of the schools' own effects at which schools explain the share `icc`."""
    mean = np.bincount(school, explained, minlength=len(size)) / np.maximum(size, 1)
    mean = mean - size @ mean / size.sum()
    total = size.sum()
    between, cross = size @ mean**2 / total, size @ (mean * own) / total
    return -cross + np.sqrt(max(0.0, cross**2 + icc - between))
