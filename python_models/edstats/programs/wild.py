"""The wild cluster bootstrap with all sign vectors: no draw, no seed."""

import itertools

import numpy as np

# equal t-values may differ in their last bits
TIE = 1e-9


def wild_cluster_p(outcome, treated, controls, clusters):
    """p of no effect for few clusters, null imposed (Cameron, Gelbach, Miller 2008).

    outcome, treated: (N,) floats; controls: (N, K), with the intercept, full rank
    clusters: (N,) codes 0..G-1; each of the 2^G vectors of signs turns the residuals of
        whole clusters, and p is the share of vectors whose |t| is not below the one
        observed
    """
    count = int(clusters.max()) + 1
    basis, _ = np.linalg.qr(controls)
    own = treated - basis @ (basis.T @ treated)
    left = outcome - basis @ (basis.T @ outcome)
    signs = np.array(list(itertools.product((1.0, -1.0), repeat=count)))
    # the controls' part of a new outcome is fitted again and falls out
    turned = left[:, None] * signs.T[clusters]
    turned = turned - basis @ (basis.T @ turned)
    effects = own @ turned / (own @ own)
    scores = own[:, None] * (turned - own[:, None] * effects)
    totals = np.zeros((count, len(signs)))
    np.add.at(totals, clusters, scores)
    errors = np.sqrt((totals**2).sum(axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.abs(effects) / errors
    ratios = np.where(errors > 0, ratios, np.inf)
    # the first vector turns nothing: the outcome as it is
    return float(np.mean(ratios >= ratios[0] * (1 - TIE)))
