"""Relations of a run as arrays: spending per unit, and who is in which set."""

import numpy as np

from edstats.benchmarking.ratings import Lines

# rows that are read at a time
BATCH = 1 << 17


def rows_among(sorted_urns, urns):
    """Row of each URN; the number of schools for one that is not among them."""
    rows = np.searchsorted(sorted_urns, urns)
    found = sorted_urns.take(rows, mode="clip") == urns
    return np.where(found, rows, len(sorted_urns))


def read_lines(costs, schools):
    """set type -> Lines, from rows of `fct_school_costs` of one run.

    costs: DuckDB relation. Lines stand in order of their names.
    """
    count, found = len(schools), {}
    columns = ["urn", "category", "sub_category", "basis", "per_unit"]
    for batch in batches_of(costs, columns):
        codes = [batch[name].dictionary_encode() for name in columns[1:4]]
        row = rows_among(schools.urn, batch["urn"].to_numpy())
        value = batch["per_unit"].to_numpy()
        sizes = [len(code.dictionary) for code in codes]
        line = np.ravel_multi_index([code.indices.to_numpy() for code in codes], sizes)
        for place in np.flatnonzero(np.bincount(line)):
            parts = np.unravel_index(place, sizes)
            names = [c.dictionary[i].as_py() for c, i in zip(codes, parts, strict=True)]
            per_unit = found.setdefault(tuple(names), np.full(count + 1, np.nan))
            chosen = line == place
            per_unit[row[chosen]] = value[chosen]
            per_unit[count] = np.nan  # costs of schools outside the population
    return {
        basis.lower(): lines_of(found, basis, count) for basis in ("Pupil", "Building")
    }


def lines_of(found, basis, count):
    names = sorted(name[:2] for name in found if name[2] == basis)
    per_unit = np.full((len(names), count + 1), np.nan)
    for line, name in enumerate(names):
        per_unit[line] = found[(*name, basis)]
    return Lines(names, per_unit)


def read_sets(members, schools):
    """(rows of the targets, their members): arrays (targets,) and (targets, width).

    members: relation with urn, rank (from 1 in every set) and comparator_urn, the sets
    of one type. -1 is a member that is no school of the run, and nobody.
    """
    count = len(schools)
    sets = np.full((count + 1, 1), -1, dtype=np.int32)
    for batch in batches_of(members, ["urn", "rank", "comparator_urn"]):
        target = rows_among(schools.urn, batch["urn"].to_numpy())
        member = rows_among(schools.urn, batch["comparator_urn"].to_numpy())
        place = batch["rank"].to_numpy() - 1
        more = place.max(initial=0) + 1 - sets.shape[1]
        if more > 0:
            sets = np.pad(sets, [(0, 0), (0, more)], constant_values=-1)
        sets[target, place] = np.where(member == count, -1, member)
    targets = np.flatnonzero((sets[:count] >= 0).any(axis=1))
    return targets, sets[targets]


def batches_of(relation, columns):
    """Record batches of some columns of a DuckDB relation."""
    return relation.select(*columns).to_arrow_reader(BATCH)


def text(value):
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"
