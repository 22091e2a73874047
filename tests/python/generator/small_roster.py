# ruff: noqa: E501 (rows of tables)
"""A district of two schools and five students, written out by hand for writer tests.

On its as-of date, 2026-03-02: S3 left in January, S4 never came, S5 goes to the high
school, S1 and S2 are siblings who share the contact C1. Section X1 lasts all year, X2
runs in the second semester, X3 ended with the first.
"""

from types import SimpleNamespace

import numpy as np
import pyarrow as pa

from generator import tables

AS_OF = np.datetime64("2026-03-02")
BOOLEANS = {"is_hispanic", "is_primary", "is_overload", "is_on_leave", "is_core"}
INTEGERS = {"school_year", "priority", "first_grade_9_year", "experience_years"}
NUMBERS = {"fte", "absent_share", "credits"}

ROWS = {
    "district": """
        district_name|state|timezone
        Quail Hollow Unified|CO|America/Denver""",
    "schools": """
        school_id|school_name|school_number|state_school_id|school_level|school_type|low_grade|high_grade|street|city|state|zip|phone|open_date|close_date
        H1|Quail High|002|9002|high|regular|09|12|2 Elm St|Aurora|CO|80011|3035550102|1990-08-01|
        E1|Quail Elementary|001|9001|elementary|regular|KG|05|1 Elm St|Aurora|CO|80010|3035550101|1990-08-01|
        E0|Old School|000|9000|elementary|regular|KG|05|0 Elm St|Aurora|CO|80010|3035550100|1950-08-01|2024-07-01""",
    "school_crosswalk": """
        system|school_code|school_id
        hr|07|E1
        hr|08|H1
        assessment|E1|H1""",
    "calendars": """
        school_id|calendar_date|school_year|day_type
        E1|2026-02-27|2026|instructional
        H1|2026-02-27|2026|instructional
        E1|2026-03-02|2026|instructional
        H1|2026-03-02|2026|instructional
        E1|2026-03-03|2026|staff
        H1|2026-03-03|2026|staff
        E1|2026-03-04|2026|instructional
        H1|2026-03-04|2026|instructional""",
    "terms": """
        term_id|school_year|term_name|term_type|start_date|end_date
        T25|2025|Year 2024-2025|year|2024-08-19|2025-05-24
        T26|2026|Year 2025-2026|year|2025-08-18|2026-05-30
        T261|2026|Semester 1|semester|2025-08-18|2026-01-10
        T262|2026|Semester 2|semester|2026-01-10|2026-05-30""",
    "bell_schedule": """
        school_id|period|start_time|end_time
        E1|0|08:00|15:00""",
    "students": """
        student_id|state_student_id|student_number|first_name|middle_name|last_name|preferred_first_name|birth_date|sex|race|is_hispanic|home_language|household_id|street|city|state|zip|email|first_grade_9_year
        S1|101|11|Ana|Maria|Lopez|Annie|2016-02-03|F|white|true|spa|F1|5 Oak St, Apt 2|Aurora|CO|80010|ana@example.org|
        S2|102|12|Luis||Lopez||2018-12-31|M|two_or_more|true|eng|F1|5 Oak St, Apt 2|Aurora|CO|80010|luis@example.org|
        S3|103|13|Gone||Early||2016-05-05|F|black|false|eng|F2|6 Oak St|Aurora|CO|80010||
        S4|104|14|Never||Came||2016-05-06|F|asian|false|eng|F3|7 Oak St|Aurora|CO|80010||
        S5|105|15|Xan||O'Neil, Jr||2009-07-01|X||false|zho|F4|8 Oak St|Aurora|CO|80011|xan@example.org|2025""",
    "contacts": """
        contact_id|full_name|phone|phone_type|email
        C1|Rosa Lopez Diaz|3035550111|cell|rosa@example.org
        C2|Pat Friend|3035550112|work|
        C3|Old Contact|3035550113|home|""",
    "student_contacts": """
        student_id|contact_id|relationship|contact_type|priority
        S1|C1|parent|parent_guardian|1
        S1|C2|other|emergency|2
        S2|C1|parent|parent_guardian|1
        S3|C3|grandparent|parent_guardian|1""",
    "enrollments": """
        enrollment_id|student_id|school_id|school_year|grade_level|entry_date|entry_code|exit_date|exit_code|is_primary|enrollment_status
        N0|S1|E1|2025|03|2024-08-19|E1|2025-05-24|X1|true|enrolled
        N1|S1|E1|2026|04|2025-08-18|E1|||true|enrolled
        N2|S2|E1|2026|01|2025-08-18|E1|||true|enrolled
        N3|S3|E1|2026|04|2025-08-18|E1|2026-01-20|W1|true|enrolled
        N4|S4|E1|2026|04|2025-08-18|E1|2025-08-18|NS|true|no_show
        N5|S5|H1|2026|11|2026-03-02|E2|||true|enrolled""",
    "student_services": """
        student_id|service|begin_date|end_date|detail
        S1|el|2023-08-19||3
        S1|frl_free|2025-08-18||
        S2|frl_reduced|2025-08-18||
        S2|iep|2025-10-01||autism
        S5|gifted|2020-01-01|2022-01-01|""",
    "educators": """
        educator_id|state_educator_id|first_name|middle_name|last_name|former_last_name|birth_date|email|hire_date|separation_date|experience_years|highest_degree
        D1|5001|Tess|Q|Teach||1980-01-01|tess@example.org|2010-08-01||15|masters
        D2|5002|Cole||Coteach||1985-01-01|cole@example.org|2012-08-01||13|bachelors
        D3|5003|Pria||Principal||1970-01-01|pria@example.org|2005-08-01||20|doctorate
        D4|5004|Ada||Aide||1990-01-01|ada@example.org|2020-08-01||5|bachelors
        D5|5005|Lib||Rarian||1975-01-01|lib@example.org|2015-08-01||10|masters
        D6|5006|Left||District||1975-01-01|left@example.org|2015-08-01|2025-06-30|10|masters""",
    "assignments": """
        assignment_id|educator_id|school_code|position|subject|fte|begin_date|end_date|is_overload|is_on_leave
        A1|D1|07|teacher||0.6|2025-08-01||false|false
        A2|D1|08|special_education_teacher||0.4|2025-08-01||false|false
        A3|D3|07|principal||1|2025-08-01||false|false
        A4|D4|07|paraprofessional||1|2025-08-01||false|false
        A5|D5|07|librarian||1|2025-08-01||false|false
        A6|D6|07|teacher||1|2024-08-01|2025-06-30|false|false""",
    "courses": """
        course_id|course_title|sced_code|subject|credits|is_core
        K1|Grade 4|23001|general_elementary|0|true
        K2|Algebra I|02052|mathematics|0.5|true""",
    "sections": """
        section_id|school_id|course_id|term_id|section_name|period|grade_level
        X1|E1|K1|T26|Grade 4 - Teach|0|04
        X2|H1|K2|T262|Algebra I (1)|3|
        X3|H1|K2|T261|Algebra I (0)|3|
        X0|E1|K1|T25|Grade 3 - Teach|0|03""",
    "section_educators": """
        section_id|educator_id|role|begin_date|end_date
        X0|D1|primary|2024-08-19|2025-05-24
        X1|D1|primary|2025-08-18|2026-05-30
        X1|D4|aide|2025-08-18|2026-05-30
        X2|D2|co_teacher|2026-01-10|2026-05-30
        X2|D1|primary|2026-01-10|2026-05-30
        X3|D2|primary|2025-08-18|2026-01-10""",
    "section_enrollments": """
        section_id|student_id|begin_date|end_date
        X0|S1|2024-08-19|2025-05-24
        X1|S1|2025-08-18|
        X1|S2|2025-08-18|
        X1|S3|2025-08-18|2026-01-20
        X2|S5|2026-03-02|
        X3|S3|2025-08-18|2025-12-01""",
    "attendance_codes": """
        attendance_code|description|category
        P|Present|present
        A|Absent|absent_unexcused
        E|Excused|absent_excused
        T|Tardy|tardy""",
}

ATTENDANCE = """
    student_id|school_id|attendance_date|attendance_code|absent_share
    S1|E1|2025-03-03|P|0
    S1|E1|2026-02-27|A|1
    S1|E1|2026-03-02|P|0
    S2|E1|2026-02-27|E|0.5
    S3|E1|2026-01-16|A|1
    S5|H1|2026-03-02|T|0"""


def world(**changes):
    """The district as a `World`-like object; `changes`: table name -> text."""
    texts = ROWS | changes
    attendance = parsed(ATTENDANCE)
    return SimpleNamespace(
        name="quail_hollow",
        config=SimpleNamespace(as_of=AS_OF, seed=7, defects="none"),
        tables={name: parsed(text) for name, text in texts.items()},
        batches={"attendance_daily": lambda: iter(attendance.to_batches())},
        spellings={},
        marks={},
    )


def parsed(text):
    """A table from lines with bars between the cells; an empty cell is missing."""
    header, *lines = [line.strip().split("|") for line in text.strip().splitlines()]
    columns = zip(*lines, strict=True)
    return pa.table(
        {
            name: _column(name, values)
            for name, values in zip(header, columns, strict=True)
        }
    )


def _column(name, values):
    missing = np.array([value == "" for value in values])
    if name.endswith("_date"):
        days = np.array([value or "NaT" for value in values], dtype="datetime64[D]")
        return tables.dates(days)
    if name in BOOLEANS:
        return tables.flags([value == "true" for value in values], missing)
    if name in INTEGERS:
        return tables.integers([int(value or 0) for value in values], missing)
    if name in NUMBERS:
        return tables.decimals([float(value or "nan") for value in values], 2)
    known = sorted(set(values) - {""})
    codes = [known.index(value) if value else -1 for value in values]
    return tables.words(codes, known)
