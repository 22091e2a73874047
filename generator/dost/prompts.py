"""Prompts that users heard at the end of a call, and the keys that they pressed."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from generator.dost.answers import UNANSWERED, UNREACHABLE
from generator.dost.calls import ANSWERED, NO_TIME, NONE
from generator.dost.catalogue import PHASES, panel
from generator.dost.edits import calls_of_lessons
from generator.dost.parameters import parameters
from generator.dost.spells import SLOTS

DESIRED, INVALID = 1, 9
OPTIONS = 3


@dataclass(frozen=True)
class Responses:
    """Arrays by prompt heard; response NONE: no key was pressed.

    call: identifier of the call; spell (row), prompt (from 0), at (seconds, India)
    """

    call: np.ndarray
    spell: np.ndarray
    prompt: np.ndarray
    response: np.ndarray
    at: np.ndarray


def responses_of(world, rows):
    """`Responses` of the spells in `rows`. A call back plays no prompt."""
    prompts = world.prompts[world.spells.program[rows]]
    outcome = world.outcomes[rows]
    asked = (prompts >= 0) & (outcome > UNANSWERED) & (outcome != UNREACHABLE)
    place, lesson = np.nonzero(asked)
    calls = calls_of_lessons(world, rows[place], lesson)
    secs = world.contents.secs[calls.content]
    heard = (calls.result == ANSWERED) & (calls.id % SLOTS < 3)
    heard &= calls.listen_secs >= parameters("calls")["prompts"]["heard"] * secs
    heard &= calls.listen_secs != NO_TIME
    found = np.flatnonzero(heard)
    spell, cell = calls.spell[found], calls.id[found] // SLOTS
    prompt = world.prompts[world.spells.program[spell], calls.lesson[found]]
    wait = world.draws.whole("wait", 2, 9, cell)
    return Responses(
        call=calls.id[found],
        spell=spell,
        prompt=prompt,
        response=_pressed(world, cell, world.spells.user[spell], prompt),
        at=calls.end[found] + wait,
    )


def _pressed(world, cell, user, prompt):
    draws, given = world.draws, parameters("calls")
    phase, _ = panel()
    levels = np.array([given["panel"][name] for name in PHASES] + [0.0])
    own = special.ndtri(draws.uniform("knows", user) * (1 - 2e-9) + 1e-9)
    logit = levels[phase[prompt]] + given["panel"]["sd"] * own
    desired = draws.uniform("desired", cell) < 1 / (1 + np.exp(-logit))
    other = draws.whole("other key", DESIRED + 1, OPTIONS, cell)
    key = np.where(desired, DESIRED, other)
    uniform = draws.uniform("presses", cell)
    prompts = given["prompts"]
    key[draws.uniform("invalid", cell) < prompts["invalid"]] = INVALID
    presses = world.users.answers[user] & (uniform < prompts["share"])
    return np.where(presses, key, NONE)
