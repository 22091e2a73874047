"""What the designs with a comparison group ask of their arms."""

import numpy as np

from edstats.programs.equivalence import NOT_AVAILABLE, Balance
from edstats.programs.estimates import mismatch_p
from edstats.programs.subjects import NoEstimate

OUTCOME = "posttest"


def complete(columns):
    """(N,) bools: nothing is missing in any of the (N,) columns."""
    return ~np.isnan(np.stack(columns)).any(axis=0)


def check_arms(is_treated, parameters):
    """Raises NoEstimate when an arm is smaller than the least size."""
    least = min(is_treated.sum(), (~is_treated).sum())
    if least < max(parameters.arm_least, 2):
        raise NoEstimate("too few students with data in an arm")


def clusters_of(program, sample):
    """(N,) codes of the units of assignment; of a class the school that holds it."""
    return sample.school if program.is_clustered else np.arange(len(sample))


def confounded(program, school, is_treated, parameters):
    """Whether an arm has too few clusters to tell them from the programme."""
    if not program.is_clustered:
        return False
    arms = [np.unique(school[is_treated]), np.unique(school[~is_treated])]
    return min(map(len, arms)) < parameters.arm_clusters_least


def mismatch(program, estimate, students, parameters):
    if not program.is_clustered:
        return np.nan
    achieved = parameters.icc_achievement, parameters.icc_other
    return mismatch_p(estimate, students, achieved[not program.is_achievement])


def with_missing(balances, subjects, is_treated):
    """The balances and the outcome with how many of each arm lack it, as a tuple."""
    everything = {**subjects.baseline(), **subjects.covariates, OUTCOME: subjects.post}
    known = {one.covariate: one for one in balances}
    counted = [one for one in balances if one.covariate not in everything]
    for name, values in everything.items():
        missing = np.isnan(values)
        one = known.get(name) or Balance(name, NOT_AVAILABLE)
        counted.append(
            one.but(
                missing_treated=int((missing & is_treated).sum()),
                missing_comparison=int((missing & ~is_treated).sum()),
            )
        )
    return tuple(counted)
