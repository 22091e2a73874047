"""Students and programmes: ids, birth dates, demographics, services, participations."""

# ruff: noqa: E501 - lines as they stand in the files

DISTRICT = "students"

STUDENTS = """
student_id,state_student_id,first_name,last_name,birth_date,sex,race,is_hispanic,home_language
A1,OS1,Ann,Ash,2016-03-04,F,white,false,eng
A2,OS1,Bo,Reed,2014-05-06,M,white,false,eng
A3,OS3,Cy,Low,2016-03-04,F,white,false,eng
A4,OS3,Cy,Low-Field,2016-03-04,F,white,false,eng
A5,OS5,Di,Fox,2016-01-02,F,white,false,eng
A6,OS5,Di,Fox,2016-02-01,F,white,false,eng
B1,OB1,Ed,Elm,2012-10-02,M,white,false,eng
B2,OB2,Fay,Elm,2012-10-01,F,white,false,eng
B3,OB3,Gil,Elm,2019-10-01,M,white,false,eng
B4,OB4,Hal,Elm,2019-10-02,M,white,false,eng
C1,OC1,Ida,Oak,2016-05-05,,white,false,eng
C2,OC2,Jo,Oak,2016-05-05,F,,false,eng
C3,OC3,Kim,Oak,2016-05-05,F,,true,eng
C4,OC4,Lee,Oak,2016-05-05,F,declined,false,eng
C5,OC5,Mo,Oak,,M,white,false,eng
D1,OD1,Ned,Yew,2026-03-03,M,white,false,eng
D2,OD2,Ola,Yew,2026-03-02,F,white,false,eng
D3,OD3,Pat,Yew,1900-01-01,F,white,false,eng
D4,OD4,Quin,Yew,1926-01-01,M,white,false,eng
E1,OE1,Ray,Fir,2016-05-05,F,white,false,eng
E2,OE2,Sam,Fir,2016-05-05,F,white,false,eng
E3,OE3,Tim,Fir,2016-05-05,F,white,false,eng
E4,OE4,Una,Fir,2016-05-05,F,white,false,eng
F1,OF1,Val,Bay,2016-05-05,F,white,false,eng
F2,OF2,Wes,Bay,2016-05-05,M,white,false,eng
F3,OF3,Xan,Bay,2016-05-05,M,white,false,eng
F4,OF4,Yan,Bay,2016-05-05,M,white,false,eng
F5,OF5,Zoe,Bay,2016-05-05,F,white,false,eng
G1,OG1,Abe,Ivy,2016-05-05,M,white,false,spa
G2,OG2,Bea,Ivy,2016-05-05,F,white,false,spa
H1,OH1,Cal,Nut,2016-05-05,M,white,false,eng
J1,OJ1,Dot,Pine,2016-05-05,F,white,false,eng
J2,OJ2,Eve,Pine,2016-05-05,F,white,false,eng
"""
HEADER = STUDENTS.strip().split("\n", 1)[0]


def delta(**sexes):
    """The students of a delta folder, each with the sex that it brings."""
    names = {"E1": "Ray", "E2": "Sam", "E3": "Tim", "E4": "Una"}
    lines = [
        f"{student},O{student},{names[student]},Fir,2016-05-05,{sex},white,false,eng"
        for student, sex in sexes.items()
    ]
    return "\n".join([HEADER, *lines]) + "\n"


FILES = {
    "schools": """
school_id,school_name,school_number,school_level,low_grade,high_grade
s1,Alder Elementary,1,elementary,KG,05
""",
    "students": STUDENTS,
    "deltas/2024-09-01/students": delta(E3="M", E4="M"),
    "deltas/2025-09-01/students": delta(E1="M", E2="M", E4="F"),
    "deltas/2025-09-02/students": delta(E3="F"),
    "deltas/2025-11-01/students": delta(E1="F", E2="X"),
    "enrollments": """
enrollment_id,student_id,school_id,school_year,grade_level,entry_date,entry_code,exit_date,exit_code,is_primary,enrollment_status
b1,B1,s1,2026,04,2025-08-18,new,,,true,enrolled
b2,B2,s1,2026,04,2025-08-18,new,,,true,enrolled
b3,B3,s1,2026,04,2025-08-18,new,,,true,enrolled
b4,B4,s1,2026,04,2025-08-18,new,,,true,enrolled
f1,F1,s1,2025,03,2024-08-19,new,2025-05-31,,true,enrolled
f1b,F1,s1,2026,04,2025-08-18,return,2025-12-01,moved,true,enrolled
f2,F2,s1,2026,04,2025-08-18,new,2025-12-01,moved,true,enrolled
f3,F3,s1,2026,04,2025-08-18,new,,,true,enrolled
f4,F4,s1,2026,04,2025-08-18,new,2026-03-02,moved,true,enrolled
f5,F5,s1,2026,04,2025-08-18,new,2026-03-03,moved,true,enrolled
""",
    "student_services": """
student_id,service,begin_date,end_date,detail
G1,el,2024-08-19,2025-06-01,3
G2,el,2024-08-19,2025-06-01,3
G2,el,2025-08-18,,3
H1,iep,2025-08-18,,
H1,iep,2024-08-19,2025-08-18,autism
H1,section_504,2025-08-18,,
""",
    "programs": """
program_id,program_name,domain,assignment,assignment_unit,is_within_school,cutoff_assessment_id,cutoff_score
p1,Tutoring,reading,randomised,student,true,,
p2,Nudges,attendance,randomised,student,true,,
""",
    "program_participations": """
student_id,program_id,begin_date,end_date,dose_hours,assigned_arm
F1,p1,2025-07-01,2025-07-15,10,
F1,p1,2025-10-01,2025-12-01,10,
F2,p1,2025-10-01,2025-12-02,10,
F3,p1,2025-08-17,2025-12-01,10,
F3,p2,2025-08-18,2025-12-01,10,
F4,p1,2025-10-01,,10,
F5,p1,2025-10-01,,10,
J1,p1,2025-09-02,2026-01-15,10,treatment
J1,p1,2026-01-14,2026-02-15,10,control
J1,p2,2025-09-02,2026-01-15,10,control
J2,p1,2025-09-02,2026-01-15,10,treatment
J2,p1,2026-01-15,2026-02-15,10,control
""",
    "assessments": """
assessment_id,assessment_name,subject,grade_level,kind,scale_min,scale_max,cut_level_2,cut_level_3,cut_level_4,norm_mean,norm_sd,standard_error
elp,English proficiency,eld,04,screener,100,350,,,,200,10,3
read,Reading,reading,04,interim,100,350,,,,200,10,3
""",
    "assessment_results": """
result_id,student_id,assessment_id,school_code,test_window,school_year,tested_grade,test_date,scale_score,performance_level,is_retest,is_complete
g1,G1,elp,s1,spring,2025,03,2025-06-01,200,,false,true
g2,G1,elp,s1,winter,2025,03,2025-05-31,200,,false,true
g3,G1,read,s1,fall,2026,04,2025-09-15,200,,false,true
g4,G2,elp,s1,fall,2026,04,2025-09-15,200,,false,true
g5,J1,elp,s1,fall,2026,04,2025-09-15,200,,false,true
""",
}

EXPECTED = {
    # Ann Ash and Bo Reed have state id OS1, other names and other birth dates
    "STU-002": {"A1", "A2"},
    # fourth graders, usually 9 on 2025-10-01: B2 is 13 that day, B4 is 5 until the 2nd
    "STU-004": {"B2", "B4"},
    # C1 has no sex, C2 no race and is not Hispanic, C5 no birth date
    "STU-005": {"C1", "C2", "C5"},
    # F, M from 2025-09-01, F from 2025-11-01; F, M, and F again 365 days later
    "STU-006": {"E1", "E4"},
    # born the day after the as-of date; born in a year 126 years before it
    "STU-007": {"D1", "D3"},
    # ends the day after the exit; begins the day before the entry; open, exit on the as-of date
    "PRG-001": {"F2|p1|2025-10-01", "F3|p1|2025-08-17", "F4|p1|2025-10-01"},
    # tested on the day on which the service has ended
    "PRG-002": {"g1"},
    # a plan whose detail is blank
    "PRG-003": {"H1|iep|2025-08-18"},
    # both arms on 2026-01-14
    "PRG-004": {"J1|p1|2025-09-02", "J1|p1|2026-01-14"},
}

NEAR_MISSES = {
    # one state id: the same birth date and another last name; the same name and day and
    # month exchanged
    "STU-002": {"A3", "A4", "A5", "A6"},
    # B1 turns 13 on 2025-10-02 and is 12; B3 is 6: 3 years off either way
    "STU-004": {"B1", "B3"},
    # Hispanic without a race; declined to say
    "STU-005": {"C3", "C4"},
    # F, M, X never comes back; F again after 366 days
    "STU-006": {"E2", "E3"},
    # born on the as-of date; born in a year 100 years before it
    "STU-007": {"D2", "D4"},
    # a summer between two enrolments; up to the exit date; from the entry date; open, and
    # still enrolled on the as-of date
    "PRG-001": {
        "F1|p1|2025-07-01",
        "F1|p1|2025-10-01",
        "F3|p2|2025-08-18",
        "F5|p1|2025-10-01",
    },
    # the day before the end; a reading test; a learner again; never a learner
    "PRG-002": {"g2", "g3", "g4", "g5"},
    # a plan with its category; a 504 plan needs none
    "PRG-003": {"H1|iep|2024-08-19", "H1|section_504|2025-08-18"},
    # control of another programme; control from the day on which treatment has ended
    "PRG-004": {"J1|p2|2025-09-02", "J2|p1|2025-09-02", "J2|p1|2026-01-15"},
}
