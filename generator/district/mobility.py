"""Year by year: who is enrolled where, who moves, repeats, leaves, graduates."""

from dataclasses import dataclass

import numpy as np

from generator.district.careers import (
    FIRST_HIGH,
    People,
    State,
    dropout_chance,
    risk_of,
)
from generator.district.children import LAST_GRADE, OLDEST
from generator.district.parameters import parameters
from generator.district.school_years import AWAY, SchoolYear

# years that a student may be behind, a late start included
MOST_REPEATS = 2


@dataclass
class Moves:
    """(M,) arrays: enrolment spells as codes, in small types as there are millions."""

    child: np.ndarray  # index into Children
    order: np.ndarray  # sorts the spells of one child by time
    year: np.ndarray  # index of the school year
    grade: np.ndarray
    school: np.ndarray
    entry_date: np.ndarray
    exit_date: np.ndarray  # NaT while open on the as-of date
    entry_code: np.ndarray  # into entry_codes of the parameters
    exit_code: np.ndarray  # into exit_codes, -1 while open
    is_no_show: np.ndarray

    def open_children(self):
        """Children who are enrolled on the as-of date."""
        return self.child[np.isnat(self.exit_date)]


def simulate(world, families, young):
    """The `Moves` of all children; sets `families.last_zone`.

    Starts long before the first year generated, so that repeaters and drop-outs are
    where they are after many years; spells are kept for the years generated.
    """
    size, pieces = len(young.household), []
    state = State(
        grade=np.full(size, -1),
        is_gone=np.zeros(size, dtype=bool),
        away_until=np.full(size, -AWAY),
        repeats=np.zeros(size, dtype=int),
        is_alternative=np.zeros(size, dtype=bool),
        school=np.full(size, -1),
        away_code=np.full(size, -1),
    )
    zone, risk = families.zone.copy(), risk_of(young)
    no_show = world.streams("mobility", "no-show").random(size)
    no_show = no_show < parameters("mobility")["no_show_of_leavers"]
    for year in range(-OLDEST, world.config.years):
        state.grade[young.cohort == year] = 0
        repeats = _repeaters(world, young, state, risk, year)
        if year >= 0:
            people = People(families, young, state, zone, repeats, no_show, risk)
            pieces += SchoolYear(world, people, year).spells()
        _advance(world, young, state, risk, year, repeats)
    families.last_zone = zone
    columns = zip(*pieces, strict=True)
    moves = Moves(*(np.concatenate(column) for column in columns))
    return _known_on(world.calendar.as_of, moves)


def _repeaters(world, young, state, risk, year):
    """(N,) bool: who will repeat the grade of this year."""
    grade = np.clip(state.grade, 0, LAST_GRADE)
    chance = np.array(parameters("mobility")["retention"])[grade] * risk
    draws = world.streams("mobility", "repeat", year + OLDEST).random(len(grade))
    # the oldest of a cohort, born in the month of the cut-off, repeat one year less
    cutoff = int(parameters("population")["cutoff"][:2])
    month = young.birth_date.astype("datetime64[M]").astype(int) % 12 + 1
    behind = state.repeats + young.is_late + (month == cutoff)
    may = behind < MOST_REPEATS
    return (draws < chance) & may & (state.grade >= 0)


def _advance(world, young, state, risk, year, repeats):
    """Promote, repeat, graduate; before the years generated also drop out."""
    rng = world.streams("mobility", "advance", year + OLDEST)
    here = (state.grade >= 0) & ~state.is_gone
    if year < 0:
        private = parameters("mobility")["private_leave"]
        for_good = (private["within"] + private["summer"]) * (1 - private["return"])
        for_good = np.where(state.grade >= young.late_grade, for_good, 0)
        draws = rng.random(len(here))
        chance = dropout_chance(risk, state.grade) + for_good
        state.is_gone |= here & (draws < chance)
    state.repeats += repeats & here
    state.is_gone |= here & ~repeats & (state.grade == LAST_GRADE)
    state.grade[here & ~repeats] += 1
    reached = here & ~repeats & (state.grade == FIRST_HIGH)
    young.first_grade_9[reached] = year + 1
    returns = rng.random(len(here)) < parameters("mobility")["alternative"]["return"]
    state.is_alternative &= ~returns


def _known_on(as_of, moves):
    """What is known on the as-of date: later entries are not, later exits are open."""
    known = moves.entry_date <= as_of
    if known.all() and not (moves.exit_date > as_of).any():
        return moves
    later = moves.exit_date > as_of
    moves.exit_date[later] = np.datetime64("NaT")
    moves.exit_code[later] = -1
    return Moves(*(column[known] for column in vars(moves).values()))
