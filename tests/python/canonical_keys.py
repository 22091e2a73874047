"""Keys and references of the canonical extract, and what breaks them in a raw root."""

from pathlib import Path

import duckdb

KEYS = {
    "schools": "school_id",
    "school_crosswalk": "system, school_code",
    "calendars": "school_id, calendar_date",
    "terms": "term_id",
    "bell_schedule": "school_id, period",
    "students": "student_id",
    "contacts": "contact_id",
    "student_contacts": "student_id, contact_id",
    "enrollments": "enrollment_id",
    "student_services": "student_id, service, begin_date",
    "programs": "program_id",
    "program_participations": "student_id, program_id, begin_date",
    "educators": "educator_id",
    "assignments": "assignment_id",
    "certifications": "certification_id",
    "courses": "course_id",
    "sections": "section_id",
    "section_educators": "section_id, educator_id",
    "section_enrollments": "section_id, student_id, begin_date",
    "attendance_daily": "student_id, school_id, attendance_date",
    "attendance_years": "student_id, school_id, school_year",
    "attendance_codes": "attendance_code",
    "assessments": "assessment_id",
    "assessment_results": "result_id",
    "course_grades": "student_id, section_id, marking_period",
    "discipline_incidents": "incident_id, student_id",
    "graduations": "student_id",
}

# Identifiers that no two persons share, beside the keys.
ALSO_UNIQUE = {
    "students": ["state_student_id", "student_number", "email"],
    "educators": ["state_educator_id", "email"],
}

REFERENCES = {
    "school_id": (
        "schools.school_id",
        "school_crosswalk calendars bell_schedule enrollments sections"
        " attendance_daily attendance_years discipline_incidents",
    ),
    "student_id": (
        "students.student_id",
        "student_contacts enrollments student_services program_participations"
        " section_enrollments attendance_daily attendance_years assessment_results"
        " course_grades discipline_incidents graduations",
    ),
    "contact_id": ("contacts.contact_id", "student_contacts"),
    "program_id": ("programs.program_id", "program_participations"),
    "educator_id": (
        "educators.educator_id",
        "assignments certifications section_educators",
    ),
    "course_id": ("courses.course_id", "sections"),
    "term_id": ("terms.term_id", "sections"),
    "section_id": (
        "sections.section_id",
        "section_educators section_enrollments course_grades",
    ),
    "attendance_code": ("attendance_codes.attendance_code", "attendance_daily"),
    "assessment_id": ("assessments.assessment_id", "assessment_results"),
}


def broken(folder: Path) -> list[str]:
    """What is wrong with the keys and references of `sis/<district>`, as sentences."""
    connection = duckdb.connect()
    for name in KEYS:
        connection.execute(
            f"create view {name} as"
            f" from read_csv('{folder / name}.csv', all_varchar = true)"
        )
    found = []
    unique = list(KEYS.items())
    unique += [(name, key) for name, keys in ALSO_UNIQUE.items() for key in keys]
    for name, key in unique:
        first = key.split(",")[0]
        (more,) = connection.execute(
            f"select count(*) from (select 1 from {name} where {first} is not null"
            f" group by {key} having count(*) > 1)"
        ).fetchone()
        if more:
            found.append(f"{name}: {more} values of {key} stand there twice")
    for column, (parent, children) in REFERENCES.items():
        table, key = parent.split(".")
        for child in children.split():
            (lost,) = connection.execute(
                f"select count(*) from {child} anti join {table}"
                f" on {child}.{column} = {table}.{key} where {column} is not null"
            ).fetchone()
            if lost:
                found.append(f"{child}: {lost} rows name a {column} that is not there")
    for name, system in (("assignments", "hr"), ("assessment_results", "assessment")):
        (lost,) = connection.execute(
            f"select count(*) from {name} where school_code not in"
            f" (select school_code from school_crosswalk where system = '{system}')"
            " and school_code not in (select school_id from schools)"
        ).fetchone()
        if lost:
            found.append(f"{name}: {lost} rows with an unknown school_code")
    return found
