"""Certificates, full-time equivalents, sections and employment of staff.

School year 2026 has terms from 2025-08-18, 2025 from 2024-08-19. S1 and S2 have codes in
HR, S4 has none. Who holds a post of a teacher in 2026 has a homeroom, which no certificate
covers and no rule looks at, so that only the rule in question finds anything.
"""

# ruff: noqa: E501 - lines as they stand in the files

DISTRICT = "staff"

FILES = {
    "schools": """
school_id,school_name,school_level,school_type,low_grade,high_grade
S1,Alder Elementary,elementary,regular,KG,05
S2,Birch High,high,regular,09,12
S4,Dogwood High,high,regular,09,12
""",
    "school_crosswalk": """
system,school_code,school_id
hr,H1,S1
hr,H1B,S1
hr,H2,S2
assessment,A1,S1
""",
    "terms": """
term_id,school_year,term_name,term_type,start_date,end_date
Y25,2025,Year 2025,year,2024-08-19,2025-05-30
Y26,2026,Year 2026,year,2025-08-18,2026-05-30
F26,2026,Fall 2026,semester,2025-08-18,2026-01-09
W26,2026,Spring 2026,semester,2026-01-09,2026-05-30
""",
    "courses": """
course_id,course_title,subject,credits,is_core
HOME,Homeroom,homeroom_and_advisory,0,false
ENG9,English 9,english_language_arts,1,true
ALG1,Algebra 1,mathematics,1,true
""",
    "students": """
student_id,first_name,last_name,birth_date
K1,Ann,Kern,2016-05-01
""",
    "assessments": """
assessment_id,assessment_name,subject,grade_level,kind,scale_min,scale_max
M4,Mathematics 4,mathematics,04,interim,100,300
""",
    # school code A9 is in no crosswalk; A1 is in that of the assessment system
    "assessment_results": """
result_id,student_id,assessment_id,school_code,test_window,school_year,tested_grade,test_date,scale_score
R1,K1,M4,A9,fall,2026,04,2025-09-15,200
R2,K1,M4,A1,winter,2026,04,2026-01-15,210
""",
    "educators": """
educator_id,first_name,last_name,birth_date,hire_date,separation_date
E01,Ada,Able,1980-01-01,2020-07-01,
E02,Bea,Baker,1981-02-02,2020-07-01,
E04,Cal,Cole,1982-03-03,2020-07-01,
E05,Dan,Dunn,1983-04-04,2020-07-01,
E06,Eva,Egan,1984-05-05,2020-07-01,
E07,Fay,Ford,1985-06-06,2020-07-01,
E08,Gus,Gray,1986-07-07,2020-07-01,
E09,Hal,Hill,1987-08-08,2020-07-01,
E10,Ivy,Ives,1988-09-09,2020-07-01,
E11,Jan,Jett,1989-10-10,2020-07-01,
E12,Kim,Kidd,1990-11-11,2020-07-01,
E13,Leo,Lamb,1991-12-12,2020-07-01,
E14,Mia,Mann,1979-01-13,2020-07-01,
E16,Ned,Nash,1978-02-14,2020-07-01,
E20,Ola,Otto,1977-03-15,2020-07-01,
E30,Pam,Pike,1976-04-16,2020-07-01,
E31,Quy,Quan,1975-05-17,2020-07-01,
E32,Roy,Rice,1974-06-18,2020-07-01,
E33,Sue,Snow,1973-07-19,2020-07-01,
E34,Tom,Tate,1972-08-20,2020-07-01,
E40,Una,Upton,1971-09-21,2020-07-01,
E41,Van,Vega,1970-10-22,2020-07-01,
E42,Wes,Wolf,1969-11-23,2020-07-01,
E43,Xia,Xu,1968-12-24,2020-07-01,
E50,Yan,Yoder,1967-01-25,2020-07-01,
E51,Zoe,Zane,1966-02-26,2020-07-01,
E52,Abe,Acker,1965-03-27,2020-07-01,
E53,Bob,Bell,1964-04-28,2020-07-01,
E54,Cam,Case,1963-05-29,2020-07-01,
E55,Deb,Dale,1962-06-30,2020-07-01,
E60,Eli,Eads,1961-07-01,2020-07-01,
E61,Flo,Frey,1960-08-02,2020-07-01,
E62,Gil,Good,1985-09-03,2020-07-01,
E70,Hope,Hale,1984-10-04,2020-07-01,2025-10-01
E71,Ian,Ingle,1983-11-05,2020-07-01,2025-10-01
E72,Joy,Judd,1982-12-06,2020-07-01,2026-06-01
E73,Kay,Knox,2002-08-01,2020-08-01,
E74,Lou,Lane,2002-08-02,2020-08-01,
E75,May,Moss,1981-01-07,2025-08-01,2024-06-01
E80,Nat,Noel,1980-02-08,2020-07-01,
""",
    "assignments": """
assignment_id,educator_id,school_code,position,subject,fte,begin_date,end_date,is_overload,is_on_leave
A01,E01,H2,teacher,,1.00,2025-08-01,,false,false
A02,E02,H2,paraprofessional,,1.00,2025-08-01,,false,false
A04,E04,H2,teacher,,1.00,2025-08-01,,false,false
A05,E05,H2,teacher,,1.00,2025-08-01,,false,false
A06,E06,H2,teacher,,1.00,2025-08-01,,false,false
A07,E07,H2,teacher,,1.00,2025-08-01,,false,false
A08,E08,H2,teacher,,1.00,2025-08-01,,false,false
A09,E09,H2,teacher,,1.00,2025-08-01,,false,false
A10,E10,H2,teacher,,1.00,2024-08-01,2025-06-01,false,false
A11,E11,H2,teacher,,1.00,2025-08-01,,false,false
A12,E12,H2,teacher,,1.00,2025-08-01,,false,false
A13,E13,H2,teacher,,1.00,2025-08-01,,false,false
A14,E14,H2,teacher,,1.00,2025-08-01,,false,false
A16,E16,H2,special_education_teacher,,1.00,2025-08-01,,false,false
A30A,E30,H1,specialist,,0.60,2025-08-01,,false,false
A30B,E30,H2,specialist,,0.30,2025-10-01,,false,false
A30C,E30,H2,specialist,,0.20,2025-11-01,2025-11-15,false,false
A31A,E31,H1,specialist,,0.60,2025-08-01,,false,false
A31B,E31,H2,specialist,,0.45,2025-08-01,,false,false
A32A,E32,H1,specialist,,1.00,2025-08-01,2025-12-20,false,false
A32B,E32,H2,specialist,,1.00,2025-12-20,,false,false
A33A,E33,H1,specialist,,1.00,2025-08-01,,false,false
A33B,E33,H1,specialist,,0.20,2025-08-01,,true,false
A34A,E34,H1,specialist,,1.00,2025-08-01,,false,false
A34B,E34,H2,specialist,,1.00,2025-08-01,,false,true
A40,E40,H1,specialist,,0,2025-08-01,,false,false
A41,E41,H1,specialist,,-0.50,2025-08-01,,false,false
A42,E42,H1,specialist,,,2025-08-01,,false,false
A43,E43,H1,specialist,,1.01,2025-08-01,,false,false
A45,E40,H1,specialist,,0,2025-08-01,,true,false
A46,E41,H1,specialist,,0,2025-08-01,,false,true
A47,E41,H1,specialist,,-0.2,2025-08-01,,true,false
A51,E51,H1,teacher,,1.00,2025-08-01,,false,false
A52,E52,H1,specialist,,0.20,2025-08-01,,false,false
A53,E53,H1,teacher,,0,2025-08-01,,false,true
A55,E55,H1,teacher,,1.00,2024-08-01,2025-05-30,false,false
A60,E60,H1,specialist,,1.00,2025-08-01,,false,false
A61,E61,H1,specialist,,1.00,2025-08-01,,false,false
A62,E62,H2,specialist,,1.00,2025-08-01,,false,false
A70,E70,H1,other,,1.00,2025-08-01,,false,false
A71,E71,H1,other,,1.00,2025-08-01,2025-10-01,false,false
A72,E72,H1,other,,1.00,2025-08-01,,false,false
A75,E75,H1,other,,1.00,2025-08-01,,false,false
A80,E80,H9,other,,0.10,2025-08-01,,false,false
A81,E80,S1,other,,0.10,2025-08-01,,false,false
A82,E80,S4,other,,0.10,2025-08-01,,false,false
A83,E80,H1B,other,,0.10,2025-08-01,,false,false
""",
    "certifications": """
certification_id,educator_id,certificate_number,certificate_type,area,low_grade,high_grade,state,issue_date,expiry_date,status
C04,E04,OH-1004,waiver,mathematics,09,12,OH,2025-07-01,2026-06-30,active
C05,E05,OH-1005,standard,mathematics,09,12,OH,2020-08-18,2025-08-18,active
C06,E06,OH-1006,standard,mathematics,09,12,OH,2020-08-19,2025-08-19,active
C07,E07,OH-1007,standard,mathematics,09,12,OH,2025-08-19,2030-06-30,active
C08A,E08,OH-1008,standard,mathematics,09,12,OH,2020-07-01,2025-07-01,active
C08B,E08,OH-1008,standard,mathematics,09,12,OH,2025-07-01,2030-07-01,active
C09,E09,OH-1009,standard,mathematics,09,12,OH,2022-07-01,2027-07-01,revoked
C10,E10,OH-1010,standard,mathematics,09,12,OH,2022-07-01,2027-07-01,revoked
C11,E11,OH-1011,standard,mathematics,06,12,OH,2022-07-01,2027-07-01,active
C12A,E12,OH-1012,standard,mathematics,06,12,OH,2022-07-01,2027-07-01,active
C12B,E12,OH-1012,waiver,english_language_arts,09,09,OH,2025-07-01,2026-06-30,active
C13,E13,OH-1013,standard,english_language_arts,06,08,OH,2022-07-01,2027-07-01,active
C14,E14,OH-1014,standard,basket_weaving,06,12,OH,2022-07-01,2027-07-01,active
C16,E16,OH-1016,standard,special_education,PK,12,OH,2022-07-01,2027-07-01,active
C20,E20,OH-1020,standard,school_counselor,PK,12,ZZ,2022-07-01,2027-07-01,active
C21,E20,?OH-,standard,school_counselor,PK,12,OH,2022-07-01,2027-07-01,active
C22,E20,OH-1022,permanent-x,school_counselor,PK,12,OH,2022-07-01,2027-07-01,active
C23,E20,OH-1023,standard,school_counselor,PK,12,OH,2022-07-01,2022-07-01,active
C24,E20,pr 10/24,emergency,school_counselor,PK,12,PR,2022-07-01,2022-07-02,active
C25,E20,,standard,school_counselor,PK,12,,2022-07-01,,active
C51,E51,OH-1051,standard,elementary,KG,06,OH,2022-07-01,2027-07-01,active
C53,E53,OH-1053,standard,elementary,KG,06,OH,2022-07-01,2027-07-01,active
C55,E55,OH-1055,standard,elementary,KG,06,OH,2022-07-01,2027-07-01,active
""",
    "sections": """
section_id,school_id,course_id,term_id,section_name,period,grade_level
H01,S2,HOME,Y26,Homeroom 01,1,09
H02,S2,HOME,Y26,Homeroom 02,1,09
H03,S2,HOME,Y26,Homeroom 03,1,09
H04,S2,HOME,Y26,Homeroom 04,1,09
H05,S2,HOME,Y26,Homeroom 05,1,09
H06,S2,HOME,Y26,Homeroom 06,1,09
H07,S2,HOME,Y26,Homeroom 07,1,09
X1,S2,ENG9,Y26,English 9 - 1,2,09
X2,S2,ALG1,Y26,Algebra 1 - 1,3,09
X3,S2,ENG9,Y26,English 9 - 2,4,09
X4,S2,ENG9,Y26,English 9 - 3,2,09
X5,S2,ENG9,Y26,English 9 - 4,2,09
X6,S2,HOME,Y26,Homeroom 08,1,09
X7,S2,ENG9,Y26,English 9 - 5,2,09
X10,S1,HOME,Y26,Homeroom 10,1,04
X11,S1,HOME,Y26,Homeroom 11,1,04
X20,S1,HOME,Y26,Group 20,3,04
X21,S2,HOME,Y26,Group 21,3,09
X22,S1,HOME,F26,Group 22,3,04
X23,S2,HOME,W26,Group 23,3,09
X24,S2,HOME,Y26,Group 24,3,09
X25,S2,HOME,Y26,Group 25,3,09
""",
    "section_educators": """
section_id,educator_id,role,begin_date,end_date
H01,E01,primary,,
H02,E04,primary,,
H03,E05,primary,,
H04,E06,primary,,
H05,E07,primary,,
H06,E08,primary,,
H07,E09,primary,,
X1,E11,primary,,
X2,E11,primary,,
X3,E11,co_teacher,,
X3,E12,primary,,
X4,E13,primary,,
X5,E14,primary,,
X6,E11,primary,,
X7,E16,primary,,
X10,E50,primary,,
X11,E52,primary,,
X11,E54,aide,,
X20,E60,primary,,
X21,E60,primary,,
X22,E61,primary,,
X23,E61,primary,,
X24,E62,primary,,
X25,E62,primary,,
""",
}

EXPECTED = {
    # H9 is no code of HR; S1 is the SIS's id of a school that HR knows as H1; A9 is no
    # code of the assessment system
    "LND-020": {"hr|H9", "hr|S1", "assessment|A9"},
    # E01 teaches and has no certificate at all
    "STF-003": {"A01"},
    # work in 2026 begins on 18 August: E05's certificate expires on that day, which is the
    # first day not in force; E07's is issued a day later; E09's is revoked
    "STF-004": {"A05", "A07", "A09"},
    # E11 may teach mathematics and no English; E13 English in grades 6 to 8 and not in 9
    "STF-005": {"X1|E11", "X4|E13"},
    # state ZZ; a number that begins with ?; an unknown type; valid for 0 days
    "STF-006": {"C20", "C21", "C22", "C23"},
    # 0.6 + 0.3 + 0.2 = 1.1 from 1 to 14 November, while any two of them are 0.9 at most
    "STF-007": {"E30"},
    # 0, below 0, missing, above 1; overload below 0
    "STF-008": {"A40", "A41", "A42", "A43", "A47"},
    # E50 teaches X10 and has no post; E51 has a post of 1.0 as a teacher and no section
    "STF-009": {"E50", "E51"},
    # period 3 at S1 and at S2 all year
    "STF-010": {"E60"},
    # E70 left on 1 October and has an open post; E74 was hired a day before turning 18
    "STF-011": {"E70", "E74"},
}

NEAR_MISSES = {
    # H1B is a second code of S1 that the crosswalk has
    "LND-020": {"hr|H1", "hr|H1B", "assessment|A1"},
    # an aide without a certificate; a waiver is one
    "STF-003": {"A02", "A04"},
    # expires one day after the work begins; renewed on the day of expiry; revoked by now,
    # and held when E10 taught in 2025
    "STF-004": {"A06", "A08", "A10"},
    # mathematics; English under a waiver; as co-teacher; an area that the seed does not
    # have; a homeroom; special education covers English
    "STF-005": {"X2|E11", "X3|E12", "X3|E11", "X5|E14", "X6|E11", "X7|E16"},
    # a rare state and type, small letters and a stroke, valid for one day; no number, state
    # or expiry at all
    "STF-006": {"C24", "C25"},
    # 0.6 + 0.45 = 1.05, the tolerance; one ends on the day on which the other begins;
    # 1.0 and 0.2 of overload; 1.0 and a post on leave
    "STF-007": {"E31", "E32", "E33", "E34"},
    # exactly 1; 0 of overload; 0 on leave
    "STF-008": {"A11", "A45", "A46"},
    # a specialist of 0.2 with a section; a teacher on leave; an aide without a post; a
    # teacher until last year
    "STF-009": {"E52", "E53", "E54", "E55"},
    # period 3 at S1 in fall and at S2 in spring; two groups of one school in period 3
    "STF-010": {"E61", "E62"},
    # a post that ends on the day of leaving; a leave that is planned; hired on the 18th
    # birthday; back again a year after leaving
    "STF-011": {"E71", "E72", "E73", "E75"},
}
