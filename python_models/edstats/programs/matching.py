"""Pairs of served students and others who look the same before the programme."""

import warnings

import numpy as np

from edstats.programs.estimates import independent_columns
from edstats.programs.subjects import NoEstimate

# two logits that agree so far are equal: the last bits hang on the machine
DECIMALS = 9


def propensity_logits(is_treated, columns):
    """(N,) logits of being served given `columns`, a list of (N,) floats.

    A maximum-likelihood logit; columns that add nothing are left out. Raises NoEstimate
    when an arm is empty, or the columns tell the arms apart so that it has no maximum.
    """
    # statsmodels takes a second to import: only who estimates pays for it
    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import (
        ConvergenceWarning,
        PerfectSeparationError,
        PerfectSeparationWarning,
    )

    if len(set(is_treated.tolist())) < 2:
        raise NoEstimate("all students are in one arm")
    spread = [(column - column.mean()) / (column.std() or 1) for column in columns]
    design = np.column_stack([np.ones(len(is_treated)), *independent_columns(spread)])
    reason = "no common support: the covariates tell the arms apart"
    with warnings.catch_warnings(), np.errstate(over="ignore"):
        warnings.simplefilter("error", ConvergenceWarning)
        warnings.simplefilter("error", PerfectSeparationWarning)
        try:
            fit = sm.Logit(is_treated.astype(float), design).fit(disp=0)
        except (
            ConvergenceWarning,
            PerfectSeparationError,
            PerfectSeparationWarning,
            np.linalg.LinAlgError,
        ) as error:
            raise NoEstimate(reason) from error
    return np.round(design @ fit.params, DECIMALS)


def matched_pairs(is_treated, logits, cells, caliper):
    """Pairs (treated, comparison) of indices, one to one, without replacement.

    is_treated: (N,) bools; logits: (N,) floats; cells: (N,) codes, both of a pair are
        in one cell; caliper: in SDs of the logit, pooled over the arms (Austin 2011)
    Served students choose in order of falling logit, since those with high ones have
    the fewest to choose from; each gets the nearest left. Of equals the first by index
    is taken, so the rows are wanted in a fixed order.
    """
    spread = (logits[is_treated].var(ddof=1) + logits[~is_treated].var(ddof=1)) / 2
    allowed = caliper * np.sqrt(spread)
    pairs = []
    for cell in np.unique(cells[is_treated]):
        members = np.flatnonzero(cells == cell)
        choosers = members[is_treated[members]]
        choosers = choosers[np.argsort(-logits[choosers], kind="stable")]
        others = members[~is_treated[members]]
        free = np.ones(len(others), dtype=bool)
        for one in choosers:
            away = np.where(free, np.abs(logits[others] - logits[one]), np.inf)
            nearest = int(np.argmin(away)) if len(away) else -1
            if nearest >= 0 and away[nearest] <= allowed:
                free[nearest] = False
                pairs.append((one, others[nearest]))
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def exact_cells(subjects, is_within_school):
    """(N,) codes: grade and school type, and the school where pairs stay within it."""
    parts = [subjects.grade, subjects.school_type]
    if is_within_school:
        parts.append(subjects.school)
    return np.unique(np.stack(parts, axis=1), axis=0, return_inverse=True)[1].ravel()
