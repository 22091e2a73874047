"""Estimates with their errors: least squares clustered at the unit of assignment."""

from dataclasses import dataclass, field

import numpy as np
from scipy import stats

from edstats.programs.subjects import NoEstimate
from edstats.programs.wild import wild_cluster_p

# share of a column's length that must be its own, not that of the columns before it
OWN_PART = 1e-8


@dataclass(frozen=True)
class Estimate:
    """An effect in the unit of the outcome.

    value, std_error, ci_low, ci_high: NaN error and interval with a single cluster
    df: degrees of freedom of t; clusters: number of them
    p_value: from t; p_few_clusters: NaN unless there are few
    t_student: t of the same regression as if students were independent
    """

    value: float
    std_error: float
    ci_low: float
    ci_high: float
    p_value: float
    df: float
    clusters: int
    p_few_clusters: float = np.nan
    t_student: float = field(default=np.nan, repr=False)


def t_estimate(value, std_error, df, clusters, parameters, **more):
    """The `Estimate` with the t-interval of `df` degrees of freedom."""
    reach = std_error * stats.t.ppf(1 - parameters.significance / 2, df)
    p_value = 2 * stats.t.sf(abs(value / std_error), df) if std_error else np.nan
    return Estimate(
        value=float(value),
        std_error=float(std_error),
        ci_low=float(value - reach),
        ci_high=float(value + reach),
        p_value=float(p_value),
        df=float(df),
        clusters=clusters,
        **more,
    )


def independent_columns(columns):
    """The columns (list of (N,)) without constants and what the others make up.

    Earlier columns stay. The intercept is one of the others.
    """
    if not columns:
        return []
    size = len(columns[0])
    basis = np.empty((size, len(columns) + 1))
    basis[:, 0] = 1 / np.sqrt(size)
    kept = []
    for column in columns:
        own = column - column.mean()
        length = np.linalg.norm(own)
        before = basis[:, : len(kept) + 1]
        # twice: once leaves rounding errors of what was taken away
        for _ in range(2):
            own = own - before @ (before.T @ own)
        left = np.linalg.norm(own)
        if left > OWN_PART * max(length, OWN_PART):
            basis[:, len(kept) + 1] = own / left
            kept.append(column)
    return kept


def adjusted_difference(outcome, is_treated, controls, clusters, parameters):
    """Effect of treatment on `outcome` by least squares, as an `Estimate`.

    outcome: (N,) floats; is_treated: (N,) bools; controls: list of (N,) floats, of
        which those that add nothing are left out
    clusters: (N,) codes of the units of assignment; errors are clustered by them
        (Liang and Zeger, with the factor G/(G-1) (N-1)/(N-K)), t has G-1 degrees of
        freedom (Cameron and Miller 2015)
    Raises NoEstimate when an arm is empty or the controls tell the arms apart.
    """
    # statsmodels takes a second to import: only who estimates pays for it
    import statsmodels.api as sm

    treated = is_treated.astype(float)
    if len(set(is_treated.tolist())) < 2:
        raise NoEstimate("all students are in one arm")
    controls = independent_columns(controls)
    if len(independent_columns([*controls, treated])) == len(controls):
        raise NoEstimate("the covariates tell the arms apart")
    design = np.column_stack([treated, np.ones(len(outcome)), *controls])
    if len(outcome) <= design.shape[1]:
        raise NoEstimate("more covariates than students")
    model = sm.OLS(outcome, design)
    plain = model.fit(method="qr")
    codes = np.unique(clusters, return_inverse=True)[1]
    count = int(codes.max()) + 1
    if count < 2:
        nothing = dict.fromkeys(("std_error", "ci_low", "ci_high", "p_value"), np.nan)
        return Estimate(float(plain.params[0]), df=0, clusters=count, **nothing)
    fit = plain.get_robustcov_results("cluster", groups=codes, use_t=True)
    few = np.nan
    if count < parameters.clusters_least:
        few = wild_cluster_p(outcome, treated, design[:, 1:], codes)
    return t_estimate(
        fit.params[0],
        fit.bse[0],
        count - 1,
        count,
        parameters,
        p_few_clusters=few,
        t_student=float(plain.tvalues[0]),
    )


def intraclass_correlation(values, clusters):
    """Share of the variance of (N,) values between clusters; one-way ANOVA, at least 0.

    NaN without two clusters, or with a student in each.
    """
    codes = np.unique(clusters, return_inverse=True)[1]
    size = np.bincount(codes)
    groups, count = len(size), len(values)
    if groups < 2 or count == groups:
        return np.nan
    means = np.bincount(codes, values) / size
    between = np.sum(size * (means - values.mean()) ** 2) / (groups - 1)
    within = np.sum((values - means[codes]) ** 2) / (count - groups)
    usual = (count - np.sum(size**2) / count) / (groups - 1)
    total = between + (usual - 1) * within
    return float(max((between - within) / total, 0.0)) if total else np.nan


def detectable_effect(std_error, df, parameters):
    """Smallest effect found with the wanted power, in the unit of `std_error`."""
    if not df > 0:
        return np.nan
    quantiles = stats.t.ppf([1 - parameters.significance / 2, parameters.power], df)
    return float(quantiles.sum() * std_error)


def mismatch_corrected(t, students, per_cluster, icc):
    """(t, df) of a t that took students of a cluster for independent (Hedges 2007).

    per_cluster: mean number of students of a cluster; icc: share of the variance
        between clusters
    """
    extra = (per_cluster - 1) * icc
    left = (students - 2) - 2 * extra
    if left <= 0:
        return np.nan, np.nan
    corrected = t * np.sqrt(left / ((students - 2) * (1 + extra)))
    others = students - 2 * per_cluster
    df = left**2 / (
        (students - 2) * (1 - icc) ** 2
        + per_cluster * others * icc**2
        + 2 * others * icc * (1 - icc)
    )
    return float(corrected), float(df)


def mismatch_p(estimate, students, icc):
    """p of an `Estimate` by the correction above; NaN where it cannot be made."""
    t, df = mismatch_corrected(
        estimate.t_student, students, students / estimate.clusters, icc
    )
    return float(2 * stats.t.sf(abs(t), df))
