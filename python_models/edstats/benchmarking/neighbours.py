"""The nearest candidates of many targets, exact and in order of (distance, URN).

Rows are places in a `Space`, which is in order of URN, so the smaller row wins a tie.
"""

import numpy as np
from scipy.spatial import cKDTree

from edstats.benchmarking.distance import BLOCK

# below this number of pairs all distances are computed
FEW_PAIRS = 1_500_000
# what the tree is asked for beyond the wanted number and the target itself
SPARE = 7
# Coordinates lie between 0 and 1 and carry at most four rounding errors of 1.2e-16, a
# distance over a few of them stays within 1e-14 of the exact value, and so does the
# published formula. A hundred times that keeps every doubt on the safe side.
MARGIN = 1e-12
# targets per question to the tree
CHUNK = 4096
# more candidates in a ball than one in so many are better scanned with all others
WIDE = 2


def nearest(space, targets, candidates, count):
    """(rows, distances), one line per target, as wide as `count` or the candidates.

    targets, candidates: rows of the space; candidates ascending
    A target is not its own candidate. Where there are fewer, rows are -1 at the end and
    distances NaN. Undefined distances are NaN, in order of URN.
    """
    width = min(count, len(candidates))
    if len(targets) == 0 or width == 0:
        return empty(len(targets), width)
    if space.is_undefined or space.is_flat:
        return in_order_of_urn(space, targets, candidates, width)
    asked = width + 1 + SPARE
    many = len(targets) * len(candidates) > FEW_PAIRS and asked < len(candidates)
    points = space.coordinates() if many else None
    if points is None or not np.isfinite(points).all():
        return by_scan(space, targets, candidates, width)
    return by_tree(space, points, targets, candidates, width, asked)


def empty(lines, width):
    return np.full((lines, width), -1), np.full((lines, width), np.nan)


def in_order_of_urn(space, targets, candidates, width):
    """All distances are the same: the first candidates but the target itself."""
    first = candidates[: width + 1]
    if len(first) == width:
        first = np.append(first, -1)
    own = first[None, :] == targets[:, None]
    # everything behind the target's own place moves up by one
    shift = np.cumsum(own[:, :width], axis=1)
    rows = first[np.arange(width)[None, :] + shift]
    distances = np.full(rows.shape, np.nan if space.is_undefined else 0.0)
    distances[rows < 0] = np.nan
    return rows, distances


def by_scan(space, targets, candidates, width):
    """Every distance, a block of targets at a time."""
    rows, distances = empty(len(targets), width)
    step = max(1, BLOCK // len(candidates))
    for start in range(0, len(targets), step):
        part = slice(start, start + step)
        block = space.distances(targets[part, None], candidates[None, :])
        block[targets[part, None] == candidates[None, :]] = np.inf
        places = first_places(block, width)
        distances[part] = np.take_along_axis(block, places, axis=1)
        rows[part] = candidates[places]
    return without_own(rows, distances)


def first_places(block, width):
    """Columns of the `width` smallest values of each line; ties by column."""
    if width == block.shape[1]:
        return np.argsort(block, axis=1, kind="stable")
    places = np.argpartition(block, width - 1, axis=1)[:, :width]
    places.sort(axis=1)
    values = np.take_along_axis(block, places, axis=1)
    limit = values.max(axis=1)
    order = np.argsort(values, axis=1, kind="stable")
    places = np.take_along_axis(places, order, axis=1)
    # equal distances on both sides of the limit: the partition chose any of them
    tied = np.count_nonzero(block <= limit[:, None], axis=1) > width
    for line in np.flatnonzero(tied):
        within = np.flatnonzero(block[line] <= limit[line])
        order = np.argsort(block[line, within], kind="stable")
        places[line] = within[order[:width]]
    return places


def without_own(rows, distances):
    """The target's own place, infinitely far, is no place."""
    own = np.isinf(distances)
    rows[own], distances[own] = -1, np.nan
    return rows, distances


def by_tree(space, points, targets, candidates, width, asked):
    """A k-d tree finds a few more than wanted; their exact distances decide.

    A line stands only when its last distance is certainly below that of every
    candidate which the tree did not return. For the others the tree is asked for
    everything that may be as near as that last one, ties and clones included.
    """
    tree = cKDTree(points[candidates], balanced_tree=False)
    rows, distances = empty(len(targets), width)
    is_certain = np.empty(len(targets), dtype=bool)
    for start in range(0, len(targets), CHUNK):
        part = slice(start, start + CHUNK)
        ones = targets[part, None]
        reached, places = tree.query(points[targets[part]], k=asked)
        found = candidates[np.sort(places, axis=1)]
        exact = space.distances(ones, found)
        exact[found == ones] = np.inf
        order = np.argsort(exact, axis=1, kind="stable")[:, :width]
        rows[part] = np.take_along_axis(found, order, axis=1)
        distances[part] = np.take_along_axis(exact, order, axis=1)
        bound = reached[:, -1] * (1 - MARGIN) - MARGIN
        is_certain[part] = distances[part][:, -1] < bound
    doubtful = np.flatnonzero(~is_certain)
    if len(doubtful):
        rows[doubtful], distances[doubtful] = by_ball(
            space,
            tree,
            points,
            targets[doubtful],
            candidates,
            distances[doubtful, -1],
            width,
        )
    return rows, distances


def by_ball(space, tree, points, targets, candidates, limits, width):
    """All candidates that are as near as `limits`, which so many are at least.

    Where these are a large part of all, a full scan is cheaper.
    """
    radii = limits * (1 + MARGIN) + MARGIN
    sizes = tree.query_ball_point(points[targets], radii, return_length=True)
    rows, distances = empty(len(targets), width)
    is_wide = sizes > len(candidates) // WIDE
    if is_wide.any():
        rows[is_wide], distances[is_wide] = by_scan(
            space, targets[is_wide], candidates, width
        )
    for line in np.flatnonzero(~is_wide):
        one = targets[line]
        places = tree.query_ball_point(points[one], radii[line], return_sorted=True)
        found = candidates[places]
        found = found[found != one]
        exact = space.distances(one, found)
        order = np.argsort(exact, kind="stable")[:width]
        rows[line], distances[line] = found[order], exact[order]
    return rows, distances
