"""The randomised comparison: difference in means by the arm that was drawn."""

import numpy as np

from edstats.programs import finding, labels
from edstats.programs.arms import (
    check_arms,
    clusters_of,
    confounded,
    mismatch,
    with_missing,
)
from edstats.programs.attrition import attrition
from edstats.programs.equivalence import balance_of, overall_verdict
from edstats.programs.estimates import adjusted_difference
from edstats.programs.subjects import NoEstimate


def randomised(program, subjects, parameters):
    """Finding of the lot: difference in means by arm drawn, with block effects."""
    is_drawn = subjects.is_assigned
    has_outcome = ~np.isnan(subjects.post)
    lost = attrition(is_drawn, has_outcome, parameters)
    sample, is_treated = subjects.take(has_outcome), is_drawn[has_outcome]
    try:
        check_arms(is_treated, parameters)
        blocks = []
        if program.is_within_school:
            blocks = [sample.school == one for one in np.unique(sample.school)]
        estimate = adjusted_difference(
            sample.post,
            is_treated,
            [block.astype(float) for block in blocks],
            clusters_of(program, sample),
            parameters,
        )
    except NoEstimate as reason:
        return finding.nothing(finding.RANDOMISED, reason, attrition=lost)
    balances = [
        balance_of(name, values[known], is_treated[known], parameters)
        for name, values in sample.baseline().items()
        if (known := ~np.isnan(values)).any()
        and min(is_treated[known].sum(), (~is_treated[known]).sum()) > 1
    ]
    verdict = overall_verdict(balances, adjusted=())
    is_confounded = confounded(program, sample.school, is_treated, parameters)
    return finding.compared(
        finding.RANDOMISED,
        labels.randomised_label(lost.is_low, verdict, is_confounded),
        estimate,
        sample,
        is_treated,
        program,
        parameters,
        attrition=lost,
        equivalence=verdict,
        p_mismatch=mismatch(program, estimate, len(sample), parameters),
        balances=with_missing(balances, subjects, is_drawn),
    )
