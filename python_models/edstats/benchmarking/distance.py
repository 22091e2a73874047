"""The distances: formulas from the seed `distance_weights`, and their exact values.

A distance is a sum of norms; a norm is the square root of the sum of its terms; a term
is ``weight * (ratio * ratio)``, ratio = absolute difference / range. The order of the
sum and the grouping of the product are part of the definition: other orders round
differently, and schools that are equally far would change places.
"""

from dataclasses import dataclass

import numpy as np

# distances that are held at a time; two such blocks fit in a processor's cache
BLOCK = 1 << 16


@dataclass(frozen=True)
class Formula:
    """norms: for each norm its terms as (feature, weight), in order."""

    norms: tuple

    @property
    def features(self):
        return tuple(feature for norm in self.norms for feature, _ in norm)


def read_formulas(rows, method):
    """Formula name -> `Formula` of a method.

    rows: dicts with the columns of the seed `distance_weights`
    """
    formulas = {}
    for row in sorted(rows, key=lambda row: (row["norm"], row["position"])):
        if row[f"is_in_{method}"]:
            norms = formulas.setdefault(row["formula"], {})
            term = (row["feature"], float(row["weight"]))
            norms.setdefault(row["norm"], []).append(term)
    return {
        name: Formula(tuple(tuple(terms) for terms in norms.values()))
        for name, norms in formulas.items()
    }


class Space:
    """The schools of one pool and phase, as points of a formula.

    columns: feature -> gap-filled values of these schools, in order of URN
    ranges: feature -> its range over these schools
    """

    def __init__(self, formula, columns):
        self.size = len(columns[formula.features[0]])
        ranges = {name: np.ptp(columns[name]) for name in formula.features}
        # a feature without any value leaves the distance undefined
        self.is_undefined = any(np.isnan(extent) for extent in ranges.values())
        # a constant feature contributes nothing
        self.norms = [
            [
                (np.ascontiguousarray(columns[name]), ranges[name], weight)
                for name, weight in norm
                if ranges[name] > 0
            ]
            for norm in formula.norms
        ]
        self.is_flat = not self.is_undefined and not any(self.norms)

    def distances(self, ones, others):
        """Exact distances between rows; the two index arrays are broadcast."""
        shape = np.broadcast_shapes(ones.shape, others.shape)
        if self.is_undefined:
            return np.full(shape, np.nan)
        total = np.zeros(shape)
        term = np.empty(shape)
        for norm in self.norms:
            if norm:
                total += self.norm_of(norm, ones, others, term)
        return total

    def norm_of(self, terms, ones, others, term):
        sums = np.zeros(term.shape)
        for column, extent, weight in terms:
            np.subtract(column[ones], column[others], out=term)
            np.abs(term, out=term)
            term /= extent
            np.multiply(term, term, out=term)
            term *= weight
            sums += term
        return np.sqrt(sums, out=sums)

    def coordinates(self):
        """Points whose Euclidean distance is the formula's, but for rounding.

        None where the formula is no single norm. Values lie between 0 and 1.
        """
        norms = [norm for norm in self.norms if norm]
        if self.is_undefined or len(norms) != 1:
            return None
        return np.column_stack(
            [
                (column - column.min()) / extent * np.sqrt(weight)
                for column, extent, weight in norms[0]
            ]
        )
