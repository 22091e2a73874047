"""What happens to students within a school year: moves, absences, leaving early."""

import numpy as np

from generator.district.careers import ENTRY, EXIT, FIRST_HIGH, dropout_chance


class WithinYear:
    """The part of `school_years.SchoolYear` that splits or shortens spells."""

    def _events(self, rows, school, leave, exit_code):
        """What happens within the year: changes `leave` and `exit_code`.

        Returns a list of second spells, as arguments of `_add`. Nothing more happens to
        children whose family comes or leaves within the year.
        """
        free = ~self.came_late & ~self.leaves
        second = self._move_within(rows, school, leave, exit_code, free)
        high = self.state.grade[rows] >= FIRST_HIGH
        drop = dropout_chance(self.risk[rows], self.state.grade[rows])
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
