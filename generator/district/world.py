"""The district that all extracts are written from: people, places and history as codes.

Everything is a numpy array; an index into another group's arrays is the reference. A
date is datetime64[D]; an end is the first day not in force, NaT when open. Text is a
code into one of the word lists below or of `generator.vocabulary`; -1 is missing.
"""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from generator.config import Config
from generator.streams import Streams

LEVELS = ["elementary", "middle", "high", "combined"]
SCHOOL_TYPES = ["regular", "alternative", "special", "charter"]
SEXES = ["F", "M", "X"]
# Race is single-choice; ethnicity stands apart (is_hispanic).
RACES = [
    "white",
    "black",
    "asian",
    "american_indian",
    "pacific_islander",
    "two_or_more",
]
# Race and ethnicity as published figures group them: Hispanic of any race first.
GROUPS = ["hispanic", *RACES]
SERVICES = [
    "iep",
    "el",
    "section_504",
    "gifted",
    "frl_free",
    "frl_reduced",
    "homeless",
]
SUBJECTS = ["reading", "math"]
DAY_TYPES = ["instructional", "holiday", "break", "staff", "makeup"]


@dataclass
class Calendar:
    """One calendar for the whole district; Y school years, oldest first."""

    years: np.ndarray  # (Y,) int: the year in which the school year ends
    start: np.ndarray  # (Y,) first instructional day
    end: np.ndarray  # (Y,) day after the last instructional day
    days: list[np.ndarray]  # per year: the days on which there is school, ascending
    weekdays: list[np.ndarray]  # per year: all weekdays from start to end
    day_types: list[np.ndarray]  # per year: code of DAY_TYPES per weekday
    term_year: np.ndarray  # (T,) index into years; terms are not whole school years
    term_name: list[str]  # (T,) such as "Semester 1 2025-2026"
    term_type: list[str]  # (T,) semester, trimester, quarter or summer
    term_start: np.ndarray  # (T,)
    term_end: np.ndarray  # (T,) first day not in the term
    as_of: np.datetime64  # nothing later than this day is known


@dataclass
class Schools:
    """(S,) arrays."""

    id: pa.Array  # texts
    name: pa.Array
    level: np.ndarray  # LEVELS
    type: np.ndarray  # SCHOOL_TYPES
    low_grade: np.ndarray  # int: kindergarten = 0, first grade = 1
    high_grade: np.ndarray
    frl_rate: np.ndarray  # share, the target of its students
    effect: np.ndarray  # (S, 2) achievement, in student SDs, by SUBJECTS
    attendance_effect: np.ndarray  # on the student's attendance latent, SDs
    layout: object  # generator.district.zones.Layout: catchments, where homes are
    table: pa.Table  # schools.csv


@dataclass
class Students:
    """(N,) arrays; everybody who was ever enrolled in the years generated."""

    id: pa.Array
    household: np.ndarray  # index of the household
    sex: np.ndarray  # SEXES
    race: np.ndarray  # RACES
    is_hispanic: np.ndarray  # bool
    group: np.ndarray  # GROUPS
    birth_date: np.ndarray
    home_language: np.ndarray  # code into vocabulary languages
    is_frl: np.ndarray  # bool: free or reduced lunch in the last year known
    is_iep: np.ndarray  # bool, ever in the years generated
    is_el: np.ndarray  # bool, ever in the years generated
    ability: np.ndarray  # (N, 2) latent achievement in SDs of all students, mean 0 by
    #                      subject, school effects and the gaps of subgroups included
    absence: np.ndarray  # latent tendency to be absent, SDs, mean 0 (household share,
    #                      poverty, school effect and ability in it; high = more absent)
    motivation: np.ndarray  # latent, SDs, mean 0; acts on choices only, not on scores
    needs: object  # generator.district.needs.Needs: who has which service in which year


@dataclass
class Spells:
    """(M,) arrays: enrolments, ordered by student and entry date.

    No spells of one student overlap; no-shows have exit_date equal to entry_date.
    """

    id: pa.Array
    student: np.ndarray  # index into Students
    school: np.ndarray  # index into Schools
    year: np.ndarray  # index into Calendar.years
    grade: np.ndarray  # int, kindergarten = 0
    entry_date: np.ndarray
    exit_date: np.ndarray  # NaT while it is open on as_of
    is_no_show: np.ndarray  # bool


@dataclass
class Teaching:
    """Sections and who is in them, in all years generated."""

    educator_id: pa.Array  # (E,) texts
    section_id: pa.Array  # (C,) texts
    section_year: np.ndarray  # (C,) index into Calendar.years
    section_start: np.ndarray  # (C,) first day of its term
    section_end: np.ndarray  # (C,) first day after its term
    section_course: np.ndarray  # (C,) index into the rows of courses.csv
    section_period: np.ndarray  # (C,) period of the bell schedule, 0 = homeroom
    section_educator: np.ndarray  # (C,) index of the primary educator
    teacher_effect: np.ndarray  # (E, 2) achievement, in student SDs, by SUBJECTS
    member_section: np.ndarray  # (P,) section enrolments: index into sections
    member_student: np.ndarray  # (P,) index into Students
    # (P,) dates, null while open on as_of; Arrow needs half the memory for them
    member_begin: pa.Array
    member_end: pa.Array

    def dates(self, members):
        """First days and first days after (NaT = open) of the section enrolments."""
        chosen = pa.array(members)
        return [
            dates.take(chosen).to_numpy(zero_copy_only=False)
            for dates in (self.member_begin, self.member_end)
        ]


@dataclass
class World:
    """A district; its extract tables go by the file name without `.csv`."""

    config: Config
    streams: Streams
    name: str = None  # folder and district_id, such as plum_canyon; add_schools sets it
    calendar: Calendar = None
    schools: Schools = None
    households: object = None  # generator.district.households.Households
    students: Students = None
    spells: Spells = None
    staffing: object = None  # generator.district.staff.Staffing: classes and posts
    teaching: Teaching = None
    # Filled by add_programs, read by the outcome steps after it
    absence: object = None  # generator.district.absence.Absence
    achievement: object = None  # generator.district.achievement.Achievement
    treated: dict[str, np.ndarray] = field(default_factory=dict)  # name -> (N,) bool
    # Filled by add_attendance: generator.district.attendance.Totals by year, and runs
    # of days on suspension, which discipline explains
    attendance_totals: list = None
    suspensions: object = None
    tables: dict[str, pa.Table] = field(default_factory=dict)
    # Large facts: file name -> function () -> iterator of pyarrow record batches, the
    # same at every call
    batches: dict[str, object] = field(default_factory=dict)
    # Answer key: file name in the truth folder -> table
    truth: dict[str, pa.Table] = field(default_factory=dict)
    # Tables that the sis files spell in another way than `tables` does, with texts in
    # typed columns (generator.defects); and files with an odd start or line ends
    spellings: dict[str, pa.Table] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)  # file name -> bom or crlf
