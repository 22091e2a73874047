"""Trusts: how many, how large, which academies they run."""

import numpy as np

from generator.dfe.draws import spread
from generator.dfe.figures import Frame, table
from generator.dfe.schools import of_kind

# Sizes of trusts: fewest and most academies, and the share of trusts. About 2,400
# trusts for 10,600 academies, half of them with one.
SIZES = [(1, 1, 0.50), (2, 4, 0.26), (5, 9, 0.14), (10, 20, 0.075), (21, 60, 0.025)]
# How much rather a secondary is a trust of its own.
ALONE = 6.0
# The second is a prime, for the numbers to differ.
FIRST_COMPANY, COMPANIES = 6_000_000, 4_499_969
FIRST_UPIN, FIRST_UID, FIRST_UKPRN = 130_000, 2_000, 10_060_000
SINGLE, MULTI = "Single Academy Trust (SAT)", "Multi Academy Trust (MAT)"


def make_trusts(streams, schools):
    """Trusts as a `Frame`; each school's trust goes to `schools.trust`, -1 without."""
    academies = np.flatnonzero(schools.is_academy)
    sizes = _sizes(streams("sizes"), len(academies))
    schools.trust = np.full(len(schools), -1)
    order = _order(streams("members"), schools, academies, sizes)
    schools.trust[order] = np.repeat(np.arange(len(sizes)), sizes)
    return describe_trusts(streams, sizes)


def describe_trusts(streams, sizes, start=0):
    """Trusts with identifiers; `start` is how many there are already."""
    count = len(sizes)
    rng = streams("identifiers", start)
    # different numbers in no order: steps of a fixed length around a circle
    first, step = streams("companies").integers(COMPANIES // 3, COMPANIES, 2)
    companies = (first + step * (start + np.arange(count))) % COMPANIES
    opened = np.datetime64("2010-09-01") + rng.integers(0, 365 * 10, count)
    return Frame(
        size=np.asarray(sizes),
        company=FIRST_COMPANY + companies,
        upin=FIRST_UPIN + start + np.arange(count),
        uid=FIRST_UID + start + np.arange(count),
        ukprn=FIRST_UKPRN + start + np.arange(count),
        incorporated=opened.astype("datetime64[D]"),
        is_multi=np.asarray(sizes) > 1,
    )


def _sizes(rng, academies):
    if not academies:
        return np.zeros(0, dtype=np.int64)
    low, high, share = (np.array(part) for part in zip(*SIZES, strict=True))
    mean = ((low + high) / 2 * share).sum()
    band = spread(rng, share, max(1, round(academies / mean)))
    sizes = rng.integers(low[band], high[band] + 1)
    sizes = np.sort(sizes)[::-1]
    if len(sizes) > academies:
        return np.ones(academies, dtype=np.int64)
    # the largest trusts take up what is missing or too much
    while gap := academies - int(sizes.sum()):
        some = min(abs(gap), max(1, np.count_nonzero(sizes > 1)))
        sizes[:some] += 1 if gap > 0 else -1
        sizes = np.sort(sizes)[::-1]
    return rng.permutation(sizes)


def _order(rng, schools, academies, sizes):
    """Academies in the order in which the trusts, one after the other, take them."""
    weight = np.where(of_kind(schools.take(academies), "secondary"), ALONE, 1.0)
    # exponential races: the first to finish are the trusts of one academy
    race = rng.exponential(size=len(academies)) / weight
    ranked = academies[np.argsort(race)]
    alone, rest = np.split(ranked, [np.count_nonzero(sizes == 1)])
    # the others: neighbours, more or less
    region = np.unique(table("areas").region, return_inverse=True)[1]
    place = region[schools.area[rest]] * 1_000.0 + schools.area[rest]
    rest = rest[np.argsort(place + rng.normal(0, 2.0, len(rest)), kind="stable")]
    order = np.zeros(len(academies), dtype=np.int64)
    is_alone = np.repeat(sizes == 1, sizes)
    order[is_alone], order[~is_alone] = alone, rest
    return order
