"""One school year of enrolments: who comes, moves, is away for a while, leaves."""

import numpy as np

from generator.district.careers import ENTRY, EXIT, FIRST_HIGH
from generator.district.children import LAST_GRADE
from generator.district.parameters import parameters
from generator.district.within_year import WithinYear
from generator.streams import draw_codes

LAST_CHARTER = 8
AWAY = 99


class SchoolYear(WithinYear):
    """One school year: its spells, and what they change in the people's state."""

    def __init__(self, world, people, year):
        self.layout = world.schools.layout
        self.known = parameters("mobility")
        self.families, self.young = people.families, people.young
        self.state, self.zone = people.state, people.zone
        self.repeats, self.no_show = people.repeats, people.no_show
        self.year, self.rng = year, world.streams("mobility", "year", year)
        self.risk = people.risk
        self.days = world.calendar.days[year]
        self.end = world.calendar.end[year]
        self.is_last = year == world.config.years - 1
        self.home = self.young.household
        self.pieces = []

    def spells(self):
        """Tuples of arrays, one per kind of spell, in the order of `Moves`."""
        self._new_zones("move_summer", np.ones(len(self.zone), dtype=bool))
        family, home = self.families, self.home
        arrives = family.arrival_year[home] == self.year
        came_late = arrives & (family.arrival_share[home] > 0)
        leaves = family.leave_year[home] == self.year
        left_before = leaves & (family.leave_share[home] == 0)
        lives_here = (family.arrival_year[home] <= self.year) & (
            family.leave_year[home] >= self.year
        )
        in_school = (
            (self.state.grade >= self.young.late_grade)
            & (self.state.grade >= 0)
            & ~self.state.is_gone
            & (self.state.away_until <= self.year)
            & lives_here
        )
        self._no_shows(in_school & left_before & ~arrives)
        self.here = np.flatnonzero(in_school & ~left_before)
        self.came_late, self.leaves = came_late[self.here], leaves[self.here]
        self._attend()
        return self.pieces

    def _new_zones(self, kind, may):
        """Some of the families that may do so move to another zone."""
        chance = np.array(self.known[kind])[self.families.is_frl.astype(int)]
        moved = may & (self.rng.random(len(self.zone)) < chance)
        for is_poor in (True, False):
            rows = np.flatnonzero(moved & (self.families.is_frl == is_poor))
            self.zone[rows] = self._similar_zones(self.zone[rows], is_poor)

    def _similar_zones(self, zone, is_poor):
        """For families in these zones one nearby, where families as poor live.

        Families stand along a line, poor ones and others each on their own, by zone; a
        step reflected at both ends leaves the shares of all zones as they are.
        """
        frl = self.layout.frl if is_poor else 1 - self.layout.frl
        ends = np.cumsum(self.layout.weight * frl)
        ends /= ends[-1]
        place = ends[zone] - self.rng.random(len(zone)) * np.diff(ends, prepend=0)[zone]
        place += self.rng.normal(0, self.known["move_distance"], len(zone))
        place = np.abs(place)
        place = np.where(place > 1, 2 - place, place)
        return np.searchsorted(ends, place).clip(0, len(ends) - 1)

    def _schools(self, rows):
        """The school of these children, by zone, grade and choice."""
        young, state = self.young, self.state
        home, grade = self.home[rows], state.grade[rows]
        school = self.layout.catchment[self.zone[home], grade]
        for kind, chosen in (
            ("charter", self.families.is_charter[home] & (grade <= LAST_CHARTER)),
            ("alternative", state.is_alternative[rows] & (grade >= FIRST_HIGH)),
            ("special", young.is_special[rows]),
        ):
            options = [i for i, name in enumerate(self.layout.kinds) if name == kind]
            if options:
                option = np.array(options)[home % len(options)]
                school = np.where(chosen, option, school)
        return school

    def _add(self, rows, order, school, entry, leave, entry_code, exit_code, no_show):
        size = len(rows)
        exit_code = np.array(np.broadcast_to(exit_code, size), dtype=np.int8)
        if self.is_last:  # the year is not closed yet
            open_still = leave == self.end
            leave = np.where(open_still, np.datetime64("NaT"), leave)
            exit_code[open_still] = -1
        self.pieces.append(
            (
                rows.astype(np.int32),
                np.full(size, self.year * 10 + order, dtype=np.int16),
                np.full(size, self.year, dtype=np.int8),
                self.state.grade[rows].astype(np.int8),
                school.astype(np.int32),
                entry,
                leave,
                np.broadcast_to(entry_code, size).astype(np.int8),
                exit_code,
                np.full(size, no_show),
            )
        )

    def _no_shows(self, expected):
        """Some who left in summer are entered all the same and never come."""
        rows = np.flatnonzero(expected & self.no_show)
        first = np.full(len(rows), self.days[0])
        school = self._schools(rows)
        code = self._continuing(rows, school)
        self._add(rows, 0, school, first, first, code, EXIT.index("no_show"), True)

    def _continuing(self, rows, school):
        """Entry code of children who were expected."""
        state, before = self.state, self.state.school[rows]
        code = np.where(
            before == school, ENTRY.index("continuing"), ENTRY.index("promotion")
        )
        # another school although it has the grade before: moved within the district
        grade = state.grade[rows]
        zone = self.zone[self.home[rows]]
        lower = self.layout.catchment[zone, np.maximum(grade - 1, 0)]
        same = self.layout.catchment[zone, grade] == lower
        code[(before != school) & same & (before >= 0)] = ENTRY.index("in_district")
        # before the years generated nothing is known: as if the same school
        if self.year == 0:
            code[:] = ENTRY.index("continuing")
            code[(grade > 0) & ~same] = ENTRY.index("promotion")
        new = (before < 0) & (grade == 0)
        code[new] = ENTRY.index("first_entry")
        return code

    def _attend(self):
        """Spells of everybody who attends this year."""
        rows, state = self.here, self.state
        school = self._schools(rows)
        entry = np.full(len(rows), self.days[0])
        entry_code = self._entry_codes(rows, school)
        late = self.came_late
        entry[late] = self._day(self.families.arrival_share[self.home[rows[late]]])
        state.away_code[rows] = -1
        leave, exit_code = self._year_end(rows)
        state.school[rows] = school
        second = self._events(rows, school, leave, exit_code)
        self._add(rows, 1, school, entry, leave, entry_code, exit_code, False)
        for spells in second:
            self._add(*spells, False)
            state.school[spells[0]] = spells[2]

    def _day(self, share):
        """School days at these parts of the year, never the first or the last."""
        last = len(self.days) - 2
        return self.days[np.clip((share * last).astype(int), 1, last)]

    def _entry_codes(self, rows, school):
        code = self._continuing(rows, school)
        family, home = self.families, self.home[rows]
        grade = self.state.grade[rows]
        arrived = family.arrival_year[home] == self.year
        names, weights = zip(*self.known["origins"].items(), strict=True)
        origins = np.array([ENTRY.index(name) for name in names])
        # by family, so that siblings come from the same place
        ticket = draw_codes(self.rng, weights, len(family.zone))
        code = np.where(arrived, origins[ticket[home]], code)
        fresh = arrived & (grade == 0) & ~self.came_late
        code[fresh] = ENTRY.index("first_entry")
        unseen = ~arrived & (self.state.school[rows] < 0) & (grade > 0)
        late = unseen & (self.young.late_grade[rows] == grade)
        taught = self.rng.random(len(rows)) < self.known["private_leave"]["home_school"]
        code[late] = ENTRY.index("private")
        code[late & taught] = ENTRY.index("home_school")
        again = self.state.away_code[rows] >= 0
        return np.where(again & ~arrived, self.state.away_code[rows], code)

    def _year_end(self, rows):
        """Exit dates and codes of those who stay in their school this year."""
        family, state, known = self.families, self.state, self.known
        home, grade, size = self.home[rows], state.grade[rows], len(rows)
        leave = np.full(size, self.end)
        code = np.full(size, EXIT.index("end_of_year"))
        summer = (family.leave_year[home] == self.year + 1) & (
            family.leave_share[home] == 0
        )
        code[summer & ~self.no_show[rows]] = EXIT.index("summer_withdrawal")
        private = ~summer & (self.rng.random(size) < known["private_leave"]["summer"])
        code[private] = self._go_private(rows[private])
        done = (grade == LAST_GRADE) & ~self.repeats[rows]
        without = self.rng.random(size) < known["no_diploma"] * self.risk[rows]
        code[done] = EXIT.index("graduate")
        code[done & without] = EXIT.index("no_diploma")
        if self.leaves.any():
            self._leave_with_family(rows, leave, code)
        return leave, code

    def _leave_with_family(self, rows, leave, code):
        family, home = self.families, self.home[rows]
        names, weights = zip(*self.known["destinations"].items(), strict=True)
        targets = np.array([EXIT.index(name) for name in names])
        ticket = draw_codes(self.rng, weights, len(family.zone))
        gone = self.leaves
        leave[gone] = self._day(family.leave_share[home[gone]])
        code[gone] = targets[ticket[home[gone]]]

    def _go_private(self, rows):
        """Exit codes of children who leave for private school or home schooling."""
        rule = self.known["private_leave"]
        at_home = self.rng.random(len(rows)) < rule["home_school"]
        comes_back = self.rng.random(len(rows)) < rule["return"]
        self.state.away_until[rows] = np.where(comes_back, self.year + 2, AWAY)
        self.state.away_code[rows] = ENTRY.index("re_entry")
        return np.where(at_home, EXIT.index("home_school"), EXIT.index("private"))
