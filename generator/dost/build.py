"""The whole model of a run: users, enrolments, outcomes of lessons, mistakes."""

import numpy as np

from generator.dost.answers import Answers
from generator.dost.catalogue import (
    make_contents,
    make_partners,
    make_programs,
    numbered,
    prompt_places,
)
from generator.dost.draws import Draws
from generator.dost.experiences import make_experiences
from generator.dost.mistakes import Mistakes
from generator.dost.parameters import parameters
from generator.dost.people import make_users
from generator.dost.spells import first_spells, joined, spells_again
from generator.streams import Streams


class World:
    """What is known of the users of a run; arrays by row number."""

    def __init__(self, config):
        streams = Streams(config.seed, "dost")
        self.streams, self.draws = streams, Draws(streams)
        self.seed, self.as_of = config.seed, config.as_of
        window = parameters("population")["window_days"]
        first_day = config.as_of - window
        self.programs = make_programs()
        self.contents = make_contents(streams, first_day)
        self.prompts = prompt_places(self.programs)
        self.partners = make_partners(streams, config.dost.users, first_day)
        self.users = make_users(
            streams, self.draws, self.partners, config.dost.users, first_day
        )
        self.answers = Answers(
            self.draws, self.users, self.partners, self.programs, config.as_of
        )
        self._enrol()
        self.mistakes = Mistakes(self, config.defects)
        self.experiences = make_experiences(self)
        self.user_ids = numbered(self.users.source)

    def _enrol(self):
        first = first_spells(self.draws, self.users, self.programs, self.as_of)
        found = self.answers.outcomes(first)
        again = spells_again(
            self.draws, self.users, self.programs, first, found[0], self.as_of
        )
        self.spells = first
        self.outcomes, self.leaves, self.is_silent = found
        self.add(again)

    def add(self, spells):
        """Put more spells under those that are there, with their outcomes."""
        more = self.answers.outcomes(spells)
        found = (self.outcomes, self.leaves, self.is_silent)
        self.spells = joined(self.spells, spells)
        self.outcomes, self.leaves, self.is_silent = (
            np.concatenate(pair) for pair in zip(found, more, strict=True)
        )

    def lesson_ids(self, program, lesson):
        """Identifiers of the lessons of programmes (arrays of one shape)."""
        return self.programs.lesson_id[self.programs.first_lesson[program] + lesson]

    def content_of(self, program, lesson, day):
        """Row of the content that is played on `day` (days since 1970)."""
        course = self.programs.course[program]
        second = self.contents.second[course, lesson]
        is_later = day < self.contents.valid_from[second].astype(np.int64)
        return np.where(is_later, self.contents.first[course, lesson], second)
