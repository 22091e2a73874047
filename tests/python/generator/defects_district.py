"""A clean district, made by plain loops, that is just big enough for every defect.

Three schools (two elementary, one high), two school years, 240 students, 45 teachers
and 9 other staff. Teachers have one subject and one certificate, so that who is out of
field is known; nobody is in two places.
"""

from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pyarrow as pa

from generator.streams import Streams
from generator.writers.sis import columns_of

AS_OF = date(2026, 5, 29)
SCHOOLS = ["E1", "E2", "H1"]
YEARS = {2025: (date(2024, 8, 19), date(2025, 5, 23)), 2026: (date(2025, 8, 18), AS_OF)}
SUBJECTS = ["art", "mathematics", "music"]
TEACHERS, STAFF, STUDENTS = 45, 9, 240
FIRST = ["Robert", "Maria", "William", "Susan", "Chen", "Deborah", "Joseph", "Aisha"]
LAST = ["Quill", "Marlow", "Ibarra", "Stone", "Okafor", "Lindgren", "Tran", "Hobbs"]
INTEGERS = {"school_year", "priority", "first_grade_9_year", "experience_years"}
INTEGERS |= {"scale_score", "scale_min", "scale_max", "performance_level"}
FLAGS = {"is_hispanic", "is_primary", "is_overload", "is_on_leave", "is_core"}
FLAGS |= {"is_retest", "is_complete"}
NUMBERS = {"fte": 2, "absent_share": 2, "credits": 2}


def district(level="default", seed=1, overlap=False, streamed=("attendance_daily",)):
    """The district as a `World`-like object."""
    rows = {name: [] for name in ("terms", "calendars", "schools", "school_crosswalk")}
    rows |= {"attendance_codes": [("P", "Present", "present")]}
    rows |= {"assessments": [("T", "Test", "math", "", "interim", 100, 300)]}
    _places(rows)
    _people(rows)
    _teaching(rows)
    _results(rows)
    tables = {name: _table(name, lines) for name, lines in rows.items()}
    batches = {name: _stream(tables.pop(name)) for name in streamed}
    return SimpleNamespace(
        name="quail_hollow",
        streams=Streams(seed, "district", 0),
        config=SimpleNamespace(
            as_of=np.datetime64(AS_OF),
            seed=seed,
            defects=level,
            overlap=overlap,
            district=SimpleNamespace(daily_years=1),
        ),
        tables=tables,
        batches=batches,
        truth={},
        spellings={},
        marks={},
    )


def _places(rows):
    for number, school in enumerate(SCHOOLS):
        grades = ("9", "12") if school == "H1" else ("1", "5")
        level = "high" if school == "H1" else "elementary"
        name = f"{school} School"
        rows["schools"].append(
            [school, name, f"00{number}", f"90{number}", level, "regular", *grades]
        )
        place = ["1 Elm St", "Aurora", "CO", "00501", "", date(1990, 8, 1)]
        rows["schools"][-1].extend(place)
        rows["school_crosswalk"].append(("hr", f"10{number}", school))
        rows["school_crosswalk"].append(("assessment", f"A{number}", school))
    for year, (first, last) in YEARS.items():
        rows["terms"].append((f"T{year}", year, f"Year {year}", "year", first, last))
        for school in SCHOOLS:
            for day in _days(first, last):
                if day.weekday() < 5:
                    kind = "instructional" if day.day != 13 else "makeup"
                    kind = "holiday" if (day.month, day.day) == (12, 25) else kind
                    rows["calendars"].append((school, day, year, kind))
    rows["calendars"].sort()


def _people(rows):
    rows |= {"students": [], "contacts": [], "student_contacts": [], "enrollments": []}
    rows["attendance_daily"] = []
    for number in range(STUDENTS):
        student, grade = f"S{number:05d}", number % 5 + 1 if number < 160 else 10
        school = SCHOOLS[number % 2] if number < 160 else "H1"
        first, last = FIRST[number % 8], LAST[number // 8 % 8]
        born = date(2026 - 6 - grade, 1 + number % 12, 1 + number % 28)
        row = (student, f"0{number:06d}", f"{number:05d}", first, "", last, "", born)
        row += ("F", "white", False, "eng", f"F{number}", "2 Oak St", "Aurora", "CO")
        rows["students"].append((*row, "00501", f"s{number}@example.org", ""))
        for contact in range(2):
            key = f"C{number:05d}{contact}"
            rows["contacts"].append((key, f"{FIRST[contact]} {last}", "3035550101"))
            rows["student_contacts"].append((student, key, "parent", "family", contact))
        _enrol(rows, number, student, school, grade)
    rows["enrollments"].sort()


def _enrol(rows, number, student, school, grade):
    for year, (first, last) in YEARS.items():
        level = str(grade - (year == 2025))
        if level == "0":
            continue
        left = date(2026, 3, 2) if year == 2026 and number % 10 == 0 else None
        exit_date = left or (last if year == 2025 else None)
        spell = (f"N{year}{number:05d}", student, school, year, level, first, "E01")
        rows["enrollments"].append((*spell, exit_date, "", True, "enrolled"))
        stays = [(school, first, left or last + timedelta(days=1))]
        # Some move to the other elementary school on the day they leave.
        if left and number < 160 and number % 20 == 0:
            other = SCHOOLS[1 - number % 2]
            spell = (f"N{year}9{number:04d}", student, other, year, level, left, "E02")
            rows["enrollments"].append((*spell, None, "", True, "enrolled"))
            stays.append((other, left, last + timedelta(days=1)))
        for place, begin, end in stays if year == 2026 else ():
            for day in _days(begin, end - timedelta(days=1)):
                if day.weekday() < 5 and (day.month, day.day) != (12, 25):
                    rows["attendance_daily"].append((student, place, day, "P", 0))


def _teaching(rows):
    rows |= {name: [] for name in ("educators", "assignments", "certifications")}
    rows |= {name: [] for name in ("sections", "section_educators")}
    rows["section_enrollments"] = []
    rows["courses"] = [(s, s, "00000", s, 1, s == "mathematics") for s in SUBJECTS]
    for number in range(TEACHERS + STAFF):
        educator, place = f"P{number:05d}", number % 3
        first, last = FIRST[number % 8], f"{LAST[number // 8 % 8]}son"
        born = date(1960 + number % 35, 1 + number % 12, 1 + 7 * number % 28)
        email = f"{first}.{last}{number}@example.org".lower()
        row = (educator, f"7{number:06d}", first, "", last, "", born, email)
        rows["educators"].append((*row, date(2010, 8, 1), None, 8, "masters"))
        subject = SUBJECTS[number // 3 % 3]
        position = "teacher" if number < TEACHERS else "counselor"
        for year, (begin, end) in YEARS.items():
            row = (f"A{year}{number:05d}", educator, f"10{place}", position, subject, 1)
            until = end if year == 2025 else None
            rows["assignments"].append((*row, begin, until, False, False))
        if number < TEACHERS:
            _certify(rows, number, educator, subject)
            _teach(rows, number, educator, SCHOOLS[place], subject)
    for name in ("assignments", "sections", "section_educators", "section_enrollments"):
        rows[name].sort()


def _certify(rows, number, educator, subject):
    row = (
        f"Z{number:05d}",
        educator,
        f"{500000 + number}",
        "standard",
        subject,
        "",
        "",
    )
    dates = (date(2023, 7, 1), date(2028, 6, 30))
    rows["certifications"].append((*row, "CO", *dates, "active"))


def _teach(rows, number, educator, school, subject):
    for year, (begin, end) in YEARS.items():
        for period in (1, 2):
            section = f"X{year}{number:03d}{period}"
            row = (section, school, subject, f"T{year}", f"{subject} {period}", period)
            rows["sections"].append((*row, ""))
            until = end if year == 2025 else None
            role = (section, educator, "primary", begin, until)
            rows["section_educators"].append(role)
            members = [n for n in range(STUDENTS) if _is_in(n, school, year)]
            for member in members[number % 4 :: 12]:
                row = (section, f"S{member:05d}", begin, until)
                rows["section_enrollments"].append(row)


def _is_in(number, school, year):
    grade = number % 5 + 1 if number < 160 else 10
    here = school == (SCHOOLS[number % 2] if number < 160 else "H1")
    return here and number % 10 != 0 and (year == 2026 or grade != 1)


def _results(rows):
    rows["assessment_results"] = []
    for number in range(STUDENTS):
        place = number % 2 if number < 160 else 2
        grade = str(number % 5 + 1 if number < 160 else 10)
        for window, day in (("fall", date(2025, 9, 15)), ("winter", date(2026, 1, 15))):
            row = (
                f"R{number:05d}{window[0]}",
                f"S{number:05d}",
                "T",
                f"A{place}",
                window,
            )
            row += (2026, grade, day, 150 + number % 100, 2, False, True)
            rows["assessment_results"].append(row)


def _days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _table(name, lines):
    names = columns_of(name)
    lines = [(*line, *[None] * (len(names) - len(line))) for line in lines]
    columns = list(zip(*lines, strict=True))
    return pa.table(
        {n: _column(n, values) for n, values in zip(names, columns, strict=True)}
    )


def _column(name, values):
    values = [None if value == "" else value for value in values]
    if name in NUMBERS:
        return pa.array(values, pa.decimal128(19, NUMBERS[name]))
    if name.endswith("_date"):
        return pa.array(values, pa.date32())
    if name in INTEGERS:
        return pa.array(values, pa.int64())
    if name in FLAGS:
        return pa.array(values, pa.bool_())
    texts = pa.array([v if v is None else str(v) for v in values], pa.string())
    return texts.dictionary_encode()


def _stream(table):
    return lambda: iter(table.to_batches(max_chunksize=10_000))
