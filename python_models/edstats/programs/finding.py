"""What one rung of the ladder of designs finds of one programme."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from edstats.programs import labels
from edstats.programs.attrition import Attrition
from edstats.programs.effects import improvement_index, standardised
from edstats.programs.equivalence import NOT_AVAILABLE, Balance
from edstats.programs.estimates import (
    Estimate,
    detectable_effect,
    intraclass_correlation,
)

PRE_POST = "pre_post"
AGAINST_NORM = "against_norm"
MATCHED_ANCOVA = "matched_ancova"
MATCHED_DID = "matched_did"
DISCONTINUITY = "regression_discontinuity"
RANDOMISED = "randomised"
# of two rungs with an estimate the later one is the headline
HEADLINES = (PRE_POST, AGAINST_NORM, MATCHED_ANCOVA, DISCONTINUITY, RANDOMISED)
NO_ATTRITION = Attrition(np.nan, np.nan, None)


@dataclass(frozen=True)
class Finding:
    """One programme by one design; NaN or None where the design has no such figure.

    estimate: None when there is none, and `reason` says why
    n_treated, n_comparison: students of the analytic sample; schools: they come from
    wwc_g: effect in pooled SDs of the sample; d_av: mean change in mean SDs
    improvement_index: percentile points, positive is favourable
    icc: share of the outcome's variance between schools; mde: smallest effect that
        would be found, in the unit of the estimate
    p_mismatch: p by the correction for clusters with the default ICC
    common_support_share: share of the served, with data, that have a partner
    first_stage: jump in take-up at the cut score; bandwidth: in points of the score
    pre_trend: the difference of the arms' change before the programme
    """

    design: str
    label: str
    reason: str | None = None
    estimate: Estimate | None = None
    n_treated: int = 0
    n_comparison: int = 0
    schools: int = 0
    wwc_g: float = np.nan
    d_av: float = np.nan
    improvement_index: float = np.nan
    icc: float = np.nan
    mde: float = np.nan
    p_mismatch: float = np.nan
    attrition: Attrition = NO_ATTRITION
    common_support_share: float = np.nan
    first_stage: float = np.nan
    first_stage_f: float = np.nan
    bandwidth: float = np.nan
    density_p_value: float = np.nan
    pre_trend: float = np.nan
    pre_trend_p_value: float = np.nan
    equivalence: str = NOT_AVAILABLE
    balances: tuple[Balance, ...] = ()
    is_headline: bool = False

    def but(self, **changes):
        """The same with `changes`."""
        return dataclasses.replace(self, **changes)

    @property
    def p_for_tests(self):
        """The p that counts: of few clusters the one made for them."""
        if self.estimate is None:
            return np.nan
        few = self.estimate.p_few_clusters
        return self.estimate.p_value if np.isnan(few) else few


def nothing(design, reason, **more):
    """The `Finding` of a design that gives no estimate, with the reason."""
    return Finding(design, labels.DESCRIPTIVE, reason=str(reason), **more)


def compared(design, label, estimate, sample, is_treated, program, parameters, **more):
    """The `Finding` of two arms of a sample.

    estimate: `Estimate`; sample: `Subjects` with outcomes; is_treated: (N,) bools
    """
    arms = sample.post[is_treated], sample.post[~is_treated]
    has_spread = min(map(len, arms)) > 1
    g = standardised(estimate.value, *arms) if has_spread else np.nan
    return Finding(
        design,
        label,
        estimate=estimate,
        n_treated=len(arms[0]),
        n_comparison=len(arms[1]),
        schools=len(np.unique(sample.school)),
        wwc_g=g,
        improvement_index=improvement_index(program.favourable * g),
        icc=intraclass_correlation(sample.post, sample.school),
        mde=detectable_effect(estimate.std_error, estimate.df, parameters),
        **more,
    )


def with_headline(findings):
    """The findings with the highest rung that has an estimate marked as headline."""
    rungs = [one.design for one in findings if one.estimate is not None]
    rungs = [design for design in HEADLINES if design in rungs]
    return [
        one.but(is_headline=bool(rungs) and one.design == rungs[-1]) for one in findings
    ]
