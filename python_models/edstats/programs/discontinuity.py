"""Fuzzy regression discontinuity: the effect at the cut on those it makes take part.

Local linear, triangular kernel, MSE-optimal bandwidth, robust bias-corrected interval
(Calonico, Cattaneo and Titiunik 2014), by their package rdrobust.
"""

import contextlib
import functools
import importlib.util
import io
import sys
from dataclasses import dataclass

import numpy as np
from scipy import stats

from edstats.programs.estimates import Estimate
from edstats.programs.subjects import NoEstimate

# the two procedures of rdrobust that are read, of three
CONVENTIONAL, ROBUST = 0, 2
# McCrary 2008: variance of the density at an edge, triangular local linear fit, in
# densities over students and bandwidth
EDGE_VARIANCE = 24 / 5
# bins of a smooth score, in SDs over the root of the number of students; same source
BIN_SDS = 2
# share of a bin: a score at its edge is in it
TIE = 1e-9
# without so many different scores on each side no line is fitted
SCORES_LEAST = 5


@dataclass(frozen=True)
class Jump:
    """What happens at the cut score, from above to below.

    estimate: `Estimate` in the unit of the outcome; the value is the conventional one,
        error, interval and p are robust to the bias of the bandwidth
    first_stage: jump of the share served; first_stage_f: its squared z
    bandwidth: points of the score on either side; is_near: (N,) bools, who is within it
    """

    estimate: Estimate
    first_stage: float
    first_stage_f: float
    bandwidth: float
    is_near: np.ndarray


def fuzzy_jump(outcome, running, is_served, cutoff, parameters, clusters=None):
    """The `Jump` of (N,) floats at the cutoff; below it students are assigned.

    clusters: codes where assignment was by cluster, else None
    Raises NoEstimate without scores on both sides, or without a jump in take-up.
    """
    _check_sides(running, cutoff)
    if len(set(is_served.tolist())) < 2:
        raise NoEstimate("all students are in one arm")
    found = _rdrobust(
        outcome, running, cutoff, parameters, clusters, fuzzy=is_served.astype(float)
    )
    bandwidth = float(found.bws.iloc[0, 0])
    is_near = np.abs(running - cutoff) < bandwidth
    low, high = found.ci.iloc[ROBUST]
    estimate = Estimate(
        value=float(found.coef.iloc[CONVENTIONAL, 0]),
        std_error=float(found.se.iloc[ROBUST, 0]),
        ci_low=float(low),
        ci_high=float(high),
        p_value=float(found.pv.iloc[ROBUST, 0]),
        df=np.inf,
        clusters=len(
            np.unique(
                (np.arange(len(outcome)) if clusters is None else clusters)[is_near]
            )
        ),
    )
    # the package jumps from below to above
    share = -float(np.ravel(found.tau_T)[CONVENTIONAL])
    f = float(np.ravel(found.z_T)[CONVENTIONAL]) ** 2
    return Jump(estimate, share, f, bandwidth, is_near)


def sharp_jump(values, running, cutoff, parameters, clusters=None):
    """(jump, p): of a covariate known before, from above to below; should be none.

    values: (N,) floats without NaN. Both NaN where the covariate is constant.
    """
    _check_sides(running, cutoff)
    if values.min() == values.max():
        return np.nan, np.nan
    try:
        found = _rdrobust(values, running, cutoff, parameters, clusters)
    except NoEstimate:
        return np.nan, np.nan
    return (
        -float(found.coef.iloc[CONVENTIONAL, 0]),
        float(found.pv.iloc[ROBUST, 0]),
    )


def density_p_value(running, cutoff, bandwidth):
    """p that as many scores fall just below as just above the cutoff.

    McCrary's (2008) heights at the edge and their variance; compared by difference and
    not by logarithm, so that a side without anybody is seen.

    running: (N,) scores; bandwidth in points. Bins are the steps of the score where it
    has any, else 2 SDs over the root of N. A score that can be pushed over the cutoff
    shows as a jump of the density.
    """
    smooth = BIN_SDS * running.std(ddof=1) / np.sqrt(len(running))
    # bins begin at the cutoff; of whole points one point is a bin or more
    step = max(np.diff(np.unique(running)).min(), smooth)
    place = np.floor((running - cutoff) / step + TIE)
    edges = int(np.ceil(bandwidth / step))
    bins = np.arange(-edges, edges)
    counts = np.array([np.sum(place == one) for one in bins], dtype=float)
    away = (bins + 0.5) * step
    # students per point, N times the density; nobody is no less than nobody
    below, above = (
        max(_edge_height(away[side], counts[side], bandwidth) / step, 0.0)
        for side in (bins < 0, bins >= 0)
    )
    error = np.sqrt(EDGE_VARIANCE / bandwidth * (below + above))
    return float(2 * stats.norm.sf(abs(below - above) / error)) if error else np.nan


def _edge_height(away, counts, bandwidth):
    """Count of the bins at 0 by a line through them, triangular weights."""
    weights = np.sqrt(np.maximum(1 - np.abs(away) / bandwidth, 0))
    if np.count_nonzero(weights) < 2:
        return np.nan
    design = np.column_stack([np.ones(len(away)), away]) * weights[:, None]
    return float(np.linalg.lstsq(design, counts * weights, rcond=None)[0][0])


def _check_sides(running, cutoff):
    sides = [
        np.unique(running[running < cutoff]),
        np.unique(running[running >= cutoff]),
    ]
    if min(map(len, sides)) < SCORES_LEAST:
        raise NoEstimate("too few scores on one side of the cut score")


def _rdrobust(outcome, running, cutoff, parameters, clusters, **more):
    level = 100 * (1 - parameters.significance)
    # residuals, not neighbours: scores are whole points, and neighbours are ties
    variance = (
        {"vce": "hc3"} if clusters is None else {"vce": "cr3", "cluster": clusters}
    )
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            return _estimator()(
                outcome,
                running,
                c=cutoff,
                p=1,
                kernel="triangular",
                bwselect="mserd",
                masspoints="adjust",
                level=level,
                **variance,
                **more,
            )
        except (np.linalg.LinAlgError, ZeroDivisionError, ValueError) as error:
            raise NoEstimate("no line can be fitted at the cut score") from error


@functools.cache
def _estimator():
    """`rdrobust` without its package, which imports plotting libraries.

    They take two CPU seconds and write into the home folder.
    """
    spec = importlib.util.find_spec("rdrobust")
    is_known = spec.name in sys.modules
    if not is_known:
        sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    try:
        return importlib.import_module("rdrobust.rdrobust").rdrobust
    finally:
        if not is_known:
            # whoever wants the whole package gets it
            del sys.modules[spec.name]
