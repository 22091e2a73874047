"""Demo districts for tests, and the headers that their files have to have."""

from generator.config import Config, DemoOptions
from generator.writers import clever_demo

EVERYTHING = {"do_extensions": True, "do_resources": True, "do_attendance": True}
# 30,000 students and 500 teachers in 50 schools
LARGE = {"schools_per_district": 50, "num_districts": 2}
# Headers of the demo-district generator's files
STUDENTS = (
    "School_id,Student_id,Student_number,State_id,Last_name,First_name,Grade,Gender,DOB,"
    "Email_address,Race,Home_language,IEP_status,FRL_status,ELL_status,"
    "Section_504_status,Gifted_status,Disability_status,Disability_type"
)
EXTENSIONS = ",ext.locker_number,ext.bus_route"
CONTACTS = (
    ",Contact_relationship,Contact_type,Contact_name,Contact_phone,Contact_phone_type,"
    "Contact_email,Contact_sis_id"
)
HEADERS = {
    "schools": (
        "School_id,School_name,School_number,Low_grade,High_grade,Principal,"
        "Principal_email,School_address,School_city,School_state,School_zip,"
        "School_phone"
    ),
    "teachers": (
        "School_id,Teacher_id,Teacher_number,State_teacher_id,Teacher_email,First_name,"
        "Last_name,Title"
    ),
    "staff": "School_id,Staff_id,Staff_email,First_name,Last_name,Department,Title",
    "students": STUDENTS + EXTENSIONS + CONTACTS,
    "sections": (
        "School_id,Section_id,Teacher_id,Teacher_2_id,Name,Grade,Subject,Term_name,"
        "Term_start,Term_end"
    ),
    "enrollments": "School_id,Section_id,Student_id",
    "attendance": (
        "sis_id,school_id,student_id,section_id,attendance_date,attendance_type,"
        "attendance_status,excuse_code"
    ),
    "resources": "resource_id,title,roles",
}


def config(seed=1, **options):
    return Config(roster="clever-demo", seed=seed, demo=DemoOptions(**options))


def tables(seed=1, index=0, **options):
    district = clever_demo.district_of(config(seed, **options), index)
    return clever_demo.district_tables(district)


def column(table, name):
    return table[name].to_pylist()
