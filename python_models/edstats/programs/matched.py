"""The matched comparison: served students against others who looked the same before."""

import numpy as np

from edstats.programs import finding, labels
from edstats.programs.arms import (
    check_arms,
    clusters_of,
    complete,
    confounded,
    mismatch,
    with_missing,
)
from edstats.programs.attrition import attrition
from edstats.programs.equivalence import balance_of, overall_verdict
from edstats.programs.estimates import adjusted_difference
from edstats.programs.matching import exact_cells, matched_pairs, propensity_logits
from edstats.programs.subjects import NoEstimate


def matched(program, subjects, parameters):
    """Findings of the matched comparison: ANCOVA, the headline, and DiD beside it."""
    lost = attrition(subjects.is_served, ~np.isnan(subjects.post), parameters)
    try:
        return _matched(program, subjects, parameters, lost)
    except NoEstimate as reason:
        designs = finding.MATCHED_ANCOVA, finding.MATCHED_DID
        return [finding.nothing(one, reason, attrition=lost) for one in designs]


def _matched(program, subjects, parameters, lost):
    baseline = subjects.baseline()
    is_complete = complete([*baseline.values(), subjects.post])
    pool = subjects.take(is_complete)
    check_arms(pool.is_served, parameters)
    baseline = {name: values[is_complete] for name, values in baseline.items()}
    logits = propensity_logits(pool.is_served, list(baseline.values()))
    cells = exact_cells(pool, program.is_within_school)
    pairs = matched_pairs(pool.is_served, logits, cells, parameters.caliper)
    support = len(pairs) / pool.is_served.sum()
    if len(pairs) < parameters.arm_least:
        raise NoEstimate("no common support: too few of the served have a partner")
    rows = np.sort(pairs.ravel())
    sample, is_treated = pool.take(rows), pool.is_served[rows]
    baseline = {name: values[rows] for name, values in baseline.items()}
    balances = [
        balance_of(name, values, is_treated, parameters)
        for name, values in baseline.items()
    ]
    clusters = clusters_of(program, sample)
    is_confounded = confounded(program, sample.school, is_treated, parameters)
    gain = sample.post - sample.pre
    designs = [
        (finding.MATCHED_ANCOVA, sample.post, list(baseline.values()), set(baseline)),
        # a gain adjusts for the pretest and nothing else
        (finding.MATCHED_DID, gain, [], {"pretest"}),
    ]
    findings = []
    for design, outcome, controls, adjusted in designs:
        estimate = adjusted_difference(
            outcome, is_treated, controls, clusters, parameters
        )
        verdict = overall_verdict(balances, adjusted)
        findings.append(
            finding.compared(
                design,
                labels.matched_label(verdict, is_confounded),
                estimate,
                sample,
                is_treated,
                program,
                parameters,
                attrition=lost,
                common_support_share=support,
                equivalence=verdict,
                p_mismatch=mismatch(program, estimate, len(sample), parameters),
            )
        )
    counted = with_missing(balances, subjects, subjects.is_served)
    ancova, did = findings
    trend, p_value = _pre_trend(sample, is_treated, clusters, parameters)
    return [
        ancova.but(balances=counted),
        did.but(pre_trend=trend, pre_trend_p_value=p_value),
    ]


def _pre_trend(sample, is_treated, clusters, parameters):
    known = ~np.isnan(sample.earlier)
    change = (sample.pre - sample.earlier)[known]
    try:
        check_arms(is_treated[known], parameters)
        found = adjusted_difference(
            change, is_treated[known], [], clusters[known], parameters
        )
    except NoEstimate:
        return np.nan, np.nan
    return found.value, found.p_value
