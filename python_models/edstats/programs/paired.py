"""Before and after of the served: a description, not an effect."""

import numpy as np

from edstats.programs.estimates import t_estimate
from edstats.programs.subjects import NoEstimate


def paired_change(change, parameters):
    """Mean of (N,) changes with its t-interval, as an `Estimate`; each is a cluster.

    Raises NoEstimate when there are fewer than two.
    """
    if len(change) < 2:
        raise NoEstimate("fewer than two students have both outcomes")
    error = change.std(ddof=1) / np.sqrt(len(change))
    return t_estimate(change.mean(), error, len(change) - 1, len(change), parameters)


def average_sd_effect(change, before, after):
    """d_av: mean change over the mean of the SDs before and after (Cumming 2012)."""
    spread = (before.std(ddof=1) + after.std(ddof=1)) / 2
    return float(change.mean() / spread) if spread else np.nan
