"""How many members of a set are close comparators of its target."""

import numpy as np


def close_counts(tolerances, features, own, members, is_target_counted):
    """Members that are near the target in every feature, one number per target.

    tolerances: (feature, tolerance, unit) of one rule book and set type; relative ones
        are a share of the larger value; at the tolerance is near
    features: gap-filled values by name, (schools + 1), NaN for nobody. A feature that
        the whole pool lacks is NaN too, and then nobody is close, the target neither.
    own: the targets' gap-filled values by name
    members: (targets, width) from `without_target_and_repeats`
    """
    is_near = np.ones(members.shape, dtype=bool)
    is_self_near = np.ones(len(members), dtype=bool)
    for feature, tolerance, unit in tolerances:
        theirs, mine = features[feature].take(members), own[feature][:, None]
        if unit == "relative":
            allowed = tolerance * np.maximum(np.abs(theirs), np.abs(mine))
        else:
            allowed = tolerance
        is_near &= np.abs(theirs - mine) <= allowed
        is_self_near &= ~np.isnan(own[feature])
    return np.count_nonzero(is_near, axis=1) + (is_target_counted & is_self_near)
