"""One school year of enrolments: who comes, moves, is away for a while, leaves."""

import numpy as np

from generator.district.careers import FIRST_HIGH, dropout_chance, risk
from generator.district.children import LAST_GRADE
from generator.district.parameters import parameters
from generator.streams import draw_codes

LAST_CHARTER = 8
AWAY = 99
ENTRY = list(parameters("mobility")["entry_codes"])
EXIT = list(parameters("mobility")["exit_codes"])


class SchoolYear:
    """One school year: its spells, and what they change in the people's state."""

    def __init__(self, world, people, year):
        self.layout = world.schools.layout
        self.known = parameters("mobility")
        self.families, self.young = people.families, people.young
        self.state, self.zone = people.state, people.zone
        self.repeats, self.no_show = people.repeats, people.no_show
        self.year, self.rng = year, world.streams("mobility", "year", year)
        self.risk = risk(self.young)
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
        target = self._similar_zones()
        self.zone[moved] = target[moved]

    def _similar_zones(self):
        """For every family a zone near theirs, where families as poor as theirs live.

        Poor families stand along one line, the others along a second one, each by zone;
        a step reflected at both ends leaves the shares of all zones as they are.
        """
        layout, size = self.layout, len(self.zone)
        poor = self.families.is_frl
        steps = self.rng.normal(0, self.known["move_distance"], size)
        spot, result = self.rng.random(size), self.zone.copy()
        for rows, share in ((poor, layout.frl), (~poor, 1 - layout.frl)):
            ends = np.cumsum(layout.weight * share)
            ends /= ends[-1]
            widths = np.diff(ends, prepend=0)
            zone = self.zone[rows]
            place = np.abs(ends[zone] - spot[rows] * widths[zone] + steps[rows])
            place = np.where(place > 1, 2 - place, place)
            result[rows] = np.searchsorted(ends, place).clip(0, len(ends) - 1)
        return result

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
        exit_code = np.array(np.broadcast_to(exit_code, size), dtype=np.int32)
        if self.is_last:  # the year is not closed yet
            open_still = leave == self.end
            leave = np.where(open_still, np.datetime64("NaT"), leave)
            exit_code[open_still] = -1
        self.pieces.append(
            (
                rows,
                np.full(size, self.year * 10 + order),
                np.full(size, self.year),
                self.state.grade[rows],
                school,
                entry,
                leave,
                np.broadcast_to(entry_code, size).astype(np.int32),
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

    def _events(self, rows, school, leave, exit_code):
        """What happens within the year: changes `leave` and `exit_code`.

        Returns a list of second spells, as arguments of `_add`. Nothing more happens to
        children whose family comes or leaves within the year.
        """
        free = ~self.came_late & ~self.leaves
        second = self._move_within(rows, school, leave, exit_code, free)
        high = self.state.grade[rows] >= FIRST_HIGH
        drop = dropout_chance(self.young, self.state.grade)[rows]
        within = self.known["dropout_within"]
        able = high & ~self.state.is_alternative[rows] & ~self.young.is_special[rows]
        able &= "alternative" in self.layout.kinds
        chances = {
            "drop_within": drop * within,
            "drop_after": drop * (1 - within),
            "alternative": able * self.known["alternative"]["share"] * self.risk[rows],
            "interruption": self.known["interruption"]["share"],
            "private": self.known["private_leave"]["within"],
            "deceased": self.known["deceased"],
        }
        ticket, edge = self.rng.random(len(rows)), 0
        for name, chance in chances.items():
            hit = free & (ticket >= edge) & (ticket < edge + chance)
            edge = edge + chance
            second += getattr(self, f"_{name}")(np.flatnonzero(hit), leave, exit_code)
        return second

    def _move_within(self, rows, school, leave, exit_code, free):
        """Families move to another zone of the district during the year."""
        family, year = self.families, self.year
        before = (family.arrival_year < year) | (
            (family.arrival_year == year) & (family.arrival_share == 0)
        )
        self._new_zones("move_within", before & (family.leave_year > year))
        moved = free & (self._schools(rows) != school)
        free &= ~moved
        # the same day for all children of a family
        share = self.rng.random(len(self.zone))[self.home[rows[moved]]]
        return self._transfer(np.flatnonzero(moved), leave, exit_code, share)

    def _transfer(self, hit, leave, exit_code, share):
        """Leave one school, enter the school of now on the same day or days later."""
        rule, rows = self.known["transfer_gap"], self.here[hit]
        place = self._place(share)
        gap = self.rng.integers(*rule["school_days"], len(hit))
        gap[self.rng.random(len(hit)) >= rule["share"]] = 0
        back = self.days[np.minimum(place + gap, len(self.days) - 1)]
        code = ENTRY.index("in_district")
        again = (rows, 2, self._schools(rows), back, *self._copy(hit, leave, exit_code))
        leave[hit], exit_code[hit] = self.days[place], EXIT.index("in_district")
        return [(*again[:5], code, again[5])]

    def _copy(self, hit, leave, exit_code):
        return leave[hit].copy(), exit_code[hit].copy()

    def _place(self, share):
        """Index of the school day at this part of the year, not among the last ten."""
        last = len(self.days) - 10
        return np.clip((share * last).astype(int), 3, last)

    def _leave_on_some_day(self, hit, leave, exit_code, code):
        leave[hit] = self.days[self._place(self.rng.random(len(hit)))]
        exit_code[hit] = code
        return []

    def _drop_within(self, hit, leave, exit_code):
        self.state.is_gone[self.here[hit]] = True
        return self._leave_on_some_day(hit, leave, exit_code, EXIT.index("dropout"))

    def _drop_after(self, hit, leave, exit_code):
        stays = exit_code[hit] != EXIT.index("graduate")
        hit = hit[stays]
        self.state.is_gone[self.here[hit]] = True
        exit_code[hit] = EXIT.index("dropout")
        return []

    def _deceased(self, hit, leave, exit_code):
        self.state.is_gone[self.here[hit]] = True
        return self._leave_on_some_day(hit, leave, exit_code, EXIT.index("deceased"))

    def _private(self, hit, leave, exit_code):
        code = self._go_private(self.here[hit])
        return self._leave_on_some_day(hit, leave, exit_code, code)

    def _alternative(self, hit, leave, exit_code):
        self.state.is_alternative[self.here[hit]] = True
        share = 0.08 + 0.8 * self.rng.random(len(hit))
        return self._transfer(hit, leave, exit_code, share)

    def _interruption(self, hit, leave, exit_code):
        """Away for some weeks, then back in the same school."""
        rule, rows = self.known["interruption"], self.here[hit]
        place = self._place(0.8 * self.rng.random(len(hit)))
        weeks = self.rng.integers(*rule["school_days"], len(hit))
        back = self.days[np.minimum(place + weeks, len(self.days) - 2)]
        codes = [EXIT.index(name) for name in ("in_state", "private", "home_school")]
        away = np.array(codes)[self.rng.integers(0, len(codes), len(hit))]
        until, code = self._copy(hit, leave, exit_code)
        leave[hit], exit_code[hit] = self.days[place], away
        school = self.state.school[rows]
        return [(rows, 2, school, back, until, ENTRY.index("re_entry"), code)]

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
