"""Relations of a run as arrays: spending per unit, and who is in which set."""

import numpy as np

from edstats.benchmarking.ratings import Lines

# rows that are read at a time
BATCH = 1 << 17


def rows_among(sorted_urns, urns):
    """Row of each URN; the number of schools for one that is not among them."""
    # rows of a school mostly stand together, and are then looked up once
    starts = np.flatnonzero(np.diff(urns, prepend=-1))
    once = urns[starts]
    rows = np.searchsorted(sorted_urns, once)
    found = sorted_urns.take(rows, mode="clip") == once
    rows = np.where(found, rows, len(sorted_urns))
    return np.repeat(rows, np.diff(starts, append=len(urns)))


def read_lines(costs, schools):
    """set type -> Lines, from rows of `fct_school_costs` of one run.

    costs: DuckDB relation. Lines stand in order of their names.
    """
    count, places = len(schools), {}
    per_unit = np.full((len(places), count + 1), np.nan)
    columns = ["urn", "category", "sub_category", "basis", "per_unit"]
    for batch in batches_of(costs, columns):
        codes = [batch[name].dictionary_encode() for name in columns[1:4]]
        sizes = [len(code.dictionary) for code in codes]
        code = np.ravel_multi_index([code.indices.to_numpy() for code in codes], sizes)
        place_of = np.zeros(np.prod(sizes), dtype=np.int64)
        for name in np.flatnonzero(np.bincount(code)):
            parts = zip(codes, np.unravel_index(name, sizes), strict=True)
            texts = tuple(part.dictionary[i].as_py() for part, i in parts)
            place_of[name] = places.setdefault(texts, len(places))
        more = len(places) - len(per_unit)
        per_unit = np.pad(per_unit, [(0, more), (0, 0)], constant_values=np.nan)
        row = rows_among(schools.urn, batch["urn"].to_numpy())
        per_unit[place_of[code], row] = batch["per_unit"].to_numpy()
    per_unit[:, count] = np.nan  # costs of schools that are not in the run
    lines = {}
    for basis in ("Pupil", "Building"):
        names = sorted(name[:2] for name in places if name[2] == basis)
        order = [places[(*name, basis)] for name in names]
        lines[basis.lower()] = Lines(names, per_unit[order])
    return lines


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
