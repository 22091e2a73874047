"""Were the arms alike before the programme? Judged by size, never by a p-value."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from edstats.programs.effects import cox_index, hedges_g
from edstats.programs.subjects import is_flag

SATISFIED = "satisfied"
WITH_ADJUSTMENT = "satisfied_with_adjustment"
NOT_SATISFIED = "not_satisfied"
NOT_AVAILABLE = "not_available"
# what is published is what is judged, so that 0.05 in doubles is 0.05
DIGITS = 10


@dataclass(frozen=True)
class Balance:
    """One covariate of an analytic sample; NaN where nothing is known.

    effect_size: Hedges' g, or the Cox index of a flag; of a discontinuity the jump at
        the cut score in SDs. missing_...: students left out because this was missing.
    """

    covariate: str
    verdict: str
    mean_treated: float = np.nan
    mean_comparison: float = np.nan
    effect_size: float = np.nan
    p_value: float = np.nan
    missing_treated: int = 0
    missing_comparison: int = 0

    def but(self, **changes):
        """The same with `changes`."""
        return dataclasses.replace(self, **changes)


def balance_of(name, values, is_treated, parameters):
    """The `Balance` of one covariate; values: floats without NaN, is_treated: bools."""
    treated, comparison = values[is_treated], values[~is_treated]
    if is_flag(name):
        size = cox_index(treated, comparison, parameters.cox_divisor)
    else:
        size = hedges_g(treated, comparison)
    return Balance(
        covariate=name,
        verdict=verdict_of(size, parameters),
        mean_treated=float(treated.mean()),
        mean_comparison=float(comparison.mean()),
        effect_size=size,
    )


def verdict_of(size, parameters):
    """SATISFIED, WITH_ADJUSTMENT or NOT_SATISFIED for an effect size at baseline."""
    size = float(f"{abs(size):.{DIGITS}g}")
    if size <= parameters.equivalence_small:
        return SATISFIED
    if size <= parameters.equivalence_large:
        return WITH_ADJUSTMENT
    return NOT_SATISFIED


def overall_verdict(balances, adjusted):
    """The verdict on a sample: the worst of its covariates.

    adjusted: names of the covariates that the impact model adjusts for
    NOT_AVAILABLE without any judged covariate.
    """
    verdicts = {one.covariate: one.verdict for one in balances}
    verdicts = {
        name: NOT_SATISFIED
        if verdict == WITH_ADJUSTMENT and name not in adjusted
        else verdict
        for name, verdict in verdicts.items()
    }
    for verdict in (NOT_SATISFIED, WITH_ADJUSTMENT, SATISFIED):
        if verdict in verdicts.values():
            return verdict
    return NOT_AVAILABLE
