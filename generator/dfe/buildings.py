"""Building blocks: area and age, as the condition data collection has them."""

import numpy as np

from generator.dfe.draws import pick, spread
from generator.dfe.figures import Frame
from generator.dfe.schools import of_kind

# Decades and shares of blocks; six of ten are from before 1976.
AGES = {
    "Pre 1900": 8,
    "1901-1910": 4,
    "1911-1920": 2,
    "1921-1930": 3.5,
    "1931-1940": 6,
    "1941-1950": 3.5,
    "1951-1960": 12,
    "1961-1970": 15,
    "1971-1980": 14,
    "1981-1990": 7,
    "1991-2000": 9,
    "2001-2010": 11,
    "2011-2020": 7,
}
UNDATED = -1
BLOCKS = [22, 26, 22, 15, 9, 6]


def make_buildings(streams, schools, heads):
    """Blocks as a `Frame` of school (row number), area, age, ancillary; by school."""
    rng = streams("blocks")
    floor = _floor_areas(rng, schools, heads)
    number = 1 + spread(rng, BLOCKS, len(schools))
    school = np.repeat(np.arange(len(schools)), number)
    size = len(school)
    parts = rng.gamma(2.0, 1.0, size)
    first = np.append(True, school[1:] != school[:-1])
    parts[first] *= 3
    total = np.bincount(school, parts, len(schools))
    age = spread(rng, list(AGES.values()), size)
    # blocks of a school are often of one time
    same = (rng.random(size) < 0.45) & ~first
    age = np.where(same, age[np.flatnonzero(first)][school], age)
    undated = rng.random(size) < 0.025
    undated |= np.isin(school, pick(rng, np.arange(len(schools)), 0.004, 4))
    return Frame(
        school=school,
        area=np.maximum(np.rint(parts / total[school] * floor[school]), 1),
        age=np.where(undated, UNDATED, age),
        is_ancillary=(rng.random(size) < 0.25) & ~first,
    )


def clone(blocks, pairs):
    """`blocks` in which the second school of each pair has the blocks of the first."""
    rows = [np.flatnonzero(~np.isin(blocks.school, [twin for _, twin in pairs]))]
    school = [blocks.school[rows[0]]]
    for origin, twin in pairs:
        found = np.flatnonzero(blocks.school == origin)
        rows.append(found)
        school.append(np.full(len(found), twin))
    made = blocks.take(np.concatenate(rows))
    made.school = np.concatenate(school)
    return made.take(np.argsort(made.school, kind="stable"))


def _floor_areas(rng, schools, heads):
    """Square metres: a school itself and so much for each pupil."""
    secondary = of_kind(
        schools, "secondary", "middle_secondary", "utc", "studio", "all_through",
        "post16", "independent",
    )  # fmt: skip
    special = of_kind(schools, "special", "non_maintained_special")
    alternative = of_kind(schools, "alternative")
    wide = np.exp(rng.normal(0, 0.16, len(schools)))
    per_pupil = np.select([secondary, special, alternative], [6.9, 19.0, 11.0], 5.0)
    itself = np.select([secondary, special, alternative], [1150, 900, 400], 380)
    return np.maximum((itself + per_pupil * heads) * wide, 60)
