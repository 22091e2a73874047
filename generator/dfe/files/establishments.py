"""What the files say of an establishment alike: names, types, areas, dates."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.dfe.figures import Frame, table
from generator.dfe.names import joined
from generator.dfe.returns import HALVES
from generator.tables import words

PHASES = {
    0: "Not applicable",
    1: "Nursery",
    2: "Primary",
    3: "Middle deemed primary",
    4: "Secondary",
    5: "Middle deemed secondary",
    6: "16 plus",
    7: "All-through",
}
FIRST_FEDERATION_UID = 1_000


def listing(world, is_open, is_closed):
    """Establishments by URN: open and closed ones, with what they have of their own.

    is_open, is_closed: masks of the schools and of their predecessors
    """
    schools, closed = world.schools, world.closed
    open_rows, closed_rows = np.flatnonzero(is_open), np.flatnonzero(is_closed)
    origin = closed.origin[closed_rows]
    found = Frame(
        school=np.concatenate([open_rows, origin]),
        urn=np.concatenate([schools.urn[open_rows], closed.urn[closed_rows]]),
        estab=np.concatenate([schools.estab[open_rows], closed.estab[closed_rows]]),
        type_code=np.concatenate(
            [schools.type_code[open_rows], closed.type_code[closed_rows]]
        ),
        is_old=np.concatenate(
            [np.zeros(len(open_rows), dtype=bool), np.ones(len(origin), dtype=bool)]
        ),
        closed=np.concatenate(
            [world.events.closed[open_rows], closed.date[closed_rows]]
        ),
        fraction=np.concatenate(
            [np.ones(len(open_rows)), closed.fraction[closed_rows]]
        ),
    )
    return found.take(np.argsort(found.urn))


def school_names(world, found):
    """Names of the establishments of a listing; a predecessor keeps its old one."""
    rows = pa.array(found.school)
    old = world.names.before.take(rows)
    # of two predecessors one was for the young
    halves = pa.array(np.where(found.fraction == HALVES[0], " and Nursery", ""))
    return pc.if_else(
        pa.array(found.is_old), joined(old, halves), world.names.school.take(rows)
    )


def type_names(codes):
    """Names of types of establishments."""
    types = table("types")
    place = np.searchsorted(types.code, codes)
    return words(place, types.name.tolist())


def area_columns(world, rows):
    """Code, name, region and so on of the areas of these schools."""
    areas, regions = table("areas"), table("regions")
    area = world.schools.area[rows]
    number = {name: place for place, name in enumerate(regions.region)}
    region = np.array([number[name] for name in areas.region])[area]
    codes = areas.code.astype(np.int64)
    return Frame(
        code=codes[area],
        name=words(area, areas.name.tolist()),
        region=words(region, regions.region.tolist()),
        gor=words(region, regions.gor_code.tolist()),
        gss=words(region, regions.gss.tolist()),
        new_code=words(area, [f"E06{code:06d}" for code in codes]),
        ward=words(area, [f"E05{code:06d}" for code in codes]),
        seat=words(area, [f"E14{code:06d}" for code in codes]),
        output=words(area, [f"E02{code:06d}" for code in codes]),
        lower=words(area, [f"E01{code:06d}" for code in codes]),
    )


def opened_dates(world, rng):
    """When academies became what they are, by row number of the school."""
    size = len(world.schools)
    opened = np.datetime64(f"{world.year}-09", "M") - 12 * rng.integers(2, 13, size)
    opened = opened.astype("datetime64[D]")
    old = world.closed
    opened[old.origin] = old.date
    joined_on = world.events.joined
    return np.where(np.isnat(joined_on), opened, joined_on)
