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
    cells = _Cells(young, homes.is_frl[young.household], has_iep, is_el)
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
            explained = fixed + _shifts(cells, targets, fixed)
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


class _Cells:
    """Students by group, sex, poverty and services: gaps are sums over these cells."""

    def __init__(self, young, is_frl, has_iep, is_el):
        shape = len(GROUPS), len(SEXES), 2, 2, 2
        marks = [young.group, young.sex, is_frl, has_iep, is_el]
        self.of = np.ravel_multi_index([mark.astype(int) for mark in marks], shape)
        self.count = np.bincount(self.of, minlength=np.prod(shape))
        group, sex, frl, iep, el = np.unravel_index(np.arange(np.prod(shape)), shape)
        white = group == WHITE
        # name of a gap -> (members, reference), boolean arrays over the cells
        self.flags = {
            name: (group == code, white)
            for code, name in enumerate(GROUPS)
            if code != WHITE
        }
        male, female = SEXES.index("M"), SEXES.index("F")
        self.flags["male"] = sex == male, sex == female
        for name, flag in (("frl", frl), ("iep", iep), ("el", el)):
            self.flags[name] = flag == 1, flag == 0

    def size(self, name):
        """Students in the smaller one of the two sides of a gap."""
        return min(self.count[side].sum() for side in self.flags[name])

    def gap(self, name, sums):
        """Difference of means of a value, given its sums over the cells."""
        members, reference = self.flags[name]
        return (
            sums[members].sum() / self.count[members].sum()
            - sums[reference].sum() / self.count[reference].sum()
        )


def _shifts(cells, targets, fixed):
    """(N,) sum of shifts that makes all gaps come out, given what is fixed."""
    sums = np.bincount(cells.of, fixed, minlength=len(cells.count))
    solved = [name for name in cells.flags if cells.size(name) >= FEWEST]
    shift = np.zeros(len(cells.count))
    for name in [name for name in cells.flags if name not in solved]:
        shift = shift + targets[name] * cells.flags[name][0]
    if solved:
        members = [cells.count * cells.flags[name][0] for name in solved]
        matrix = [[cells.gap(row, column) for column in members] for row in solved]
        so_far = sums + cells.count * shift
        wanted = [targets[name] - cells.gap(name, so_far) for name in solved]
        # least squares, as two groups may be the same students in a small district
        values = np.linalg.lstsq(np.array(matrix), np.array(wanted), rcond=None)[0]
        for name, value in zip(solved, values, strict=True):
            shift = shift + value * cells.flags[name][0]
    return shift[cells.of]


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
