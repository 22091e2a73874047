"""School calendars: 180 days of school a year, holidays, breaks, snow days, terms."""

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.parameters import parameters
from generator.district.places import place_of
from generator.district.world import DAY_TYPES, Calendar
from generator.streams import draw_codes

INSTRUCTIONAL, HOLIDAY, BREAK, STAFF, MAKEUP = range(len(DAY_TYPES))
MONDAY, THURSDAY = 0, 3


def add_calendar(world):
    """Fill `world.calendar` and the table `terms`; `calendars` follows the schools.

    The last school year is the one that had begun last on the as-of date.
    """
    config, place = world.config, place_of(world)
    last = _last_year(config.as_of, place)
    years = np.arange(last - config.years + 1, last + 1)
    built = [_school_year(world, place, int(year)) for year in years]
    weekdays = [weekdays for weekdays, _ in built]
    day_types = [day_types for _, day_types in built]
    days = [
        dates[np.isin(types, [INSTRUCTIONAL, MAKEUP])]
        for dates, types in zip(weekdays, day_types, strict=True)
    ]
    terms = _terms(config.district, years, days)
    world.calendar = Calendar(
        years=years,
        start=np.array([dates[0] for dates in days]),
        end=np.array([dates[-1] + 1 for dates in days]),
        days=days,
        weekdays=weekdays,
        day_types=day_types,
        term_year=np.array([term[0] for term in terms]),
        term_name=[term[1] for term in terms],
        term_type=[term[2] for term in terms],
        term_start=np.array([term[3] for term in terms]),
        term_end=np.array([term[4] for term in terms]),
        as_of=config.as_of,
    )
    world.tables["terms"] = _terms_table(world.calendar)


def school_year_name(year):
    """Such as 2025-2026, for the school year that ends in `year`."""
    return f"{year - 1}-{year}"


def calendars_table(calendar, school_ids):
    """calendars.csv: a row per school and weekday from the first to the last day.

    school_ids: text array, ascending
    """
    dates = np.concatenate(calendar.weekdays)
    types = np.concatenate(calendar.day_types)
    years = np.repeat(calendar.years, [len(days) for days in calendar.weekdays])
    size, schools = len(dates), len(school_ids)
    return pa.table(
        {
            "school_id": tables.words(np.repeat(np.arange(schools), size), school_ids),
            "calendar_date": tables.dates(np.tile(dates, schools)),
            "school_year": tables.integers(np.tile(years, schools)),
            "day_type": tables.words(np.tile(types, schools), DAY_TYPES),
        }
    )


def _day(year, month_day):
    return np.datetime64(f"{year}-{month_day}", "D")


def _weekday(day):
    """0 = Monday."""
    return (day.astype(int) + 3) % 7


def _on_or_after(day, weekday):
    return day + (weekday - _weekday(day)) % 7


def _first_day(year, place):
    """A Monday to Thursday, as districts rarely start on a Friday."""
    day = _day(year - 1, place.school_start)
    return day if _weekday(day) <= THURSDAY else _on_or_after(day, MONDAY)


def _last_year(as_of, place):
    year = as_of.astype(object).year + 1
    return year if _first_day(year, place) <= as_of else year - 1


def _school_year(world, place, year):
    """All weekdays of one school year and the code of DAY_TYPES of each."""
    known, first = parameters("calendar"), _first_day(year, place)
    weekdays = np.arange(first, _day(year, "07-31"))
    weekdays = weekdays[_weekday(weekdays) < 5]
    types = np.zeros(len(weekdays), dtype=np.int32)
    for kind, days in _days_off(world, known, place, year):
        types[np.isin(weekdays, days) & (types == INSTRUCTIONAL)] = kind
    length = _length(world, known, place, weekdays, types, year)
    planned = np.flatnonzero(types == INSTRUCTIONAL)[:length]
    stop = planned[-1] + 1
    lost = _snow_days(world, known, place, weekdays, planned, year)
    types[lost] = HOLIDAY
    stop = _make_up(types, stop, lost)
    return weekdays[:stop], types[:stop]


def _days_off(world, known, place, year):
    """Pairs of day type and days: holidays first, which win over breaks."""
    rng = world.streams("calendar", "days off")
    choices = known["thanksgiving_days"]
    code = draw_codes(rng, choices["weights"], 1)[0]
    thanksgiving = _on_or_after(_day(year - 1, "11-22"), THURSDAY)
    november = np.arange(choices["choices"][code]) + thanksgiving
    november -= choices["choices"][code] - 2  # the last of them is the Friday
    yield HOLIDAY, _holidays(year)
    yield BREAK, november
    # Monday on or after 20 December: Christmas and New Year both lie inside
    winter = _on_or_after(_day(year - 1, "12-20"), MONDAY)
    length = known["winter_break_weekdays"] // 5 * 7
    yield BREAK, np.arange(winter, winter + length)
    spring_breaks = known["spring_break"]
    start = spring_breaks.get(place.state, spring_breaks["default"])
    yield BREAK, np.arange(5) + _on_or_after(_day(year, start), MONDAY)
    staff = [_day(year - (text > "07-01"), text) for text in known["staff_days"]]
    # a day near it: a Friday in spring, a Monday in autumn
    yield STAFF, np.array([day - (_weekday(day) - 4) % 7 for day in staff])


def _holidays(year):
    """Federal holidays within a school year that ends in `year`."""
    return np.array(
        [
            _on_or_after(_day(year - 1, "09-01"), MONDAY),  # Labor Day
            _day(year - 1, "11-11"),  # Veterans Day
            _on_or_after(_day(year - 1, "11-22"), THURSDAY),  # Thanksgiving
            _day(year - 1, "12-25"),
            _day(year, "01-01"),
            _on_or_after(_day(year, "01-15"), MONDAY),  # Martin Luther King Jr. Day
            _on_or_after(_day(year, "02-15"), MONDAY),  # Presidents' Day
            _on_or_after(_day(year, "05-25"), MONDAY),  # Memorial Day
            _day(year, "06-19"),  # Juneteenth
            _day(year, "07-04"),
        ]
    )


def _length(world, known, place, weekdays, types, year):
    """Days of school: those wanted, fewer when an August year must end in May."""
    low, high = known["instructional_days"]
    wanted = known["days_wanted"] + int(
        world.streams("calendar", "length", year).integers(-1, 2)
    )
    if place.school_start < "08-20":
        latest = _day(year, known["august_years_end_by"])
        wanted = min(wanted, int(np.sum((types == 0) & (weekdays <= latest))))
    return int(np.clip(wanted, low, high))


def _snow_days(world, known, place, weekdays, planned, year):
    """Indexes of planned days between December and March that snow took away."""
    rng = world.streams("calendar", "snow", year)
    count = min(int(rng.poisson(place.snow_days)), known["max_snow_days"])
    months = weekdays[planned].astype("datetime64[M]").astype(int) % 12 + 1
    winter = planned[np.isin(months, [12, 1, 2, 3])]
    return np.sort(rng.choice(winter, count, replace=False))


def _make_up(types, stop, lost):
    """Make snow days up: on staff days that follow, then behind the last day.

    Changes `types`; returns the new end.
    """
    for day in lost:
        later = np.flatnonzero(types[:stop] == STAFF)
        later = later[later > day]
        if len(later):
            types[later[0]] = MAKEUP
            continue
        while types[stop] != INSTRUCTIONAL:
            stop += 1
        types[stop] = MAKEUP
        stop += 1
    return stop


def _terms(options, years, days):
    """Tuples (year index, name, type, start, end), in order of time."""
    known = parameters("calendar")
    rule, terms = known["terms"][options.terms], []
    for index, (year, dates) in enumerate(zip(years, days, strict=True)):
        name, count = school_year_name(year), options.terms
        cuts = [round(len(dates) * part / count) for part in range(count)]
        starts = [*dates[cuts], dates[-1] + 1]
        for part, label in enumerate(rule["names"]):
            span = starts[part], starts[part + 1]
            terms.append((index, f"{label} {name}", rule["type"], *span))
        if options.summer:
            start = np.busday_offset(
                dates[-1], known["summer"]["pause"] + 1, roll="forward"
            )
            last = np.busday_offset(start, known["summer"]["length"] - 1)
            terms.append((index, f"Summer {year}", "summer", start, last + 1))
    return terms


def _terms_table(calendar):
    """terms.csv: the school year itself first, then its parts."""
    rows = []
    for index, year in enumerate(calendar.years):
        start, end = calendar.start[index], calendar.end[index]
        name = f"Full Year {school_year_name(year)}"
        rows.append((f"{year}-Y", year, name, "year", start, end))
        parts = np.flatnonzero(calendar.term_year == index)
        for number, part in enumerate(parts, start=1):
            kind = calendar.term_type[part]
            code = "SU" if kind == "summer" else f"{kind[0].upper()}{number}"
            row = f"{year}-{code}", year, calendar.term_name[part], kind
            rows.append((*row, calendar.term_start[part], calendar.term_end[part]))
    rows.sort(key=lambda row: row[0])
    columns = list(zip(*rows, strict=True))
    return pa.table(
        {
            "term_id": pa.array(columns[0], pa.string()),
            "school_year": tables.integers(columns[1]),
            "term_name": pa.array(columns[2], pa.string()),
            "term_type": pa.array(columns[3], pa.string()),
            "start_date": tables.dates(np.array(columns[4])),
            "end_date": tables.dates(np.array(columns[5])),
        }
    )
