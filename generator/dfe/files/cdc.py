"""The building blocks."""

import numpy as np
import pyarrow as pa

from generator.dfe.buildings import AGES
from generator.dfe.layouts import listed
from generator.dfe.names import joined
from generator.dfe.text import csv_file
from generator.tables import words


def cdc(world):
    """Building blocks, under the URN of the time of the survey."""
    blocks, closed = world.blocks, world.closed
    own = np.flatnonzero(world.in_cdc[blocks.school])
    parts = [(world.schools.urn[blocks.school[own]], own, np.ones(len(own)))]
    starts = np.searchsorted(blocks.school, closed.origin)
    ends = np.searchsorted(blocks.school, closed.origin, side="right")
    old = np.flatnonzero(closed.in_cdc)
    number = (ends - starts)[old]
    rows = np.repeat(starts[old], number) + (
        np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    )
    parts.append(
        (
            np.repeat(closed.urn[old], number),
            rows,
            np.repeat(closed.fraction[old], number),
        )
    )
    urn, rows, fraction = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort([rows, urn])
    urn, rows, fraction = urn[order], rows[order], fraction[order]
    found = blocks.take(rows)
    name = world.names.school.take(pa.array(found.school))
    survey = words(urn % 5 > 1, ["CDC1", "CDC2"])
    ages = words(found.age, list(AGES))
    columns = {
        "Site": joined(urn, " ", name, " (", survey, ")"),
        "URN": urn,
        "SurveySectionSectionType": words(found.is_ancillary, ["BLOCK", "ANCILLARY"]),
        "GIFA": np.maximum(np.rint(found.area * fraction), 1),
        "Block Age": ages,
    }
    return csv_file(listed("cdc"), columns), len(urn)
