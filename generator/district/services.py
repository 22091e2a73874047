"""Spells of services: special education, English, lunch, 504, gifted, homelessness."""

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.households import even_uniforms
from generator.district.needs import ALWAYS, NONE
from generator.district.parameters import parameters
from generator.district.world import SERVICES
from generator.streams import draw_codes

OPEN = np.datetime64("NaT", "D")


def add_services(world):
    """Fill the table `student_services`, ordered by student, service and begin.

    Spells are half-open, and lie between a student's first day and the last one known;
    nobody who never attended has any.
    """
    known, hull = parameters("services"), _Hull(world)
    details = [
        *known["iep_types"],
        *(str(level + 1) for level in range(known["el_levels"])),
    ]
    pieces = [
        *_special_education(world, hull),
        *_english(world, hull, known, len(known["iep_types"])),
        *_other_plans(world, hull, known),
        *_lunch(world, hull, known),
    ]
    columns = [np.concatenate(column) for column in zip(*pieces, strict=True)]
    student, service, begin, end, detail = columns
    names = sorted(SERVICES)
    rank = np.array([names.index(name) for name in SERVICES])[service]
    order = np.lexsort((begin, rank, student))
    world.tables["student_services"] = pa.table(
        {
            "student_id": tables.words(student[order], world.students.id),
            "service": tables.words(service[order], SERVICES),
            "begin_date": tables.dates(begin[order]),
            "end_date": tables.dates(end[order]),
            "detail": tables.words(detail[order], details),
        }
    )


class _Hull:
    """First day of every student, first day not enrolled any more, dates of years."""

    def __init__(self, world):
        spells, size = world.spells, len(world.students.household)
        rows = np.flatnonzero(~spells.is_no_show)
        self.first = np.full(size, OPEN)
        self.last = np.full(size, OPEN)
        self.attended = np.zeros(size, dtype=bool)
        # spells are in order of time, so the last assignment wins
        self.first[spells.student[rows[::-1]]] = spells.entry_date[rows[::-1]]
        self.last[spells.student[rows]] = spells.exit_date[rows]
        self.attended[spells.student[rows]] = True
        self.starts = world.calendar.start
        self.as_of = world.calendar.as_of

    def year_start(self, year):
        """First day of these school years; far away for years that are not there."""
        year = np.asarray(year)
        inside = np.clip(year, 0, len(self.starts) - 1)
        days = self.starts[inside].copy()
        days[year < 0] = np.datetime64("1900-01-01")
        days[year >= len(self.starts)] = np.datetime64("2900-01-01")
        return days

    def spells(self, rows, service, begin, end, detail=NONE):
        """Cut spells to the time at school; leave out what is empty or not yet known.

        rows: students; begin, end: dates. Returns columns as `add_services` wants them.
        """
        begin = np.maximum(begin, self.first[rows])
        last = np.where(
            np.isnat(self.last[rows]), np.datetime64("2800-01-01"), self.last[rows]
        )
        end = np.minimum(end, last)
        kept = self.attended[rows] & (begin < end) & (begin <= self.as_of)
        end = np.where(end > self.as_of, OPEN, end)
        code = np.full(len(rows), SERVICES.index(service))
        detail = np.broadcast_to(detail, len(rows))
        return tuple(column[kept] for column in (rows, code, begin, end, detail))

    def years(self, rows, service, start, stop, detail=NONE):
        """Spells from school year `start` up to school year `stop`, as indexes."""
        begin, end = self.year_start(start), self.year_start(stop)
        return self.spells(rows, service, begin, end, detail)


def _special_education(world, hull):
    needs = world.students.needs
    rows = np.flatnonzero(needs.iep_type != NONE)
    start, stop = needs.iep_start[rows], needs.iep_end[rows]
    change = np.minimum(needs.delay_end[rows], stop)
    yield hull.years(rows, "iep", start, change, needs.iep_type[rows])
    rows = rows[change < stop]
    start, stop = needs.delay_end[rows], needs.iep_end[rows]
    yield hull.years(rows, "iep", start, stop, needs.delay_next[rows])


def _english(world, hull, known, first_detail):
    """A spell per level of English; the levels rise evenly until the end."""
    needs, levels = world.students.needs, known["el_levels"]
    rows = np.flatnonzero(needs.el_start != ALWAYS)
    start = needs.el_start[rows]
    length = np.minimum(needs.el_end[rows] - start, 14)
    for level in range(levels):
        begin = start + np.ceil(length * level / levels).astype(int)
        stop = start + np.ceil(length * (level + 1) / levels).astype(int)
        stop = np.where(level == levels - 1, needs.el_end[rows], stop)
        if level == 0:
            begin = start
        yield hull.years(rows, "el", begin, stop, first_detail + level)


def _other_plans(world, hull, known):
    """504 plans, for students without an IEP, and gifted education by achievement."""
    students, options = world.students, world.config.district
    rng = world.streams("services", "plans")
    size, last = len(students.household), world.config.years - 1
    cohort = world.households.children.cohort
    here = np.isnat(hull.last) & hull.attended
    no_iep = students.needs.iep_type == NONE
    start = cohort + draw_codes(rng, known["section_504_starts"], size)
    share = _ever(options.prob_504, here, no_iep & (start <= last))
    rows = np.flatnonzero(no_iep & (rng.random(size) < share))
    yield hull.years(rows, "section_504", start[rows], np.full(len(rows), ALWAYS))
    start = cohort + draw_codes(rng, known["gifted_starts"], size)
    weight = known["gifted_ability"]
    score = students.ability.mean(axis=1)
    score = weight * score / score.std()
    score += np.sqrt(1 - weight**2) * rng.standard_normal(size)
    share = _ever(options.prob_gifted, here, start <= last)
    rows = np.flatnonzero(score > np.quantile(score[here], 1 - share))
    yield hull.years(rows, "gifted", start[rows], np.full(len(rows), ALWAYS))


def _ever(share, here, may):
    """Chance among those who may, such that `share` of those here have it today."""
    return min(1.0, share / max((here & may).sum() / max(here.sum(), 1), 1e-6))


def _lunch(world, hull, known):
    """Free and reduced lunch by family, and the weeks in which it has no home."""
    homes, rng = world.households, world.streams("services", "lunch")
    count, years, size = len(homes.zone), world.config.years, len(hull.first)
    home = world.students.household
    reduced = even_uniforms(rng, homes.is_frl.astype(int)) < known["reduced_share"]
    reduced &= homes.is_frl
    later = rng.random(count) < known["frl_begins_later"]
    start = np.where(later, rng.integers(0, years, count), -ALWAYS)
    changes = rng.random(count) < known["frl_change"]
    change = np.where(changes, np.maximum(start, rng.integers(0, years, count)), start)
    rows = np.flatnonzero(homes.is_frl[home])
    kinds = np.array(["frl_free", "frl_reduced"])
    for is_reduced, kind in enumerate(kinds):
        now = rows[reduced[home[rows]] == is_reduced]
        other = kinds[1 - is_reduced]
        begin, turn = start[home[now]], change[home[now]]
        yield hull.years(now, other, begin, turn)
        yield hull.years(now, kind, turn, np.full(len(now), ALWAYS))
    yield from _homeless(world, hull, known, homes.is_frl & ~reduced, home, size)


def _homeless(world, hull, known, poor, home, size):
    """Families without a home for a part of a school year; some for the whole year."""
    for year, days in enumerate(world.calendar.days):
        rng = world.streams("services", "homeless", year)
        chance = known["homeless_share"] / max(poor[home].mean(), 1e-6)
        hit = poor & (rng.random(len(poor)) < chance)
        first = np.clip((rng.random(len(poor)) * 0.6 * len(days)).astype(int), 0, None)
        length = rng.integers(20, 90, len(poor))
        stays = rng.random(len(poor)) < known["homeless_stays"]
        begin = np.where(stays, days[0], days[first])
        end = days[np.minimum(first + length, len(days) - 1)]
        end = np.where(stays, world.calendar.end[year], end)
        rows = np.flatnonzero(hit[home])
        yield hull.spells(rows, "homeless", begin[home[rows]], end[home[rows]])
