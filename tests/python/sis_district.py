"""A district of two schools as the canonical extract, every file of it, a few rows each.

The as-of date is 2025-08-20. Bo and Ann are enrolled; Cy has left and is a no-show; Gil
taught Algebra in the spring. Section x9 does not exist.
"""

# ruff: noqa: E501 - lines as they stand in the files

from __future__ import annotations

import json
from pathlib import Path

AS_OF = "2025-08-20"

FILES = {
    "district": """
district_name,state,timezone
Tinydale Public Schools,OH,America/New_York
""",
    "schools": """
school_id,school_name,school_number,state_school_id,school_level,school_type,low_grade,high_grade,street,city,state,zip,phone,open_date,close_date
s1,Alder Elementary,1,OH1,elementary,regular,KG,05,1 Elm St,Tinydale,OH,44001,4405550101,1990-07-01,
s2,Birch High,2,OH2,high,regular,09,12,2 Elm St,Tinydale,OH,44001,4405550102,1990-07-01,
""",
    "school_crosswalk": """
system,school_code,school_id
hr,H1,s1
hr,H2,s2
assessment,A1,s1
""",
    "calendars": """
school_id,calendar_date,school_year,day_type
s1,2025-08-18,2026,instructional
s1,2025-08-19,2026,holiday
s2,2025-08-18,2026,instructional
s2,2025-08-19,2026,makeup
""",
    "terms": """
term_id,school_year,term_name,term_type,start_date,end_date
t0,2025,Semester 2 2024-2025,semester,2025-01-06,2025-06-06
t1,2026,Semester 1 2025-2026,semester,2025-08-18,2025-12-20
""",
    "bell_schedule": """
school_id,period,start_time,end_time
s1,1,08:00,08:50
""",
    "students": """
student_id,state_student_id,student_number,first_name,middle_name,last_name,preferred_first_name,birth_date,sex,race,is_hispanic,home_language,household_id,street,city,state,zip,email,first_grade_9_year
1,OS1,N1,Ann,,Ash,,2017-03-04,F,white,false,eng,h1,3 Oak St,Tinydale,OH,44001,ann@example.org,
2,OS2,N2,Bo,J,Reed,,2010-05-06,M,black,true,spa,h2,4 Oak St,Tinydale,OH,44001,bo@example.org,2025
3,OS3,N3,Cy,,Left,,2009-05-06,X,asian,false,eng,h3,5 Oak St,Tinydale,OH,44001,cy@example.org,2024
""",
    "contacts": """
contact_id,full_name,phone,phone_type,email
c1,Jo Ash,4405550103,cell,jo@example.org
""",
    "student_contacts": """
student_id,contact_id,relationship,contact_type,priority
1,c1,parent,parent_guardian,1
2,c1,aunt_uncle,emergency,2
""",
    "enrollments": """
enrollment_id,student_id,school_id,school_year,grade_level,entry_date,entry_code,exit_date,exit_code,is_primary,enrollment_status
e1,1,s1,2026,02,2025-08-18,new,,,true,enrolled
e2,2,s2,2026,10,2025-08-18,return,,,true,enrolled
e3,3,s2,2025,11,2024-08-19,return,2025-06-06,moved,true,enrolled
e4,3,s2,2026,12,2025-08-18,return,2025-08-18,no_show,true,no_show
e5,2,s2,2025,09,2024-08-19,new,2025-06-06,,true,enrolled
""",
    "student_services": """
student_id,service,begin_date,end_date,detail
1,iep,2025-08-18,,sld
2,frl_free,2024-08-19,,
2,el,2024-08-19,2025-06-06,2
""",
    "programs": """
program_id,program_name,domain,assignment,assignment_unit,is_within_school,cutoff_assessment_id,cutoff_score
p1,Tutoring,reading,selected,student,true,,
""",
    "program_participations": """
student_id,program_id,begin_date,end_date,dose_hours,assigned_arm
1,p1,2025-09-01,,12.5,
""",
    "educators": """
educator_id,state_educator_id,first_name,middle_name,last_name,former_last_name,birth_date,email,hire_date,separation_date,experience_years,highest_degree
d1,OE1,Ada,,Elm,,1980-01-01,ada@example.org,2010-08-01,,15,master
d2,OE2,Ben,,Elm,,1985-01-01,ben@example.org,2012-08-01,,12,bachelor
d3,OE3,Gil,,Gone,,1955-01-01,gil@example.org,2000-08-01,2025-07-01,30,master
""",
    "assignments": """
assignment_id,educator_id,school_code,position,subject,fte,begin_date,end_date,is_overload,is_on_leave
a1,d1,H1,teacher,general_elementary,0.5,2025-08-01,,false,false
a2,d1,H2,teacher,mathematics,0.5,2025-08-01,,false,false
a3,d2,H2,counselor,,1.0,2025-08-01,,false,false
a4,d3,H2,teacher,mathematics,1.0,2024-08-01,2025-07-01,false,false
""",
    "certifications": """
certification_id,educator_id,certificate_number,certificate_type,area,low_grade,high_grade,state,issue_date,expiry_date,status
k1,d1,123456,standard,Elementary K-6,KG,06,OH,2023-07-01,2028-07-01,active
""",
    "courses": """
course_id,course_title,sced_code,subject,credits,is_core
k2,Grade 2,23007,general_elementary,,true
m1,Algebra I,02052,mathematics,1.0,true
""",
    "sections": """
section_id,school_id,course_id,term_id,section_name,period,grade_level
x1,s1,k2,t1,Grade 2 A,0,02
x2,s2,m1,t1,Algebra I 1,1,
x0,s2,m1,t0,Algebra I old,1,
""",
    "section_educators": """
section_id,educator_id,role,begin_date,end_date
x1,d1,primary,2025-08-18,
x2,d1,primary,2025-08-18,
x0,d3,primary,2025-01-06,2025-06-06
""",
    "section_enrollments": """
section_id,student_id,begin_date,end_date
x1,1,2025-08-18,
x2,2,2025-08-18,
x0,3,2025-01-06,2025-06-06
x9,2,2025-08-18,
""",
    "attendance_daily": """
student_id,school_id,attendance_date,attendance_code,absent_share
1,s1,2025-08-18,P,0
2,s2,2025-08-18,UX,1
2,s2,2025-08-19,P,0
3,s2,2025-05-05,L,0
""",
    "attendance_sections": """
student_id,section_id,attendance_date,attendance_code
2,x2,2025-08-18,UX
2,x9,2025-08-19,P
""",
    "attendance_years": """
student_id,school_id,school_year,days_enrolled,days_absent,days_unexcused
3,s2,2025,180,12.5,3
""",
    "attendance_codes": """
attendance_code,description,category
P,Present,present
UX,Unexcused,absent_unexcused
L,Late,tardy
""",
    "assessments": """
assessment_id,assessment_name,subject,grade_level,kind,scale_min,scale_max,cut_level_2,cut_level_3,cut_level_4,norm_mean,norm_sd,standard_error
q1,RIT-like interim reading 2,english_language_arts,02,interim,100,350,,,,176,14,3
""",
    "assessment_results": """
result_id,student_id,assessment_id,school_code,test_window,school_year,tested_grade,test_date,scale_score,performance_level,is_retest,is_complete
r1,1,q1,A1,fall,2026,02,2025-09-08,181,,false,true
""",
    "course_grades": """
student_id,section_id,marking_period,letter_grade,numeric_grade,credits_attempted,credits_earned
3,x0,S2,B,85.5,0.5,0.5
""",
    "discipline_incidents": """
incident_id,student_id,school_id,incident_date,behavior,action,days
i1,2,s2,2025-08-19,disruption,office,0
""",
    "graduations": """
student_id,cohort_year,completion_date,diploma_type
3,2027,,none
""",
}


def write_extract(root: Path, district: str, **changed: str | None) -> Path:
    """Write the district below a raw root, with other texts for some files.

    A text of None leaves the file out. Returns the district's folder.
    """
    folder = root / "sis" / district
    for name, text in (FILES | changed).items():
        if text is not None:
            write_file(folder / f"{name}.csv", text)
    (root / "_manifest.json").write_text(
        json.dumps({"as_of_date": AS_OF, "synthetic": True}), encoding="utf-8"
    )
    return folder


def write_file(path: Path, text: str) -> None:
    """Write a CSV file, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.lstrip(), encoding="utf-8")
