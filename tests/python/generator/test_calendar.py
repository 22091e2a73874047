"""School years: length, days off, terms, make-up days, and the as-of date."""

import itertools

import numpy as np
import pytest
from district_people import people

from generator.config import Config, DistrictOptions
from generator.district import calendar
from generator.district.parameters import parameters
from generator.district.world import DAY_TYPES, World
from generator.settings import BadOption
from generator.streams import Streams

STATES = sorted(parameters("places")["states"])
INSTRUCTIONAL, HOLIDAY, BREAK, STAFF, MAKEUP = range(len(DAY_TYPES))


def calendar_of(state="", as_of="2026-05-29", years=6, seed=1, **options):
    options = DistrictOptions(state=state, **options)
    config = Config(seed=seed, as_of=as_of, years=years, district=options)
    world = World(config=config, streams=Streams(seed, "district", 0))
    calendar.add_calendar(world)
    return world.calendar, world.tables["terms"].to_pylist()


@pytest.mark.parametrize("state", STATES)
def test_a_school_year_has_178_to_182_days_between_august_and_june(state):
    for seed in range(4):
        known, _ = calendar_of(state, seed=seed)
        for year, days in zip(known.years, known.days, strict=True):
            assert 178 <= len(days) <= 182
            assert np.datetime64(f"{year - 1}-08-12") <= days[0]
            assert days[0] <= np.datetime64(f"{year - 1}-09-07")
            assert days[-1] < np.datetime64(f"{year}-07-01")


@pytest.mark.parametrize("state", STATES)
def test_no_school_on_weekends_and_holidays(state):
    known, _ = calendar_of(state)
    for year, days in zip(known.years, known.days, strict=True):
        assert np.is_busday(days).all()
        # Christmas, New Year, and Veterans Day, whatever the weekday
        for date in (f"{year - 1}-12-25", f"{year}-01-01", f"{year - 1}-11-11"):
            assert np.datetime64(date) not in days
    # fourth Thursday of November 2025, third Monday of January, last Monday of May 2026
    for date in ("2025-11-27", "2025-11-28", "2025-09-01", "2026-01-19", "2026-05-25"):
        assert np.datetime64(date) not in known.days[-1]


def test_winter_break_is_ten_weekdays_and_spring_break_five():
    known, _ = calendar_of("TX")
    weekdays, types = known.weekdays[-1], known.day_types[-1]
    off = weekdays[types != INSTRUCTIONAL]
    winter = (np.datetime64("2025-12-15") <= off) & (off <= np.datetime64("2026-01-09"))
    assert winter.sum() == 10
    spring = (weekdays >= np.datetime64("2026-03-01")) & (types == BREAK)
    assert spring.sum() == 5
    assert np.diff(weekdays[spring]).astype(int).tolist() == [1, 1, 1, 1]


def test_snow_days_are_made_up():
    lost = 0
    for seed in range(12):
        known, _ = calendar_of("NY", seed=seed)
        for days, types, all_days in zip(
            known.days, known.day_types, known.weekdays, strict=True
        ):
            made_up = all_days[types == MAKEUP]
            assert len(made_up) <= 5
            assert np.isin(made_up, days).all()
            lost += len(made_up)
    # 2.5 a year in New York, 72 years: 180 expected, SD 13 (fewer, as 5 is the most)
    assert 120 < lost < 220


@pytest.mark.parametrize("seed", range(6))
def test_the_year_is_over_on_the_usual_as_of_date(seed):
    known, _ = calendar_of(seed=seed)
    assert known.days[-1][-1] <= np.datetime64("2026-05-29")
    assert known.years.tolist() == [2021, 2022, 2023, 2024, 2025, 2026]


def test_the_last_year_is_the_one_that_has_begun():
    # first day of school 2025-26 in Texas: Tuesday 12 August 2025
    assert calendar_of("TX", as_of="2025-08-11")[0].years[-1] == 2025
    assert calendar_of("TX", as_of="2025-08-12")[0].years[-1] == 2026


@pytest.mark.parametrize(
    ("terms", "kind"), [(2, "semester"), (3, "trimester"), (4, "quarter")]
)
def test_terms_fill_the_school_year_without_gaps(terms, kind):
    known, rows = calendar_of("TX", terms=terms)
    for index, year in enumerate(known.years):
        rows_of_year = [row for row in rows if row["school_year"] == year]
        whole = [row for row in rows_of_year if row["term_type"] == "year"]
        parts = [row for row in rows_of_year if row["term_type"] == kind]
        parts.sort(key=lambda row: row["start_date"])
        assert len(whole) == 1 and len(parts) == terms == len(rows_of_year) - 1
        assert whole[0]["term_name"] == f"Full Year {year - 1}-{year}"
        assert parts[0]["start_date"] == known.start[index]
        assert parts[-1]["end_date"] == whole[0]["end_date"] == known.end[index]
        for before, after in itertools.pairwise(parts):
            assert before["end_date"] == after["start_date"]
            assert np.datetime64(after["start_date"]) in known.days[index]


def test_summer_lies_behind_the_year():
    known, rows = calendar_of("TX", summer=True)
    summer = [row for row in rows if row["term_type"] == "summer"]
    assert len(summer) == len(known.years)
    for row, end in zip(summer, known.end, strict=True):
        assert row["start_date"] > end.astype(object)
        assert (row["end_date"] - row["start_date"]).days > 30


def test_calendars_have_a_row_per_school_and_weekday():
    world = people()
    table = world.tables["calendars"]
    days = sum(map(len, world.calendar.weekdays))
    assert table.num_rows == 4 * days
    keys = table.select(["school_id", "calendar_date"]).to_pylist()
    keys = [tuple(key.values()) for key in keys]
    assert keys == sorted(set(keys))
    assert set(table["day_type"].to_pylist()) <= set(DAY_TYPES)


def test_an_unknown_state_names_the_option_and_what_is_allowed():
    with pytest.raises(BadOption, match=r"district\.state.*AZ, CA, CO"):
        calendar_of("ZZ")
