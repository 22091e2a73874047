"""The whole model of a run: schools, trusts, returns, money."""

import numpy as np

from generator.dfe.budgets import Budgets
from generator.dfe.buildings import clone, make_buildings
from generator.dfe.cases import find_cases
from generator.dfe.draws import pick
from generator.dfe.money import academy_money, annual_costs, maintained_money
from generator.dfe.names import Names, trust_names
from generator.dfe.pupils import make_pupils, totals
from generator.dfe.results import make_results
from generator.dfe.returns import (
    Events,
    academy_rows,
    closed_schools,
    maintained_rows,
)
from generator.dfe.schools import make_schools, of_kind
from generator.dfe.trusts import make_trusts
from generator.dfe.workforce import make_workforce
from generator.streams import Streams

# Shares of state-funded schools that are in a file not at all.
NO_CENSUS, NO_BUILDINGS, NO_NEEDS = 0.03, 0.04, 0.03


class World:
    """What is known of the schools of a run; arrays by row number."""

    def __init__(self, config):
        streams = Streams(config.seed, "dfe")
        options = config.dfe
        self.year, self.layout = options.year, options.layout
        # mistakes, beside what is odd but true
        self.has_mistakes = config.defects != "none"
        self.streams = streams
        self.schools = make_schools(streams.within("schools"), options.schools)
        self.trusts = make_trusts(streams.within("trusts"), self.schools)
        events = streams.within("events")
        self.events = Events(events, self.schools, self.year)
        self.closed = closed_schools(events, self.schools, self.events, self.year)
        self.academies, self.trusts = academy_rows(
            events, self.schools, self.trusts, self.events
        )
        self.maintained = maintained_rows(
            events, self.schools, self.closed, self.events
        )
        self._characteristics(streams)
        self._money(streams.within("money"))
        self.budgets = Budgets(streams.within("budgets"), self)
        self.names = Names(streams, self.schools)
        self.trust_names = trust_names(streams, len(self.trusts))
        self._presence(streams("presence"))
        self._mistakes(streams("mistakes"))
        self.cases = find_cases(self)

    def _characteristics(self, streams):
        schools = self.schools
        self.pupils = make_pupils(streams.within("pupils"), schools, self.year)
        self.heads, self.fte = totals(self.pupils)
        blocks = make_buildings(streams, schools, self.heads)
        rng = streams("twins")
        secondary = np.flatnonzero(
            of_kind(schools, "secondary", "primary") & schools.is_maintained
        )
        chosen = rng.permutation(secondary)[: 2 * max(2, len(schools) // 2000)]
        # schools with equal buildings, which must stay two schools
        self.twins = [
            tuple(pair) for pair in chosen[: len(chosen) // 2 * 2].reshape(-1, 2)
        ]
        self.blocks = clone(blocks, self.twins)
        self.workforce = make_workforce(streams, schools, self.fte)
        self.results = make_results(streams, schools, self.pupils, self.heads)

    def _money(self, streams):
        annual = annual_costs(streams, self.schools, self.pupils, self.heads, self.year)
        self.own, self.central = academy_money(streams, self, annual)
        self.money = maintained_money(streams, self, annual)

    def _presence(self, rng):
        """Who has a row of its own in census, buildings and needs."""
        schools, closed = self.schools, self.closed
        state = np.flatnonzero(schools.is_state_funded)
        size = len(schools)
        self.in_census = np.ones(size, dtype=bool)
        self.in_needs = np.ones(size, dtype=bool)
        self.in_cdc = schools.is_state_funded.copy()
        self.in_census[pick(rng, state, NO_CENSUS, 2)] = False
        self.in_needs[pick(rng, state, NO_NEEDS, 2)] = False
        self.in_cdc[pick(rng, state, NO_BUILDINGS, 2)] = False
        # only the predecessor has one
        under_old = closed.origin[closed.in_census]
        self.in_census[under_old] = False
        self.in_needs[under_old] = False
        self.in_cdc[closed.origin[closed.in_cdc]] = False
        # a trust of one school has no central services, and some others report none
        several = self.trusts.is_multi & (rng.random(len(self.trusts)) > 0.01)
        self.has_central = several | (rng.random(len(self.trusts)) < 0.02)
        census = np.datetime64(f"{self.year}-01-15", "D")
        gone = ~np.isnat(self.events.closed) & (self.events.closed <= census)
        self.in_census &= ~gone
        self.in_needs &= ~gone

    def _mistakes(self, rng):
        """What somebody got wrong: only when defects are wanted."""
        academies = self.academies
        settled = np.flatnonzero((academies.months == 12) & ~academies.is_superseded)
        members = np.flatnonzero(
            (self.maintained.lead >= 0)
            & (self.maintained.lead != np.arange(len(self.maintained)))
        )
        wanted = 1 if self.has_mistakes else 0
        size = len(self.schools)
        # rows of the academies return that are in the maintained list, too
        self.in_both = rng.permutation(settled)[: wanted * max(2, size // 6000)]
        # phase 0 with a type that says nothing
        plain = np.isin(self.schools.type_code[academies.school], [28, 34])
        chosen = rng.permutation(settled[plain[settled]])
        self.no_phase = academies.school[chosen[: 2 * wanted]]
        # a member whose lead is nowhere
        self.lost_members = rng.permutation(members)[:wanted]
