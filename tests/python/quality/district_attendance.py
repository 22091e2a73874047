"""Attendance by day and by section, with the calendars and enrolments it has to fit."""

# ruff: noqa: E501 - lines as they stand in the files

from datetime import date, timedelta

DISTRICT = "attendance"

BEGIN, END = date(2025, 8, 18), date(2026, 5, 29)
# Schools whose days of 2026-02-27 are counted, and how many of them were absent.
LARGE = {"s3": (300, 0), "s6": (299, 0), "s7": (300, 300), "s8": (300, 1)}
ALL_YEAR = {"y1": 160, "y2": 159, "y3": 186, "y4": 185}


def weekdays(first, count=None, last=None):
    """Weekdays from the first day on, so many or up to the last day."""
    days = []
    while len(days) != count and (last is None or first <= last):
        if first.weekday() < 5:
            days.append(first)
        first += timedelta(1)
    return days


def text(header, lines):
    return "\n".join([header, *lines]) + "\n"


def calendars():
    """2025-26 of the s schools, every weekday but one; 2024-25 of the y schools."""
    for school in ["s1", "s2", "s4", "s5", *LARGE]:
        for day in weekdays(BEGIN, last=END):
            is_holiday = school == "s1" and day == date(2025, 9, 1)
            kind = "holiday" if is_holiday else "instructional"
            yield f"{school},{day},2026,{kind}"
    yield "s1,2025-10-25,2026,makeup"
    for school, count in ALL_YEAR.items():
        for day in weekdays(date(2024, 8, 19), count):
            yield f"{school},{day},2025,instructional"


def large_days():
    """A day of many students: all of the school present but so many."""
    for school, (count, absent) in LARGE.items():
        for number in range(count):
            code = "A" if number < absent else "P"
            yield f"n{number},{school},2026-02-27,{code},0"


def year_days():
    """T6 has 160 days, T7 has 160 records and one of its days twice."""
    days = weekdays(date(2024, 8, 19), 160)
    for student, of_student in {"T6": days, "T7": days[:-1]}.items():
        for day in of_student:
            yield f"{student},y1,{day},P,0"
    yield f"T7,y1,{days[0]},A,1"


def section_days():
    """Teachers with so many days of attendance, and on which of them one was absent."""
    for section, count, absent in [
        ("x1", 20, None),
        ("x2", 19, None),
        ("x3", 20, 0),
        ("x4", 21, 0),
    ]:
        for number, day in enumerate(weekdays(date(2026, 1, 5), count)):
            yield f"a1,{section},{day},{'A' if number == absent else 'P'}"


STUDENTS = [*(f"a{n}" for n in range(1, 8)), *(f"n{n}" for n in range(300))]
STUDENTS += [f"T{n}" for n in range(1, 8)]

FILES = {
    "schools": text(
        "school_id,school_name,school_number,school_level,low_grade,high_grade",
        [
            f"{school},School {school},{school},elementary,KG,05"
            for school in ["s1", "s2", "s4", "s5", *LARGE, *ALL_YEAR]
        ],
    ),
    "calendars": text("school_id,calendar_date,school_year,day_type", calendars()),
    "terms": """
term_id,school_year,term_name,term_type,start_date,end_date
t1,2026,Year 2025-2026,year,2025-08-18,2026-05-30
""",
    "courses": """
course_id,course_title,sced_code,subject,credits,is_core
k2,Grade 2,23007,general_elementary,,true
""",
    "sections": text(
        "section_id,school_id,course_id,term_id,section_name,period,grade_level",
        [f"x{n},s2,k2,t1,Grade 2 {n},{n},02" for n in range(1, 5)],
    ),
    "educators": text(
        "educator_id,state_educator_id,first_name,last_name,birth_date,hire_date",
        [f"k{n},OK{n},Ada{n},Elm{n},1980-01-0{n},2010-08-01" for n in range(1, 5)],
    ),
    "section_educators": text(
        "section_id,educator_id,role,begin_date,end_date",
        [f"x{n},k{n},primary,2025-08-18," for n in range(1, 5)],
    ),
    "students": text(
        "student_id,state_student_id,first_name,last_name,birth_date,sex,race,is_hispanic",
        [
            f"{student},O{student},Ann{student},Ash{student},2016-05-05,F,white,false"
            for student in STUDENTS
        ],
    ),
    "enrollments": text(
        "enrollment_id,student_id,school_id,school_year,grade_level,entry_date,entry_code,exit_date,exit_code,is_primary,enrollment_status",
        [
            "e1,a1,s1,2026,04,2025-08-18,new,2025-11-03,moved,true,enrolled",
            "e2,a2,s1,2026,04,2025-11-03,new,2025-08-18,moved,true,enrolled",
            "e3,a3,zz,2026,04,2025-08-18,new,,,true,enrolled",
            "e4,a4,s2,2026,04,2025-08-18,new,,,true,enrolled",
            "e5,a5,s4,2026,04,2025-08-18,new,,,true,enrolled",
            "e6,a6,s1,2025,04,2024-08-19,new,,,true,enrolled",
            "e7,a7,s5,2026,04,2025-08-18,new,2026-02-27,moved,true,enrolled",
            "t1,T1,y1,2025,03,2024-08-19,new,,,true,enrolled",
            "t2,T2,y1,2025,03,2024-08-19,new,,,true,enrolled",
            "t3,T3,y1,2025,03,2024-10-01,new,,,true,enrolled",
            "t4,T4,y4,2025,03,2024-08-19,new,,,true,enrolled",
            "t5,T5,y4,2025,03,2024-08-19,new,,,true,enrolled",
            "t6,T6,y1,2025,03,2024-08-19,new,,,true,enrolled",
            "t7,T7,y1,2025,03,2024-08-19,new,,,true,enrolled",
            *(
                f"{school}{n},n{n},{school},2026,04,2025-08-18,new,,,{school == 's3'},enrolled"
                for school in LARGE
                for n in range(300)
            ),
        ],
    ),
    "attendance_codes": """
attendance_code,description,category
P,Present,present
A,Absent,absent_unexcused
""",
    "attendance_daily": text(
        "student_id,school_id,attendance_date,attendance_code,absent_share",
        [
            "a1,s1,2025-09-01,P,0",
            "a1,s1,2025-10-18,P,0",
            "a1,s1,2025-10-25,P,0",
            "a1,s1,2025-10-31,P,0",
            "a1,s1,2025-11-03,P,0",
            "a2,s1,2025-10-31,P,0",
            "a3,s1,2025-10-31,P,0",
            "a4,s1,2025-10-30,P,0",
            "a4,s2,2026-02-23,P,0",
            "a4,s2,2026-02-23,A,1",
            "nobody,s1,2025-10-30,P,0",
            "a6,s1,2025-07-10,P,0",
            "a6,s1,2026-02-20,P,0",
            *large_days(),
            *year_days(),
        ],
    ),
    "attendance_years": """
student_id,school_id,school_year,days_enrolled,days_absent,days_unexcused
T1,y1,2025,159,1,0
T2,y1,2025,160,1,0
T3,y1,2025,130,1,0
T4,y4,2025,186,1,0
T5,y4,2025,185,1,0
""",
    "attendance_sections": text(
        "student_id,section_id,attendance_date,attendance_code",
        [
            *section_days(),
            "a4,x1,2026-05-29,P",
            "a4,x1,2026-05-30,P",
        ],
    ),
}

EXPECTED = {
    # two records of one day that differ
    "ATT-001": {"a4|s2|2026-02-23", "T7|y1|2024-08-19"},
    # Labor Day, a Saturday, and the exit date of a1; a4 is enrolled at another school
    "ATT-002": {
        "a1|s1|2025-09-01",
        "a1|s1|2025-10-18",
        "a1|s1|2025-11-03",
        "a4|s1|2025-10-30",
    },
    # s1 sent nothing after Friday 2026-02-20: six days to Monday 2026-03-02; s4 nothing
    "ATT-004": {"s1", "s4"},
    # calendars of 159 and of 186 days; all year in a school of 160 days with 159, one of
    # them by a day recorded twice; 186 days in a school of 185
    "ATT-005": {"y2", "y3", "T1", "T4", "T7"},
    # 0 of 300 and 300 of 300 absent
    "ATT-006": {"s3", "s7"},
    # nobody absent on the last 20 days: 20 days in all; 21 with one absent on the first
    "ATT-007": {"k1", "k4"},
    # the term has ended on 2026-05-30
    "ATT-008": {"a4|x1|2026-05-30"},
    # not in students
    "ATT-009": {"nobody"},
}

NEAR_MISSES = {
    # one record
    "ATT-001": {"a1|s1|2025-10-31"},
    # a make-up Saturday; the last day before the exit; dates of the spell exchanged; the
    # spell is at a school that nobody knows; an unknown student; a day of which no
    # calendar speaks
    "ATT-002": {
        "a1|s1|2025-10-25",
        "a1|s1|2025-10-31",
        "a2|s1|2025-10-31",
        "a3|s1|2025-10-31",
        "nobody|s1|2025-10-30",
        "a6|s1|2025-07-10",
    },
    # five days since Monday 2026-02-23; no students any more; up to Friday 2026-02-27; the
    # only year is in attendance_years
    "ATT-004": {"s2", "s5", "s3", "y4"},
    # 160 and 185 days, in calendars and of students; few days, but came in October
    "ATT-005": {"y1", "y4", "T2", "T3", "T5", "T6"},
    # 0 of 299; 1 of 300
    "ATT-006": {"s6", "s8"},
    # 19 days; one absent on the first of 20
    "ATT-007": {"k2", "k3"},
    # the last day of the term
    "ATT-008": {"a4|x1|2026-05-29"},
    # in students, and enrolled elsewhere
    "ATT-009": {"a4"},
}
