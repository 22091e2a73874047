"""Which lessons are called and on which attempt the user picks up.

The result is a matrix of small whole numbers by spell and lesson, and all that is
written is made from it: a call is an attempt at a lesson.
"""

import numpy as np

from generator.dost.parameters import parameters

NOT_CALLED, UNANSWERED, UNREACHABLE = -1, 0, 9
ATTEMPTS = 3
# Weeks of those who never leave.
NEVER = 128
# Spells whose lessons are worked on at a time.
BLOCK = 4_096
HOUR = 3_600


class Answers:
    """The model of answers for the users, partners and programmes of a world."""

    def __init__(self, draws, users, partners, programs, as_of):
        self._draws, self._users, self._programs = draws, users, programs
        self._as_of = as_of
        given = parameters("calls")
        effect = np.where(users.partner < 0, 0.0, partners.effect[users.partner])
        fathers = parameters("population")["fathers"]
        # the mean of all users stays where the Beta distribution has it
        sex = given["father"] * (users.is_father - fathers)
        self.logit = users.ability + effect + sex
        hours = np.zeros(24)
        hours[list(given["hours"])] = list(given["hours"].values())
        self._hours, self._weekdays = hours, np.array(given["weekdays"])
        hazards = np.zeros(programs.week.max())
        for last, hazard in reversed(given["hazards"].items()):
            hazards[:last] = hazard
        # chance of still being there at the end of each week
        self._stays = np.cumprod(1 - hazards)

    def outcomes(self, spells, block=BLOCK):
        """(outcome by spell and lesson, weeks by spell, is silent by spell).

        outcome: int8, NOT_CALLED, UNANSWERED, UNREACHABLE, or the attempt answered
        weeks: after which the calls end; NEVER: with the programme
        is silent: whether they end because nobody answered
        block: spells that are worked on at a time; it does not change a number
        """
        found = np.empty((len(spells), self._programs.week.shape[1]), dtype=np.int8)
        leaves = np.empty(len(spells), dtype=np.int64)
        silent = np.empty(len(spells), dtype=bool)
        for start in range(0, len(spells), block):
            part = slice(start, start + block)
            found[part], leaves[part], silent[part] = self._block(spells.rows(part))
        return found, leaves, silent

    def attempts(self, cell, slot):
        """Second of the day in India of each of the three attempts, by lesson called.

        cell: number of the lesson of the spell
        slot: hour at which the user's calls begin
        """
        draws, (low, high) = self._draws, parameters("calls")["gap_minutes"]
        first = slot * HOUR + draws.whole("minute", 0, HOUR - 1, cell)
        found = [first]
        for attempt in range(1, ATTEMPTS):
            gap = draws.whole(f"gap {attempt}", low * 60, high * 60, cell)
            found.append(found[-1] + gap)
        return found

    def _block(self, spells):
        programs, users, draws = self._programs, self._users, self._draws
        size, width = len(spells), programs.week.shape[1]
        spell, lesson = np.divmod(np.arange(size * width), width)
        days = spells.days(programs, spell, lesson).reshape(size, width)
        leaves = self._leaving_weeks(spells)
        week = programs.week[spells.program]
        is_called = (week > 0) & (days <= self._as_of) & (week <= leaves[:, None])
        spell, lesson = np.nonzero(is_called)
        cell = spells.id[spell] * 128 + lesson
        user = spells.user[spell]
        day = days[spell, lesson]
        logit = self.logit[user]
        logit = logit + parameters("calls")["decay_per_week"] * (
            programs.week[spells.program[spell], lesson] - 1
        )
        # 1970-01-01 was a Thursday
        logit += self._weekdays[(day.astype(np.int64) + 3) % 7]
        seconds = self.attempts(cell, users.slot[user])
        outcome = np.zeros(len(cell), dtype=np.int8)
        for attempt in reversed(range(ATTEMPTS)):
            hour = seconds[attempt] // HOUR
            chance = 1 / (1 + np.exp(-(logit + self._hours[hour])))
            outcome[draws.uniform(f"attempt {attempt}", cell) < chance] = attempt + 1
        away = draws.uniform("unreachable", cell) < parameters("calls")["unreachable"]
        outcome[away] = UNREACHABLE
        found = np.full((size, width), NOT_CALLED, dtype=np.int8)
        found[spell, lesson] = outcome
        silent_after = self._silence(found, week, spells.least_weeks)
        silent = silent_after < leaves
        leaves = np.minimum(leaves, silent_after)
        found[week > leaves[:, None]] = NOT_CALLED
        return found, leaves, silent

    def _leaving_weeks(self, spells):
        """Weeks that the user stays, by the hazards of leaving."""
        father = parameters("calls")["father_leaves"]
        share = parameters("population")["fathers"]
        mother = (1 - share * father) / (1 - share)
        power = np.where(self._users.is_father[spells.user], father, mother)
        # below the power of the curve as often as the uniform is below the curve
        uniform = self._draws.uniform("leaving", spells.id) ** (1 / power)
        stays = np.searchsorted(-self._stays, -uniform, side="left")
        # who has not left by the end never does
        stays = np.where(uniform < self._stays[-1], NEVER, stays)
        # calls of the week in which a user leaves do not take place
        stays = np.maximum(stays, spells.least_weeks)
        return np.minimum(stays, spells.most_weeks)

    def _silence(self, outcome, week, least_weeks):
        """Weeks after which calls end because nobody has answered in the last six."""
        limit = parameters("calls")["silent_weeks"]
        answered = (outcome > UNANSWERED) & (outcome != UNREACHABLE)
        ends = np.full(len(outcome), NEVER)
        silent = np.zeros(len(outcome), dtype=np.int64)
        for number in range(1, week.max() + 1):
            now = week == number
            has_calls = ((outcome != NOT_CALLED) & now).any(axis=1)
            has_answer = (answered & now).any(axis=1)
            silent = np.where(has_answer, 0, silent + has_calls)
            is_end = (silent >= limit) & (number >= least_weeks) & (ends == NEVER)
            ends[is_end] = number
        return ends


def attempts_made(outcome):
    """Attempts at lessons called; a phone that is switched off is tried once a day."""
    outcome = np.asarray(outcome).astype(np.int64)
    unanswered = np.where(outcome == UNREACHABLE, 1, ATTEMPTS)
    return np.where((outcome > UNANSWERED) & (outcome <= ATTEMPTS), outcome, unanswered)


def last_delivered(spells, programs, outcomes):
    """Day of the last delivered lesson by spell, NaT without one."""
    delivered = (outcomes >= UNANSWERED) & (outcomes != UNREACHABLE)
    width = outcomes.shape[1]
    last = width - 1 - np.argmax(delivered[:, ::-1], axis=1)
    days = spells.days(programs, np.arange(len(spells)), last)
    return np.where(delivered.any(axis=1), days, np.datetime64("NaT", "D"))
