"""The options of a run, checked when they are made."""

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generator.settings import (
    BadOption,
    choice,
    choices,
    day,
    flag,
    folder,
    number,
    optional,
    setting,
    share,
)

PARTS = ["district", "dfe", "dost"]
ROSTERS = ["sis", "clever", "clever-demo", "oneroster11", "oneroster12"]
FORMATS = ["csv", "parquet", "both", "json"]
MIN_STUDENTS_PER_SCHOOL = 20


class Checked:
    """A dataclass whose fields are settings: each value is read when it is made."""

    prefix = ""

    def __post_init__(self):
        for item in dataclasses.fields(self):
            if "read" not in item.metadata:
                continue
            name = self.prefix + item.metadata.get("name", item.name)
            value = item.metadata["read"](name, getattr(self, item.name))
            object.__setattr__(self, item.name, value)


@dataclass(frozen=True)
class DistrictOptions(Checked):
    """What a district is like. Counts, and shares between 0 and 1."""

    prefix = "district."

    count: int = number(1, 1, 1_000)
    schools: int = number(40, 1, 20_000)
    # enrolled in the last school year
    students: int = number(25_000, 20, 10_000_000)
    # years with a row per student and day; the others have yearly totals
    daily_years: int = number(1, 0, 10)
    section_attendance: bool = flag(False)
    # a two-letter code of generator/vocabulary/places; empty = drawn
    state: str = setting("", lambda name, value: _read_state(name, value))
    terms: int = choice(2, [2, 3, 4])
    summer: bool = flag(False)
    # shares of students, US public schools, 2021-22 and 2022-23 (NCES Digest 2023,
    # table 204.50; Fast Facts 96); 504 and gifted are round figures
    prob_iep: float = share(0.15)
    prob_el: float = share(0.106)
    prob_504: float = share(0.035)
    prob_gifted: float = share(0.065)


@dataclass(frozen=True)
class DemoOptions(Checked):
    """The options of the demo-district generator, for the roster clever-demo only."""

    prefix = "demo."

    id_mode: str = choice("alphanumeric", ["sequential", "alphanumeric"])
    output_format: str = choice("csv", ["csv", "json", "both"])
    num_districts: int = number(1, 1, 1_000)
    schools_per_district: int = number(5, 1, 1_000)
    teachers_per_school: int = number(10, 1, 1_000)
    sections_per_school: int = number(30, 1, 10_000)
    students_per_section: int = number(20, 1, 1_000)
    school_start_year: int = number(2025, 2000, 2098)
    num_terms: int = choice(2, [2, 3, 4])
    include_summer: bool = flag(True)
    prob_frl: float = share(0.45)
    prob_iep: float = share(0.12)
    prob_ell: float = share(0.10)
    prob_504: float = share(0.05)
    prob_gifted: float = share(0.08)
    prob_disability: float = share(0.11)
    do_extensions: bool = flag(False)
    do_resources: bool = flag(False)
    do_attendance: bool = flag(False)
    do_contacts: bool = flag(True)
    att_start_date: np.datetime64 = day("2025-09-01")  # noqa: RUF009
    att_days: int = number(5, 1, 366)
    att_mode: str = choice("Section", ["Daily", "Section"])


# Layouts of the school-finance files, by the year in which they were first seen.
LAYOUTS = [2022, 2023, 2024, 2025]


@dataclass(frozen=True)
class DfeOptions(Checked):
    """What the English school-finance set is like."""

    prefix = "dfe."

    # the run year: a folder dfe/<year>, and two before it with budgets
    year: int = number(2023, 2015, 2035)
    layout: int = choice(2023, LAYOUTS)
    # open schools of all kinds; 24,400 is the nation
    schools: int = number(24_400, 100, 60_000)
    # names of files that are not there
    without: tuple = setting((), lambda name, value: _read_files(name, value))


@dataclass(frozen=True)
class DostOptions(Checked):
    """What the call records of the phone programme are like."""

    prefix = "dost."

    users: int = number(10_000, 200, 500_000)


# A number of schools; the other rates are shares.
COUNTED = "D14"
DEFECT_CODES = [f"D{number:02d}" for number in range(1, 19)]


class _Rates(Checked):
    prefix = "rates."

    def given(self):
        """{code: rate} of the rates that were set."""
        rates = {code: getattr(self, code) for code in DEFECT_CODES}
        return {code: rate for code, rate in rates.items() if rate is not None}


# Rates of defects in place of those of the level, by code; None is the level's rate.
DefectRates = dataclasses.make_dataclass(
    "DefectRates",
    [
        (code, float, optional(number(0, 0, 100) if code == COUNTED else share(0)))
        for code in DEFECT_CODES
    ],
    bases=(_Rates,),
    frozen=True,
)


@dataclass(frozen=True)
class Config(Checked):
    """All options of one run. Raises `BadOption` for a value that is not allowed."""

    preset: str = "default"
    parts: tuple = choices(tuple(PARTS), PARTS)
    roster: tuple = choices(("sis",), ROSTERS)
    out: Path = folder("data/raw")  # noqa: RUF009
    # answer key; beside the raw root when not given
    truth: Path = folder(None)  # noqa: RUF009
    defects: str = choice("default", ["none", "default", "heavy"])
    # whether one entity may carry several defects
    overlap: bool = flag(False)
    seed: int = number(1, 0, 2**63 - 1)
    # nothing later is known; with the default the last school year has just ended
    as_of: np.datetime64 = day("2026-05-29", "as-of")  # noqa: RUF009
    years: int = number(5, 1, 10)
    formats: str = choice("csv", FORMATS, name="format")
    workers: int = number(1, 1, 64)
    overwrite: bool = flag(False)
    district: DistrictOptions = dataclasses.field(default_factory=DistrictOptions)
    dfe: DfeOptions = dataclasses.field(default_factory=DfeOptions)
    dost: DostOptions = dataclasses.field(default_factory=DostOptions)
    demo: DemoOptions = dataclasses.field(default_factory=DemoOptions)
    rates: DefectRates = dataclasses.field(default_factory=DefectRates)

    def __post_init__(self):
        super().__post_init__()
        if self.truth is None:
            object.__setattr__(self, "truth", self.out.parent / "truth")
        for check in (_check_formats, _check_folders, _check_dates, _check_counts):
            check(self)

    def raw_roots(self):
        """The raw roots of the run, the first at `out`, others beside it.

        A district may come to a raw root from one source and in one format only, so
        every roster has its own root, and so has Parquet where CSV is wanted, too.
        """
        made = [
            RawRoot(roster, formats)
            for roster in self.roster
            for formats in self._formats_of(roster)
        ]
        return [one.placed(self.out, is_first=one is made[0]) for one in made]

    def _formats_of(self, roster):
        """For each raw root of `roster` the file formats in it."""
        if roster == "clever-demo":
            wanted = self.demo.output_format if self.formats != "json" else "json"
            return [("csv", "json") if wanted == "both" else (wanted,)]
        if roster != "sis":
            return [("csv",)]
        return [(kind,) for kind in _both(self.formats)]


@dataclass(frozen=True)
class RawRoot:
    """A folder that gets one roster, in `formats`."""

    roster: str
    formats: tuple
    folder: Path = None

    def placed(self, out, is_first):
        """The same at `out`, or beside it under a name that says what it is."""
        parts = [] if self.roster == "sis" else [self.roster]
        parts += ["parquet"] if self.formats == ("parquet",) else []
        name = "_".join([out.name, *(parts or [self.roster])])
        return dataclasses.replace(
            self, folder=out if is_first else out.with_name(name)
        )


def _both(formats):
    return ("csv", "parquet") if formats == "both" else (formats,)


def _read_state(name, value):
    text = str(value or "").upper()
    if text and not (len(text) == 2 and text.isalpha()):
        raise BadOption(name, value, "a state's two-letter code, or empty")
    return text


def _read_files(name, value):
    texts = value.split(",") if isinstance(value, str) else list(value or ())
    texts = [str(text).strip() for text in texts if str(text).strip()]
    wrong = [text for text in texts if "/" in text or "." not in text]
    if wrong:
        raise BadOption(name, ",".join(wrong), "names of files such as ks2.xlsx")
    return tuple(texts)


def _check_folders(config):
    if config.out.name in ("", ".."):
        raise BadOption("out", config.out, "a folder by its name, such as data/raw")
    truth = config.truth.resolve()
    for raw_root in config.raw_roots():
        root = raw_root.folder.resolve()
        if truth == root or root in truth.parents:
            allowed = f"a folder that is not in the raw root {raw_root.folder}"
            raise BadOption("truth", config.truth, allowed)


def _check_dates(config):
    year = config.as_of.astype(object).year
    if not 2000 <= year <= 2099:
        raise BadOption("as-of", config.as_of, "a date from 2000 to 2099")
    if "clever-demo" not in config.roster:
        return
    allowed = f"not after --as-of {config.as_of}"
    if config.demo.school_start_year > year:
        start = config.demo.school_start_year
        raise BadOption("demo.school_start_year", start, allowed)
    if config.demo.do_attendance and config.demo.att_start_date > config.as_of:
        raise BadOption("demo.att_start_date", config.demo.att_start_date, allowed)


def _check_counts(config):
    district = config.district
    least = district.schools * MIN_STUDENTS_PER_SCHOOL
    if district.students < least:
        allowed = f"at least {least}, {MIN_STUDENTS_PER_SCHOOL} for each school"
        raise BadOption("district.students", district.students, allowed)


def _check_formats(config):
    """Parquet is a form of the canonical extract, JSON one of the demo generator's."""
    if config.formats == "json" and config.roster != ("clever-demo",):
        allowed = "csv, parquet, both; json only with --roster clever-demo"
        raise BadOption("format", config.formats, allowed)
    if config.formats in ("parquet", "both") and "sis" not in config.roster:
        allowed = "csv; parquet and both only with --roster sis"
        raise BadOption("format", config.formats, allowed)
