"""Where children stand between school years, and what puts them at risk."""

from dataclasses import dataclass

import numpy as np

from generator.district.children import LAST_GRADE
from generator.district.parameters import parameters

FIRST_HIGH = 9
ENTRY = list(parameters("mobility")["entry_codes"])
EXIT = list(parameters("mobility")["exit_codes"])


@dataclass
class State:
    """(N,) arrays: where every child stands at the start of a school year."""

    grade: np.ndarray  # -1 before kindergarten
    is_gone: np.ndarray  # bool: graduated, dropped out, deceased, left for good
    away_until: np.ndarray  # year index of the return from a private school
    repeats: np.ndarray
    is_alternative: np.ndarray  # bool: goes to the alternative high school
    school: np.ndarray  # last school attended, -1 = none
    away_code: np.ndarray  # entry code on the next entry, -1 = nothing special


@dataclass
class People:
    """What a school year starts from."""

    families: object  # households.Households
    young: object  # children.Children
    state: State
    zone: np.ndarray  # (H,) where the families live now
    repeats: np.ndarray  # (N,) bool: will repeat the grade of this year
    no_show: np.ndarray  # (N,) bool: entered as a no-show after leaving in summer
    risk: np.ndarray  # (N,) factor on the chances to repeat, drop out and the like


def risk_of(young):
    """(N,) factor with mean near 1: low achievement and absence raise it."""
    slope = parameters("mobility")["risk_slope"]
    latent = 0.8 * -young.ability.mean(axis=1) + 0.5 * young.absence
    return np.exp(slope * latent - (slope * latent.std()) ** 2 / 2)


def dropout_chance(risk, grade):
    """(N,) chance to drop out within a school year or after it."""
    chance = np.array(parameters("mobility")["dropout"])
    rows = np.clip(grade - FIRST_HIGH, 0, len(chance) - 1)
    high = (grade >= FIRST_HIGH) & (grade <= LAST_GRADE)
    return np.where(high, chance[rows] * risk, 0)
