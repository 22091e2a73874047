"""The policy of growth, from the seed `growth_parameters`."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

COUNTS = (
    "quantile_count",
    "lowest_percentile",
    "highest_percentile",
    "most_priors",
    "sgp_minimum_cohort",
    "conditional_minimum_cohort",
    "median_minimum_students",
    "bootstrap_draws",
)
NUMBERS = (
    "boundary_share",
    "first_quantile",
    "quantile_step",
    "tie_margin",
    "confidence",
)


@dataclass(frozen=True)
class Parameters:
    """What the seed says; names and units as there.

    assessment_kind: kind of the tests that the scores are of
    knot_quantile: inner knots of a prior's spline, as quantiles of that prior
    boundary_share: part of the range by which the outer knots lie beyond the scores
    first_quantile, quantile_step, quantile_count: the quantiles that are fitted
    tie_margin: points of the score by which a quantile has to be exceeded
    lowest_percentile, highest_percentile: what a percentile is clipped to
    most_priors: springs before, at most
    sgp_minimum_cohort, conditional_minimum_cohort: students, at least
    median_minimum_students: students of a median, at least
    bootstrap_draws, confidence: of the interval of a median
    target_grade: grades by which the standard is to be reached, ascending
    """

    assessment_kind: str
    knot_quantile: tuple
    boundary_share: float
    first_quantile: float
    quantile_step: float
    quantile_count: int
    tie_margin: float
    lowest_percentile: int
    highest_percentile: int
    most_priors: int
    sgp_minimum_cohort: int
    conditional_minimum_cohort: int
    median_minimum_students: int
    bootstrap_draws: int
    confidence: float
    target_grade: tuple

    @property
    def taus(self):
        """The quantiles: .005, .015 to .995 by the standard policy."""
        steps = np.arange(self.quantile_count)
        return np.round(self.first_quantile + self.quantile_step * steps, 10)


def read_parameters(seed):
    """`Parameters` from the relation or Arrow table of the seed.

    Raises ValueError when the seed lacks a parameter.
    """
    table = seed if isinstance(seed, pa.Table) else seed.to_arrow_table()
    values = {}
    for row in sorted(table.to_pylist(), key=lambda row: row["position"]):
        values.setdefault(row["parameter"], []).append(row["value"])
    lacking = sorted(set(Parameters.__dataclass_fields__) - set(values))
    if lacking:
        raise ValueError(f"growth_parameters lacks {', '.join(lacking)}")
    return Parameters(
        assessment_kind=values["assessment_kind"][0],
        knot_quantile=tuple(float(value) for value in values["knot_quantile"]),
        target_grade=tuple(sorted(int(value) for value in values["target_grade"])),
        **{name: int(values[name][0]) for name in COUNTS},
        **{name: float(values[name][0]) for name in NUMBERS},
    )
