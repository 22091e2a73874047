"""The cut score: a regression discontinuity with the tests of its assumptions."""

import numpy as np
from scipy.stats import false_discovery_control

from edstats.programs import finding, labels
from edstats.programs.arms import check_arms, with_missing
from edstats.programs.attrition import attrition
from edstats.programs.discontinuity import density_p_value, fuzzy_jump, sharp_jump
from edstats.programs.equivalence import NOT_AVAILABLE, Balance
from edstats.programs.subjects import NoEstimate

CONTINUOUS = "continuous"
NOT_CONTINUOUS = "not_continuous"
DENSITY = "density_of_the_score"


def cut_score(program, subjects, parameters):
    """Finding at the cut score, with its tests of density and covariates."""
    subjects = subjects.take(~np.isnan(subjects.running))
    is_below = subjects.running < program.cutoff
    has_outcome = ~np.isnan(subjects.post)
    lost = attrition(is_below, has_outcome, parameters)
    sample = subjects.take(has_outcome)
    clusters = sample.school if program.is_clustered else None
    cut = (sample.running, program.cutoff)
    try:
        check_arms(is_below[has_outcome], parameters)
        jump = fuzzy_jump(
            sample.post, cut[0], sample.is_served, cut[1], parameters, clusters
        )
    except NoEstimate as reason:
        return finding.nothing(finding.DISCONTINUITY, reason, attrition=lost)
    density = density_p_value(subjects.running, program.cutoff, jump.bandwidth)
    balances = [Balance(DENSITY, NOT_AVAILABLE, p_value=density)]
    for name, values in sample.baseline().items():
        known = ~np.isnan(values)
        near = known & jump.is_near
        try:
            size, p_value = sharp_jump(
                values[known],
                cut[0][known],
                cut[1],
                parameters,
                None if clusters is None else clusters[known],
            )
        except NoEstimate:
            size, p_value = np.nan, np.nan
        spread = values[near].std() if near.any() else np.nan
        size = size / spread if spread else np.nan
        balances.append(Balance(name, NOT_AVAILABLE, effect_size=size, p_value=p_value))
    balances = _continuity(balances, parameters)
    is_continuous = all(one.verdict != NOT_CONTINUOUS for one in balances)
    near = sample.take(jump.is_near)
    return finding.compared(
        finding.DISCONTINUITY,
        labels.discontinuity_label(jump.first_stage_f, is_continuous, parameters),
        jump.estimate,
        near,
        near.is_served,
        program,
        parameters,
        attrition=lost,
        first_stage=jump.first_stage,
        first_stage_f=jump.first_stage_f,
        bandwidth=jump.bandwidth,
        density_p_value=density,
        balances=with_missing(balances, subjects, is_below),
    )


def _continuity(balances, parameters):
    """The balances with verdicts by their p-values, adjusted for their number."""
    tested = [one for one in balances if not np.isnan(one.p_value)]
    if not tested:
        return balances
    p_values = false_discovery_control([one.p_value for one in tested])
    verdicts = {
        one.covariate: NOT_CONTINUOUS
        if p_value <= parameters.significance
        else CONTINUOUS
        for one, p_value in zip(tested, p_values, strict=True)
    }
    return [
        one.but(verdict=verdicts.get(one.covariate, one.verdict)) for one in balances
    ]
