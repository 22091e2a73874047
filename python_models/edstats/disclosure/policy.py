"""Disclosure policies: the presets of the seed `disclosure_policies`."""

from dataclasses import dataclass

import numpy as np

# Rates of the seed are whole hundredths of a per cent, so that counts are exact.
PER_WHOLE = 10_000


@dataclass(frozen=True)
class Policy:
    """One preset.

    min_students: a cell with fewer students is hidden
    min_events: fewer students who count, or who do not, are bounded and never told
    min_interval_width: whole students by which the bounds of a hidden number differ
    min_rate_interval_width: the same for those who count, where only they are hidden
    bounds: (from_students, bound in parts of PER_WHOLE), the smallest groups first;
        a bound of 500 makes 5 % and less `<5%`, and 95 % and more `>95%`
    """

    name: str
    min_students: int
    min_events: int
    min_interval_width: int
    min_rate_interval_width: int
    bounds: tuple[tuple[int, int], ...]

    def __post_init__(self):
        if self.min_interval_width > self.min_students - 2:
            raise ValueError(
                f"{self.name}: an interval of 1 to {self.min_students - 1} students"
                f" is never {self.min_interval_width} wide"
            )
        if not self.bounds or self.bounds[0][0] > self.min_students:
            raise ValueError(f"{self.name}: the smallest groups have no bound_rate")
        starts = (max(start, self.min_students) for start, _ in self.bounds)
        for students in starts:
            if self.bound_counts(np.array([students]))[0] < self.min_events - 1:
                raise ValueError(
                    f"{self.name}: of {students} students the bound leaves out counts"
                    f" below {self.min_events}"
                )

    def bound_parts(self, students):
        """The bound that goes with each count of students, in parts of PER_WHOLE."""
        starts = np.array([start for start, _ in self.bounds])
        parts = np.array([part for _, part in self.bounds])
        # below the first the bound does not matter: the cell is hidden
        step = np.searchsorted(starts, students, side="right") - 1
        return parts[np.maximum(step, 0)]

    def bound_counts(self, students):
        """The most students who count, or who do not, for whom there is a bound."""
        return students * self.bound_parts(students) // PER_WHOLE


def read_policy(rows, name):
    """The `Policy` of that name.

    rows: dicts of the seed `disclosure_policies`
    Raises ValueError for a name that the seed does not have, or a preset whose bounds
    contradict its minimums.
    """
    own = [row for row in rows if row["policy_id"] == name]
    if not own:
        known = ", ".join(sorted({row["policy_id"] for row in rows}))
        raise ValueError(f"disclosure_policy is one of {known}, not {name!r}")
    value = {row["parameter"]: row["value"] for row in own}
    bounds = [
        (row["from_students"], round(float(row["value"]) * PER_WHOLE))
        for row in own
        if row["parameter"] == "bound_rate"
    ]
    return Policy(
        name=name,
        min_students=int(value["min_students"]),
        min_events=int(value["min_events"]),
        min_interval_width=int(value["min_interval_width"]),
        min_rate_interval_width=int(value["min_rate_interval_width"]),
        bounds=tuple(sorted(bounds)),
    )
