"""Enrolments at schools and in sections, headcounts and completion.

Who was enrolled in 2025 was at P1, and at P0 the year before, which nobody attends in
2026; so only S6 and S7 have headcounts of two years. S1 and S8 have calendars. Only S5
has sections with students.
"""

# ruff: noqa: E501 - lines as they stand in the files

from datetime import date, timedelta

DISTRICT = "enrollments"


def _school_days(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


def _headcount(school: str, last_year: int, this_year: int) -> str:
    """Spells of so many students: grade 4 in 2025, of them or new ones grade 5 in 2026."""
    spells = [
        f"{school}a{n:02},{school}N{n:02},{school},2025,04,2024-08-19,continuing,2025-05-30,end_of_year,true,enrolled"
        for n in range(last_year)
    ]
    spells += [
        f"{school}b{n:02},{school}N{n:02},{school},2026,05,2025-08-18,continuing,,,true,enrolled"
        for n in range(this_year)
    ]
    return "\n".join(spells)


STUDENTS = [
    letter + number
    for letter, numbers in {
        "A": "123456789",
        "B": "012345678",
        "C": "123456789",
        "D": "1234",
        "F": "123456789",
        "G": "345678",
        "H": "123456",
    }.items()
    for number in numbers
]
STUDENTS += [f"S6N{n:02}" for n in range(13)] + [f"S7N{n:02}" for n in range(20)]

FILES = {
    "schools": """
school_id,school_name,school_level,school_type,low_grade,high_grade,open_date,close_date
P0,Past Park,combined,regular,KG,12,1990-07-01,
P1,Past Pines,combined,regular,KG,12,1990-07-01,
S1,Alder,combined,regular,KG,12,1990-07-01,
S2,Birch,combined,regular,KG,12,1890-07-01,
S3,Cedar,combined,regular,KG,12,2025-09-01,
S4,Dogwood,combined,regular,KG,12,1990-07-01,2025-12-20
S5,Elm,combined,regular,KG,12,1990-07-01,
S6,Fir,combined,regular,KG,12,1990-07-01,
S7,Gum,combined,regular,KG,12,1990-07-01,
S8,Hazel,combined,regular,KG,12,1990-07-01,
""",
    "calendars": "school_id,calendar_date,school_year,day_type\n"
    + "".join(
        f"S1,{day},2026,instructional\n"
        for day in _school_days(date(2025, 8, 18), date(2026, 5, 29))
    )
    + "S8,2025-06-26,2026,instructional\nS8,2025-06-27,2026,instructional\n",
    "terms": """
term_id,school_year,term_name,term_type,start_date,end_date
SU,2026,Summer 2025,summer,2025-07-07,2025-08-02
Y,2026,Year 2026,year,2025-08-18,2026-05-30
M,2026,March module,quarter,2026-03-02,2026-05-30
L,2026,Late module,quarter,2026-03-03,2026-05-30
""",
    "students": "student_id,first_name,last_name,birth_date,first_grade_9_year\n"
    + "".join(f"{student},Kid,{student},2012-05-01,\n" for student in STUDENTS)
    # first in grade 9 in 2022, so both are of the cohort of 2025
    + "G1,Kid,G1,2007-05-01,2022\nG2,Kid,G2,2007-05-01,2022\n",
    "enrollments": f"""
enrollment_id,student_id,school_id,school_year,grade_level,entry_date,entry_code,exit_date,exit_code,is_primary,enrollment_status
e01,A1,S2,2026,09,2026-01-12,in_state,2025-12-01,in_state,true,enrolled
e02,A2,S2,2026,09,2025-09-02,in_state,2025-09-02,in_state,true,enrolled
e03,A3,S9,2026,09,2025-08-18,in_state,,,true,enrolled
e04,A4,S3,2026,09,2025-08-18,in_state,,,true,enrolled
e05,A5,S3,2026,09,2025-09-01,in_state,,,true,enrolled
e06,A6,S4,2026,09,2025-08-18,in_state,2025-12-21,in_state,true,enrolled
e07,A7,S4,2026,09,2025-08-18,in_state,2025-12-20,in_state,true,enrolled
e08,A8,S4,2026,09,2025-08-18,in_state,,,true,enrolled
e09,A9,S2,2026,09,1925-08-18,in_state,,,true,enrolled
e10,B0,S2,2026,09,2025-07-01,in_state,,,true,enrolled
e11,B1,S8,2026,09,2025-06-27,in_state,,,true,enrolled
e12,B2,S2,2026,09,2025-08-18,in_state,2027-07-01,in_state,true,enrolled
e13,C1,S2,2026,09,2025-08-18,in_state,2027-06-30,in_state,true,enrolled
e14,B3,S2,2026,09,2025-08-18,in_state,2026-01-12,in_district,true,enrolled
e15,B3,S2,2026,09,2026-01-05,in_district,,,true,enrolled
e16,B4,S2,2026,09,2025-08-18,in_state,2026-01-05,in_district,true,enrolled
e17,B4,S2,2026,09,2026-01-05,in_district,,,true,enrolled
e18,B5,S1,2026,09,2025-08-18,in_state,,,true,enrolled
e19,B5,S2,2026,09,2025-10-06,in_district,,,true,enrolled
e20,B6,S1,2026,09,2025-08-18,in_state,2025-10-06,in_district,true,enrolled
e21,B6,S2,2026,09,2025-10-06,in_district,,,true,enrolled
e22,B7,S1,2026,09,2025-08-18,in_state,2025-10-07,in_district,true,enrolled
e23,B7,S2,2026,09,2025-10-06,in_district,,,true,enrolled
e24,B8,S1,2026,09,2025-08-18,in_state,,,true,enrolled
e25,B8,S2,2026,09,2025-08-18,in_state,,,false,enrolled
e26,C1,S1,2026,09,2025-08-18,in_state,2025-08-18,no_show,true,no_show
e27,C2,S1,2026,09,2025-10-04,in_state,2025-10-06,in_state,true,enrolled
e28,C3,S1,2026,09,2025-10-04,in_state,2025-10-07,in_state,true,enrolled
e29,C4,P1,2025,08,2024-08-19,continuing,2025-05-30,end_of_year,true,enrolled
e30,C4,S2,2026,07,2025-08-18,promotion,,,true,enrolled
e31,C5,P1,2025,08,2024-08-19,continuing,2025-05-30,end_of_year,true,enrolled
e32,C5,S2,2026,10,2025-08-18,promotion,,,true,enrolled
e33,C6,P1,2025,09,2024-08-19,continuing,2025-05-30,end_of_year,true,enrolled
e34,C6,S2,2026,09,2025-08-18,promotion,,,true,enrolled
e35,C7,P0,2024,08,2023-08-21,continuing,2024-05-31,private,true,enrolled
e36,C7,S2,2026,10,2025-08-18,re_entry,,,true,enrolled
e37,C8,S1,2026,09,2025-08-18,in_state,2025-10-06,,true,enrolled
e38,C8,S1,2026,09,2025-10-07,re_entry,,,true,enrolled
e39,C9,S1,2026,09,2025-08-18,in_state,2025-10-04,,true,enrolled
e40,C9,S1,2026,09,2025-10-06,re_entry,,,true,enrolled
e41,D1,S1,2026,09,2025-08-18,in_state,2025-10-06,private,true,enrolled
e42,D1,S1,2026,09,2025-11-17,re_entry,,,true,enrolled
e43,D2,S2,2026,09,2025-08-18,in_state,2026-01-12,out_of_state,true,enrolled
e44,D2,S1,2026,09,2026-01-19,re_entry,,,true,enrolled
e45,D3,S2,2026,09,2025-08-18,in_state,2026-01-12,out_of_state,true,enrolled
e46,D3,S1,2026,09,2026-01-20,re_entry,,,true,enrolled
e47,D4,S2,2026,09,2025-08-18,in_state,2025-09-02,deceased,true,enrolled
e48,D4,S1,2026,09,2025-12-01,re_entry,,,true,enrolled
e50,F1,S5,2026,08,2025-08-18,in_state,2026-01-13,in_state,true,enrolled
e51,F2,S5,2026,08,2025-08-18,in_state,2026-01-13,in_state,true,enrolled
e52,F3,S5,2026,08,2025-08-18,in_state,,,true,enrolled
e53,F4,S2,2026,08,2025-08-18,in_state,,,true,enrolled
e54,F5,S2,2026,08,2025-08-18,in_state,,,true,enrolled
e55,F6,S5,2026,08,2025-08-18,in_state,,,true,enrolled
e56,F7,S5,2026,08,2026-02-17,in_state,,,true,enrolled
e57,F8,S5,2026,07,2025-08-18,in_state,,,true,enrolled
e58,F9,S5,2026,08,2025-08-18,in_state,,,true,enrolled
e60,G3,S2,2026,12,2025-08-18,continuing,,,true,enrolled
e61,G4,P1,2025,12,2024-08-19,continuing,2025-07-22,graduate,true,enrolled
e62,G5,P1,2025,12,2024-08-19,continuing,2025-07-23,graduate,true,enrolled
e63,G6,S2,2026,12,2025-08-18,continuing,,,true,enrolled
e64,H1,P1,2025,10,2024-08-19,continuing,2025-05-30,end_of_year,true,enrolled
e65,H2,P1,2025,10,2024-08-19,continuing,2025-05-30,end_of_year,true,enrolled
e66,H2,S2,2026,11,2025-08-18,continuing,2025-08-18,no_show,true,no_show
e67,H3,P1,2025,10,2024-08-19,continuing,2025-05-30,in_state,true,enrolled
e68,H4,P1,2025,08,2024-08-19,continuing,2025-05-30,end_of_year,true,enrolled
e69,H5,S2,2026,11,2025-08-18,in_state,2025-11-03,,true,enrolled
e70,H6,S2,2026,09,2025-08-18,in_state,2026-02-10,,true,enrolled
{_headcount("S6", 13, 11)}
{_headcount("S7", 20, 17)}
""",
    "graduations": """
student_id,cohort_year,completion_date,diploma_type
G1,2026,2025-05-23,regular
G2,2025,2025-05-23,regular
G3,2025,2025-05-23,regular
G4,2025,2025-05-23,regular
G5,2025,2025-05-23,alternate
G6,2025,2025-05-23,none
G7,2025,2025-05-23,regular
G7,2025,2025-06-30,ged
G8,2025,2025-05-23,none
G8,2025,2025-06-30,regular
""",
    "educators": """
educator_id,first_name,last_name,birth_date,hire_date
T1,Ada,Able,1980-01-01,2020-07-01
""",
    "courses": """
course_id,course_title,subject,credits,is_core
K,Homeroom,homeroom_and_advisory,0,false
""",
    "sections": """
section_id,school_id,course_id,term_id,section_name,period,grade_level
X0,S5,K,SU,Summer,1,08
X1,S5,K,Y,One,1,08
X2,S5,K,Y,Two,2,08
X3,S5,K,Y,Three,3,08
X4,S5,K,Y,Four,4,08
X5,S5,K,L,Five,5,08
X6,S5,K,Y,Six,6,08
X7,S5,K,L,Seven,7,08
X8,S5,K,Y,Eight,8,08
X9,S5,K,M,Nine,9,08
""",
    "section_educators": """
section_id,educator_id,role,begin_date,end_date
X0,T1,primary,,
X1,T1,primary,,
X2,T1,primary,,
X3,T9,primary,,
X6,T1,primary,,
X7,T1,primary,,
X8,T1,primary,,
X9,T1,primary,,
""",
    "section_enrollments": """
section_id,student_id,begin_date,end_date
X0,F5,2025-07-07,2025-08-02
X1,F1,2025-08-18,2026-01-13
X1,F2,2025-08-18,2026-01-14
X1,F3,2025-08-18,
X1,F4,2025-09-01,
X1,U9,2025-08-18,
X99,F3,2025-08-18,2026-01-13
X1,F9,2026-02-02,2026-01-05
X2,F9,2025-08-18,2025-08-18
X2,F9,2025-08-19,
X3,F3,2025-08-18,
X4,F3,2025-08-18,
X8,F3,2026-02-23,
""",
}

EXPECTED = {
    # entry 12 January, exit 1 December before; the same in section X1
    "ENR-001": {"e01", "X1|F9|2026-02-02"},
    # at S2 until 12 January and again from 5 January
    "ENR-002": {"e15"},
    # S1 is open and S2 begins; the 6th of October is in both
    "ENR-003": {"e19", "e23"},
    # no day; two no-shows; a Saturday and a Sunday
    "ENR-004": {"e02", "e26", "e27", "e66"},
    # grade 7 after 8, grade 10 after 8
    "ENR-005": {"e30", "e32"},
    # exit on Monday without a code, back on Tuesday: Monday was missed
    "ENR-006": {"e38"},
    # unknown school; two weeks before it opened; a day after it closed; still there after
    # it closed; a century ago; two school years ahead of now (2028)
    "ENR-007": {"e03", "e04", "e06", "e08", "e09", "e12"},
    # out of state and back after 7 days; deceased and back after 3 months
    "ENR-008": {"e44", "e48"},
    # a day after the exit; never enrolled at the section's school
    "ENR-009": {"X1|F2|2025-08-18", "X1|F4|2025-09-01"},
    # since August without a section
    "ENR-010": {"e55"},
    # 13 students, then 11: -15.4 %
    "ENR-011": {"S6"},
    # educator T9 is unknown, X4 has none
    "ENR-012": {"X3", "X4"},
    # since August nobody; since today nobody
    "ENR-013": {"X6", "X9"},
    # student U9 and section X99 are nowhere
    "ENR-014": {"X1|U9|2025-08-18", "X99|F3|2025-08-18"},
    # cohort of 2026 in the record of completion, of 2025 by grade 9
    "GRD-001": {"G1"},
    # diploma in May, enrolled in the next year; exit 61 days after it
    "GRD-002": {"e60", "e62"},
    # regular and GED
    "GRD-003": {"G7"},
    # expected back in August and nowhere; left in November without a code
    "GRD-004": {"H1", "H5"},
}

NEAR_MISSES = {
    # exit on the day of entry
    "ENR-001": {"e02", "X2|F9|2025-08-18"},
    # the second begins on the day on which the first ends
    "ENR-002": {"e17"},
    # transfer within a day; dual enrolment that is not primary
    "ENR-003": {"e21", "e25"},
    # Saturday to Tuesday: the student was there on Monday
    "ENR-004": {"e28"},
    # grade 9 again; two grades in two years
    "ENR-005": {"e34", "e36"},
    # away on a weekend; away for weeks with both codes
    "ENR-006": {"e40", "e42"},
    # on the day of opening; until the day of closing; from July on; before July in the
    # school's own calendar; one school year ahead of now
    "ENR-007": {"e05", "e07", "e10", "e11", "e13"},
    # back after 8 days; a move within the district
    "ENR-008": {"e46", "e21"},
    # until the exit; an open section of an open enrolment; summer school
    "ENR-009": {"X1|F1|2025-08-18", "X1|F3|2025-08-18", "X0|F5|2025-07-07"},
    # 13 days ago; nobody of grade 7 has a section there; nor does any grade at S2
    "ENR-010": {"e56", "e57", "e53"},
    # 20 students, then 17: -15 %
    "ENR-011": {"S7"},
    # begins tomorrow
    "ENR-012": {"X5"},
    # begins tomorrow; has its first student since February
    "ENR-013": {"X5", "X7", "X8"},
    "ENR-014": {"X1|F3|2025-08-18"},
    # three years after grade 9
    "GRD-001": {"G2"},
    # exit 60 days after the diploma; completed without one
    "GRD-002": {"e61", "e63"},
    # one of the two lines is no diploma
    "GRD-003": {"G8"},
    # a no-show says so; left for another district; grade 8; left three weeks ago
    "GRD-004": {"H2", "H3", "H4", "H6"},
}
