"""Students per teacher on the count day, 1 October, and the staff of a whole district.

No crosswalk: HR names schools by their ids. Posts of 2026 begin on 2025-08-01, so that only
S7, S8 and GHOST have staff in 2025.
"""

# ruff: noqa: E501 - lines as they stand in the files

DISTRICT = "ratios"


def enrollments(school, year, numbers, entry, exit_date=""):
    """Lines of enrolments of the students with these numbers."""
    return "".join(
        f"{school}-{year}-{n},K{n},{school},{year},04,{entry},{exit_date},true,enrolled\n"
        for n in numbers
    )


FILES = {
    "schools": """
school_id,school_name,school_level,school_type,low_grade,high_grade
S1,Ash Elementary,elementary,regular,KG,05
S2,Beech Elementary,elementary,regular,KG,05
S3,Cedar School,combined,special,KG,12
S4,Date Elementary,elementary,regular,KG,05
S5,Elm Elementary,elementary,regular,KG,05
S6,Fir Elementary,elementary,regular,KG,05
S7,Gum Elementary,elementary,regular,KG,05
S8,Hazel Elementary,elementary,regular,KG,05
S9,Ivy School,combined,special,KG,12
""",
    "students": "student_id,first_name,last_name,birth_date\n"
    + "".join(f"K{n},Kid{n},Family{n},2016-01-{n:02}\n" for n in range(1, 30)),
    "enrollments": "enrollment_id,student_id,school_id,school_year,grade_level,entry_date,"
    "exit_date,is_primary,enrollment_status\n"
    + enrollments("S1", 2026, range(1, 5), "2025-08-18")  # 4 students
    + enrollments("S2", 2026, range(5, 10), "2025-08-18")  # 5
    + enrollments("S3", 2026, range(10, 13), "2025-08-18")  # 3
    + enrollments("S4", 2026, [13], "2025-08-18")  # 1
    # gone on the count day, and not yet there
    + enrollments("S5", 2026, [14], "2025-08-18", "2025-10-01")
    + enrollments("S6", 2026, [14], "2025-10-02")
    + enrollments("S7", 2025, range(15, 19), "2024-08-19", "2025-05-30")  # 4
    + enrollments("S7", 2026, range(15, 20), "2025-08-18")  # 5
    + enrollments("S8", 2025, range(20, 24), "2024-08-19", "2025-05-30")  # 4
    + enrollments("S8", 2026, range(20, 26), "2025-08-18")  # 6
    + enrollments("S9", 2026, range(26, 28), "2025-08-18"),  # 2
    "educators": """
educator_id,first_name,last_name,birth_date,hire_date
E1,Ada,Able,1980-01-01,2020-07-01
E2,Bea,Baker,1981-01-01,2020-07-01
""",
    "assignments": """
assignment_id,educator_id,school_code,position,fte,begin_date,end_date,is_overload,is_on_leave
A1,E1,S1,teacher,0.10,2025-08-01,,false,false
A2,E1,S2,teacher,0.12,2025-08-01,,false,false
A2P,E1,S2,paraprofessional,0.10,2025-08-01,,false,false
A3,E1,S3,teacher,0.10,2025-08-01,,false,false
A4,E2,S4,teacher,0.10,2025-10-02,,false,false
A4L,E2,S4,teacher,0.10,2025-08-01,,false,true
A5,E1,S5,teacher,0.10,2025-08-01,,false,false
A6,E2,S6,teacher,0.10,2025-10-02,,false,false
A7,E1,S7,teacher,0.25,2024-08-01,,false,false
A8,E2,S8,teacher,0.25,2024-08-01,,false,false
A9,E2,S9,teacher,0.10,2025-08-01,,false,false
AG,E2,GHOST,other,0.005,2024-08-01,,false,false
AH,E2,GHOST,other,0.10,2025-08-01,,false,false
AC,E1,,other,0.10,2024-08-01,,false,false
""",
}

EXPECTED = {
    # S2: 5 students and 0.12 teachers are 41.7, above 40; the aide is no teacher.
    # S3: 3 and 0.10 are 30, above the 20 of special schools
    "RAT-001": {"S2", "S3"},
    # 4 students and 0.25 teachers were 16; 6 and 0.25 are 24, half as many again
    "RAT-002": {"S8"},
    # S4: a student, and two posts of teachers of which one has not begun and one is on
    # leave; S5: a teacher, and its student left on the count day
    "RAT-003": {"S4", "S5"},
    # 2026: the posts of GHOST are 0.105 of 1.225, 8.6 %
    "RAT-004": {""},
}

NEAR_MISSES = {
    # S1: 4 and 0.10 are 40, the end of the band; S9: 2 and 0.10 are 20, that of special
    # schools
    "RAT-001": {"S1", "S9"},
    # from 16 to 20 is a quarter
    "RAT-002": {"S7"},
    # student and teacher both come the day after
    "RAT-003": {"S6"},
    # the central office names no school and is in neither total; in 2025 the post of GHOST
    # was 0.005 of 0.505, 0.99 %
    "RAT-004": {"AC", "AG"},
}
