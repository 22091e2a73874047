"""What the district was made with, by subgroup, for the answer key."""

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.absence_calibration import chronic_targets
from generator.district.world import GROUPS, SUBJECTS


def subgroup_parameters(world):
    """Parameters by subgroup: mean absence rate solved, chronic absence wanted,
    and the mean of ability by subject, in SDs of all students."""
    rows = world.absence.rows[-1]
    students, first = np.unique(rows.student, return_index=True)
    group = rows.group[first]
    wanted = chronic_targets(group)
    lines = []
    for code, name in enumerate(GROUPS):
        lines.append((name, "absence_rate_mean", world.absence.means[code]))
        lines.append((name, "chronic_absence_share", wanted[code]))
        members = students[group == code]
        lines += _ability(world, name, members)
    for name in ("is_frl", "is_iep", "is_el"):
        members = students[getattr(world.students, name)[students]]
        lines += _ability(world, name, members)
    names, what, values = zip(*lines, strict=True)
    return pa.table(
        {
            "subgroup": pa.array(names),
            "parameter": pa.array(what),
            "value": tables.decimals(values, 4),
        }
    )


def _ability(world, name, members):
    if not len(members):
        return []
    means = world.students.ability[members].mean(axis=0)
    return [
        (name, f"ability_{subject}_mean", mean)
        for subject, mean in zip(SUBJECTS, means, strict=True)
    ]
