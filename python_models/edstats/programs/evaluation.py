"""One programme up the ladder of designs: every rung that its data can carry."""

import numpy as np

from edstats.programs import finding, labels
from edstats.programs.cut_score import cut_score
from edstats.programs.estimates import detectable_effect
from edstats.programs.finding import Finding
from edstats.programs.lots import randomised
from edstats.programs.matched import matched
from edstats.programs.paired import average_sd_effect, paired_change
from edstats.programs.subjects import NoEstimate


def evaluate(program, subjects, parameters):
    """`Finding`s of one programme, one per design, the headline marked.

    program: `Program`; subjects: `Subjects` in any order; parameters: `Parameters`
    """
    subjects = subjects.by_key()
    findings = before_and_after(program, subjects, parameters)
    if program.assignment == "selected":
        findings += matched(program, subjects, parameters)
    elif program.assignment == "cutoff":
        findings.append(cut_score(program, subjects, parameters))
    elif program.assignment == "randomised":
        findings.append(randomised(program, subjects, parameters))
    return finding.with_headline(findings)


def before_and_after(program, subjects, parameters):
    """The two descriptive rungs: change of the served, and less that of the norms.

    Where no change in the norms is known, the first alone.
    """
    served = subjects.take(subjects.is_served & ~np.isnan(subjects.change))
    rungs = [(finding.PRE_POST, served, served.change)]
    if program.is_achievement:
        normed = served.take(~np.isnan(served.expected))
        rungs.append((finding.AGAINST_NORM, normed, normed.change - normed.expected))
    findings = []
    for design, sample, change in rungs:
        try:
            if len(sample) < parameters.arm_least:
                raise NoEstimate("too few students with data")
            estimate = paired_change(change, parameters)
        except NoEstimate as reason:
            findings.append(finding.nothing(design, reason))
            continue
        findings.append(
            Finding(
                design,
                labels.DESCRIPTIVE,
                estimate=estimate,
                n_treated=len(sample),
                schools=len(np.unique(sample.school)),
                d_av=average_sd_effect(change, sample.pre, sample.post),
                mde=detectable_effect(estimate.std_error, estimate.df, parameters),
            )
        )
    return findings
