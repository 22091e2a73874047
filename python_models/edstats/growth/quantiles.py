"""Linear quantile regression at many quantiles at once, by an interior point method.

The fit at tau is a linear programme in weights a between 0 and 1, one per observation
(Koenker and Bassett 1978): y'a is to be largest while X'a = (1 - tau) X'1. Its dual has
the coefficients b and splits the residuals y - X b into above - below, both at least 0;
at the optimum a is 1 above the plane and 0 below it. Both programmes stay feasible from
the first step on, so that a'below + (1 - a)'above is what the sum of tilted absolute
residuals exceeds its least value by. Newton steps with Mehrotra's (1992) predictor and
corrector bring it to nothing, as Portnoy and Koenker (1997) do under the name of the
Frisch-Newton method.

All quantiles have X in common, so the normal equations X' diag(q) X of many of them are
one product of q with the products of the columns of X.
"""

import numpy as np

# Part of the way to the border that a step goes.
STEP = 0.9995
# A fit is optimal when its sum of tilted absolute residuals is within this part of the
# sum of absolute deviations from the least one.
TOLERANCE = 1e-9
MOST_STEPS = 60
# A column that is this small beside itself before, less what the others explain of it,
# depends on them.
DEPENDENT = 1e-9
# Quantiles that are worked on at a time: more share what is read of X, fewer have
# arrays that stay in the processor's caches.
BLOCK = 10
# Multiplications of one product of matrices. OpenBLAS shares out larger ones between
# threads, which wait for each other in a busy loop and cost more than they bring here;
# and the digits of a sum would depend on their number.
PRODUCT = 1 << 18


class NotConvergedError(ArithmeticError):
    """The last step was made and the fit is not optimal."""


def fitted_quantiles(x, y, taus):
    """Fitted values of the quantile regressions of y on x, (observations, quantiles).

    x: (observations, columns), with its own constant; columns may depend on each other
    y: (observations,), in any unit; taus: quantiles, between 0 and 1
    Raises ValueError when the arrays are not as stated, NotConvergedError when a fit is
    not optimal after MOST_STEPS steps.
    """
    x, y, taus = (np.asarray(values, dtype=float) for values in (x, y, taus))
    if x.ndim != 2 or y.shape != x.shape[:1] or not x.size:
        raise ValueError(f"x has shape {x.shape}, y has {y.shape}")
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("x and y must be finite")
    if not ((taus > 0) & (taus < 1)).all():
        raise ValueError("quantiles must lie between 0 and 1")
    basis = orthonormal(x)
    means = projected(basis, y)
    deviations = y - means
    scale = np.abs(deviations).mean()
    if scale <= DEPENDENT * np.abs(y).max():
        # all points lie on one plane, which is the fit of every quantile
        return np.repeat(means[:, None], len(taus), axis=1)
    products = column_products(basis)
    fitted = [
        solve(basis, products, deviations / scale, taus[start : start + BLOCK])
        for start in range(0, len(taus), BLOCK)
    ]
    return means[:, None] + scale * np.concatenate(fitted).T


def orthonormal(x):
    """An orthonormal basis of the columns of x, the largest remainder first."""
    left, basis = x.copy(), []
    sizes = np.sqrt(np.einsum("np,np->p", left, left))
    limits = DEPENDENT * sizes
    while True:
        sizes = np.sqrt(np.einsum("np,np->p", left, left))
        sizes[sizes <= limits] = 0
        best = sizes.argmax()
        if sizes[best] == 0:
            return np.ascontiguousarray(np.column_stack(basis))
        basis.append(left[:, best] / sizes[best])
        # twice, because rounding leaves a little of it the first time
        for _ in range(2):
            left -= np.outer(basis[-1], np.einsum("n,np->p", basis[-1], left))


def projected(basis, y):
    """The least-squares fit of y on an orthonormal basis."""
    return np.einsum("np,p->n", basis, np.einsum("np,n->p", basis, y))


def column_products(x):
    """Products of each pair of columns, (observations, columns (columns + 1) / 2)."""
    ones, others = np.triu_indices(x.shape[1])
    return x[:, ones] * x[:, others]


def summed(weights, columns):
    """weights @ columns: sums over the observations, (quantiles, columns)."""
    size = max(1, PRODUCT // (len(weights) * columns.shape[1]))
    total = np.zeros((len(weights), columns.shape[1]))
    for start in range(0, len(columns), size):
        part = slice(start, start + size)
        total += weights[:, part] @ columns[part]
    return total


def spread(coefficients, x):
    """coefficients @ x.T: values of the planes, (quantiles, observations)."""
    size = max(1, PRODUCT // coefficients.size)
    values = np.empty((len(coefficients), len(x)))
    for start in range(0, len(x), size):
        part = slice(start, start + size)
        np.matmul(coefficients, x[part].T, out=values[:, part])
    return values


def solve(x, products, y, taus):
    """Fitted values (quantiles, observations) of one block of quantiles."""
    columns = x.shape[1]
    triangle = np.triu_indices(columns)
    normal = np.empty((len(taus), columns, columns))
    most = TOLERANCE * np.abs(y).sum()

    a = np.repeat(1 - taus[:, None], len(y), axis=1)
    c = 1 - a
    above = np.repeat(np.maximum(y, 0)[None] + STEP / len(y), len(taus), axis=0)
    below = above - y

    def direction(q, wanted):
        """Step of a that leaves X'a as it is, and the step of the fitted values."""
        right = summed(q * wanted, x)
        d_fitted = spread(np.linalg.solve(normal, right[:, :, None])[:, :, 0], x)
        return q * (wanted - d_fitted)

    for _ in range(MOST_STEPS):
        gap = dot(a, below) + dot(c, above)
        if gap.max() <= most:
            return y - above + below
        ratio_above, ratio_below = above / c, below / a
        q = 1 / (ratio_above + ratio_below)
        normal[:, triangle[0], triangle[1]] = summed(q, products)
        normal[:, triangle[1], triangle[0]] = normal[:, triangle[0], triangle[1]]
        residual = above - below

        # straight to the optimum, as far as one may go
        d_a = direction(q, residual)
        d_above = ratio_above * d_a - above
        d_below = -ratio_below * d_a - below
        primal, dual = reach(a, d_a, c, -d_a), reach(above, d_above, below, d_below)
        nearer = dot(a + primal * d_a, below + dual * d_below)
        nearer += dot(c - primal * d_a, above + dual * d_above)
        mean = (gap * (nearer / gap) ** 3 / (2 * len(y)))[:, None]

        # again with the products that the first step would have left
        target_above = (mean + d_a * d_above) / c
        target_below = (mean - d_a * d_below) / a
        d_a = direction(q, residual - target_above + target_below)
        d_above = target_above - above + ratio_above * d_a
        d_below = target_below - below - ratio_below * d_a
        primal, dual = reach(a, d_a, c, -d_a), reach(above, d_above, below, d_below)
        a += primal * d_a
        c -= primal * d_a
        above += dual * d_above
        below += dual * d_below
    worst = taus[gap.argmax()]
    raise NotConvergedError(
        f"quantile {worst:.3f} of {len(y)} observations is not fitted after"
        f" {MOST_STEPS} steps: {gap.max():.1e} is more than {most:.1e}"
    )


def dot(one, other):
    return np.einsum("tn,tn->t", one, other)


def reach(one, d_one, other, d_other):
    """Part of a step, at most 1, that leaves both above 0, one per quantile."""
    fastest = np.minimum((d_one / one).min(axis=1), (d_other / other).min(axis=1))
    return np.minimum(1, STEP / np.maximum(-fastest, STEP))[:, None]
