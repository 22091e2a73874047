"""What a design allows one to say, and the ESSA tier of a finding."""

from edstats.programs.equivalence import (
    NOT_AVAILABLE,
    NOT_SATISFIED,
    SATISFIED,
    WITH_ADJUSTMENT,
)

DESCRIPTIVE = "descriptive"
NOT_EQUIVALENT = "not_equivalent_do_not_interpret"
ADJUSTED = "equivalent_with_adjustment"
EQUIVALENT = "equivalent"
DISCONTINUITY = "regression_discontinuity"
RANDOMISED = "randomised"

OF_VERDICT = {
    NOT_AVAILABLE: DESCRIPTIVE,
    NOT_SATISFIED: NOT_EQUIVALENT,
    WITH_ADJUSTMENT: ADJUSTED,
    SATISFIED: EQUIVALENT,
}
STRONG, MODERATE, PROMISING = 1, 2, 3
TIERS = {
    RANDOMISED: STRONG,
    DISCONTINUITY: STRONG,
    EQUIVALENT: MODERATE,
    ADJUSTED: MODERATE,
}


def matched_label(verdict, is_confounded=False):
    """Label of a matched comparison with the overall verdict on its sample.

    is_confounded: an arm is one cluster, which is the programme as much as it is itself
    """
    return DESCRIPTIVE if is_confounded else OF_VERDICT[verdict]


def randomised_label(is_attrition_low, verdict, is_confounded=False):
    """Label of a randomised comparison: one that lost many is judged as matched."""
    if is_confounded:
        return DESCRIPTIVE
    return RANDOMISED if is_attrition_low else OF_VERDICT[verdict]


def discontinuity_label(first_stage_f, is_continuous, parameters):
    """Label of a regression discontinuity.

    first_stage_f: F of the jump in take-up; is_continuous: neither the density of the
        score nor a covariate jumps at the cut score
    """
    if not is_continuous or first_stage_f < parameters.first_stage_least:
        return NOT_EQUIVALENT
    return DISCONTINUITY


def essa_tier(label, effect, p_value, students, sites, parameters):
    """1 strong, 2 moderate, 3 promising, or None when the finding has no tier.

    effect: positive when favourable; p_value: adjusted for the other outcomes of the
        domain; students: of the analytic sample; sites: it comes from
    ESEA section 8101(21)(A). Tier 4, a rationale, is nothing that data can show. Large
    samples from several sites are asked of tiers 1 and 2 only.
    """
    if label not in TIERS or not (effect > 0 and p_value <= parameters.significance):
        return None
    is_large = students >= parameters.essa_students_least
    if is_large and sites >= parameters.essa_sites_least:
        return TIERS[label]
    return PROMISING
