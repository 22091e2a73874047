"""Attendance and resources of a demo district."""

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import tables
from generator.streams import draw_codes


def attendance_table(district, schools, sections, students):
    """A row per student and weekday: at school, or in the section of the student.

    Whatever the term of the section, as in the demo generator.
    """
    options = district.options
    rng, mode = district.streams("attendance"), options.att_mode
    days = np.busday_offset(
        options.att_start_date, np.arange(options.att_days), roll="forward"
    )
    count = len(days) * len(students.id)
    student = np.tile(np.arange(len(students.id)), len(days))
    shares = district.parameters["attendance"][mode]
    status = draw_codes(rng, list(shares.values()), count)
    excuse = np.where(status > 0, rng.integers(0, 900, count), -1)
    ids = district.identifiers.hexadecimal("attendance", count, 10)
    section = students.section[student] if mode == "Section" else np.full(count, -1)
    return pa.table(
        {
            "sis_id": pc.binary_join_element_wise("att-", ids, ""),
            "school_id": tables.words(students.school[student], schools.id),
            "student_id": tables.words(student, students.id),
            "section_id": tables.words(section, sections.id),
            "attendance_date": tables.dates(np.repeat(days, len(students.id))),
            "attendance_type": tables.constant(mode.lower(), count),
            "attendance_status": tables.words(status, list(shares)),
            "excuse_code": tables.words(excuse, [f"EXC-{n}" for n in range(100, 1000)]),
        }
    )


def resources_table(district):
    """The learning resources, the same titles in every district."""
    titles = [title for title, _ in district.parameters["resources"]]
    return pa.table(
        {
            "resource_id": [_resource_id(title) for title in titles],
            "title": titles,
            "roles": [roles for _, roles in district.parameters["resources"]],
        }
    )


def _resource_id(title):
    number = int.from_bytes(hashlib.sha256(title.encode()).digest()[:4], "big")
    return f"RES-{title[:3].upper()}-{number % 9000 + 1000}"
