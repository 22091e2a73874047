"""Which rows get a mistake, or a legal case that looks like one.

Mistakes of calls are put on lessons: a number of its own says for each lesson called
whether one of them falls on it, so that no lesson has two. Those of enrolments and
users are counted, and their users have no others.
"""

import numpy as np

from generator.dost.answers import (
    NOT_CALLED,
    UNANSWERED,
    UNREACHABLE,
)
from generator.dost.parameters import parameters
from generator.dost.spells import (
    ADDED,
    FIRST,
    LESSONS,
    NEW_PHONE,
    joined,
    plain,
)
from generator.dost.weeks import lost_calls

# Added to the number of a mistake: the legal case that looks like it.
LOOK_ALIKE = 20
# Lessons between a call and the one before which it goes back, in the legal case.
LEGAL_REGRESS = 5
# Spells whose lessons are looked at together.
BLOCK = 8_192


class Mistakes:
    """The mistakes of a `generator.dost.build.World`; adds spells to it.

    level: none, default or heavy

    lessons: number of the mistake, or that and LOOK_ALIKE, by spell and lesson
    contents: rows without duration
    partner_changes: {experience is the second one: spell rows} with another partner
    unknown_numbers, other_spellings: spell rows, of their first experience
    lost, fewer: (source, Monday, share of calls that are lost), or None
    crowded: {number added to one: users}
    bases: {number: rows that could have had the mistake}
    """

    def __init__(self, world, level):
        self._world, self._draws = world, world.draws
        self._factor = {
            "none": 0,
            "default": 1,
            "heavy": parameters("defects")["heavy"],
        }[level]
        self.bases = {}
        self.crowded = self._crowd()
        self._taken = np.zeros(len(world.users), dtype=bool)
        for users in self.crowded.values():
            self._taken[users] = True
        self.lessons = np.zeros(world.outcomes.shape, dtype=np.int8)
        self.contents = self._contents()
        self._enrolments()
        self.lost, self.fewer = self._weeks()
        if self._factor:
            self._starts()
            for start in range(0, len(world.spells), BLOCK):
                self._lessons(np.arange(start, min(start + BLOCK, len(world.spells))))

    def rate(self, number):
        """Share of the base that gets mistake `number`, or its look-alike."""
        entry = parameters("defects")["codes"][f"ENG-{number % LOOK_ALIKE:03d}"]
        # of ENG-011 it is how much of one week is lost
        factor = min(self._factor, 1) if number % LOOK_ALIKE == 11 else self._factor
        return entry["look_alike" if number > LOOK_ALIKE else "rate"] * factor

    def _pick(self, number, eligible, least=2):
        """Rows of `eligible` for mistake `number`, by its rate."""
        self.bases[number] = len(eligible)
        count = max(least, round(self.rate(number) * len(eligible)))
        return self._draws.lowest(
            f"pick {number}", eligible, count * bool(self._factor)
        )

    def _crowd(self):
        """Users get two or three short programmes beside the one that goes on."""
        world, spells = self._world, self._world.spells
        called = world.outcomes != NOT_CALLED
        last = called.shape[1] - 1 - np.argmax(called[:, ::-1], axis=1)
        day = spells.days(world.programs, np.arange(len(spells)), last)
        goes_on = called.any(axis=1) & (day >= world.as_of - 7)
        goes_on &= last < world.programs.lessons[spells.program] - 1
        alone = np.bincount(spells.user, minlength=len(world.users)) == 1
        rows = np.flatnonzero(goes_on & alone[spells.user])
        chosen = self._pick(12, rows)
        legal = self._pick(12 + LOOK_ALIKE, np.setdiff1d(rows, chosen))
        self.bases[12] = self.bases[12 + LOOK_ALIKE] = len(world.users)
        for extra, group in ((3, chosen), (2, legal)):
            if len(group):
                world.add(joined(*(self._added(group, i) for i in range(extra))))
        return {3: spells.user[chosen], 2: spells.user[legal]}

    def _added(self, rows, index):
        """Enrolments of one week that ends with the as-of date, as `Spells`."""
        world, spells = self._world, self._world.spells
        sources = world.programs.source
        program, user = spells.program[rows], spells.user[rows]
        first = np.searchsorted(sources, sources[program])
        count = np.bincount(sources)[sources[program]]
        other = first + (program - first + 1 + index) % count
        ago = self._draws.whole(f"crowd {index}", 9, 18, user)
        made = plain(user, ADDED + index, other, world.as_of - ago, most_weeks=1)
        made.least_weeks[:] = 1
        return made

    def _contents(self):
        rows = np.flatnonzero(~self._world.contents.is_draft)
        return self._pick(6, rows)

    def _enrolments(self):
        world, spells = self._world, self._world.spells
        given = parameters("population")["partners"]
        user = spells.user
        # as the files show them: with partner and number
        shown = (world.users.partner[user] >= 0) & ~self._taken[user]
        shown &= self._draws.uniform("no partner", user) >= given["no_partner"]
        shown &= self._draws.uniform("no number", spells.id) >= given["no_number"]
        single = np.bincount(user, minlength=len(world.users))[user] == 1
        base = int((spells.ordinal < ADDED).sum())
        broken = shown & (spells.break_kind == NEW_PHONE)
        whole = shown & single & (spells.break_lesson == LESSONS)
        count = max(2, round(self.rate(7) * base)) * bool(self._factor)
        late = self._draws.lowest(
            "partners of parts", np.flatnonzero(broken), count // 2
        )
        rest = self._draws.lowest(
            "partners of user", np.flatnonzero(whole), count - len(late)
        )
        self.partner_changes = {True: late, False: rest}
        self._taken[user[np.append(late, rest)]] = True
        free = np.flatnonzero(whole & (spells.ordinal == FIRST) & ~self._taken[user])
        wanted = [
            max(2, round(self.rate(n) * base)) * bool(self._factor) for n in (8, 28)
        ]
        found = self._draws.lowest("numbers", free, sum(wanted))
        order = np.argsort(self._draws.uniform("which number", found), kind="stable")
        self.unknown_numbers = np.sort(found[order[: wanted[0]]])
        self.other_spellings = np.sort(found[order[wanted[0] :]])
        self._taken[user[found]] = True
        self.bases |= dict.fromkeys((4, 24, 7, 27, 8, 28), base)

    def _weeks(self):
        """A week in which a platform loses calls, one in which the other has fewer."""
        world = self._world
        if not self._factor:
            self.bases |= {11: 0, 11 + LOOK_ALIKE: 0}
            return None, None
        sources = world.programs.source.max() + 1
        weeks = parameters("population")["window_days"] // 7 * sources
        self.bases |= {11: weeks, 11 + LOOK_ALIKE: weeks}
        order = world.streams("weeks").permutation(sources)
        return tuple(
            lost_calls(world, source, self.rate(number))
            for source, number in zip(order, (11, 11 + LOOK_ALIKE), strict=False)
        )

    def _starts(self):
        """First lessons called before the start, or on the day before in UTC."""
        world, spells = self._world, self._world.spells
        experience_start = self._draws.uniform("no start", spells.id * 2)
        has_start = experience_start >= parameters("population")["no_start"]
        fits = has_start & (spells.ordinal < ADDED) & ~self._taken[spells.user]
        fits &= world.outcomes[:, 0] != NOT_CALLED
        fits &= ~self._in_lost_week(spells.start, world.users.source[spells.user])
        base = self.bases[4]
        rows = self._pick(4, np.flatnonzero(fits))
        utc = fits & (world.users.source[spells.user] == 0)
        utc[rows] = False
        legal = self._pick(4 + LOOK_ALIKE, np.flatnonzero(utc))
        self.bases |= {4: base, 4 + LOOK_ALIKE: base}
        self.lessons[rows, 0] = 4
        self.lessons[legal, 0] = 4 + LOOK_ALIKE

    def _in_lost_week(self, day, source, margin=0):
        """Whether calls of these days may be lost, or were up to `margin` days ago."""
        found = np.zeros(np.shape(day), dtype=bool)
        for entry in (self.lost, self.fewer):
            if entry is not None:
                passed = (day - entry[1]).astype(np.int64)
                found |= (source == entry[0]) & (passed >= -1) & (passed < 7 + margin)
        return found

    def _lessons(self, rows):
        world, spells = self._world, self._world.spells
        rows = rows[~self._taken[spells.user[rows]] & (spells.ordinal[rows] < ADDED)]
        place, lesson = np.nonzero(world.outcomes[rows] != NOT_CALLED)
        spell = rows[place]
        free = self.lessons[spell, lesson] == 0
        spell, lesson = spell[free], lesson[free]
        outcome = world.outcomes[spell, lesson]
        day = spells.days(world.programs, spell, lesson)
        source = world.users.source[spells.user[spell]]
        course = world.programs.course[spells.program[spell]]
        contents = world.contents
        second = contents.second[course, lesson]
        has_second = second != contents.first[course, lesson]
        reached = outcome != UNREACHABLE
        answered = (outcome > UNANSWERED) & reached
        # what is longer than its content needs a content whose length is known
        content = world.content_of(spells.program[spell], lesson, day.astype(np.int64))
        measured = answered & ~np.isin(content, self.contents)
        kept = ~self._in_lost_week(day, source)
        steady = ~self._in_lost_week(day, source, margin=14)
        eligible = {
            1: kept,
            21: kept & (day < world.as_of),
            2: kept & measured,
            22: kept & measured,
            3: kept & answered,
            23: kept & answered,
            5: kept,
            25: kept & has_second & (day >= contents.valid_from[second]),
            9: kept & reached,
            29: kept & (outcome == UNANSWERED),
            10: steady & (lesson > LEGAL_REGRESS + 1),
            30: steady & (lesson > LEGAL_REGRESS),
        }
        cell = spells.id[spell] * LESSONS + lesson
        uniform = self._draws.uniform("mistake", cell)
        code = np.zeros(len(cell), dtype=np.int8)
        edge = 0.0
        for number, fits in eligible.items():
            self.bases[number] = self.bases.get(number, 0) + int(fits.sum())
            chosen = fits & (uniform >= edge) & (uniform < edge + self.rate(number))
            code[chosen] = number
            edge += self.rate(number)
        self.lessons[spell, lesson] = code
        # what goes back is measured from a lesson that is as it was
        back = np.flatnonzero(np.isin(code, (10, 10 + LOOK_ALIKE)))
        spoilt = self.lessons[spell[back], lesson[back] - 1] != 0
        self.lessons[spell[back[spoilt]], lesson[back[spoilt]]] = 0
