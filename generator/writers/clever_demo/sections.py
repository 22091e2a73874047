"""Terms and sections of a demo district, and who is in them."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from generator import tables


@dataclass
class DemoSections:
    """(C,) arrays, school by school."""

    id: pa.Array
    school: np.ndarray  # index into the schools
    grade: np.ndarray  # place in the list of grades
    table: pa.Table  # sections


def terms_of(options, parameters):
    """Tuples (name, first day, last day) of the school year, dates as texts."""
    start, end = options.school_start_year, options.school_start_year + 1
    rules = list(parameters["terms"][options.num_terms])
    if options.include_summer:
        rules.append(parameters["summer"])
    return [
        (name.format(start=start, end=end), *(_dated(day, start) for day in days))
        for name, *days in rules
    ]


def _dated(month_day, start):
    return f"{start + (month_day < '08-01')}-{month_day}"


def make_sections(district, schools, teachers):
    """The sections: a teacher at random, each teacher's sections in turn by term."""
    rng, options = district.streams("sections"), district.options
    per_school = options.sections_per_school
    count = per_school * len(schools.id)
    ids = district.identifiers.take("sections", count, 8)
    school = np.repeat(np.arange(len(schools.id)), per_school)
    number = np.tile(np.arange(1, per_school + 1), len(schools.id))
    teacher = school * options.teachers_per_school + rng.integers(
        0, options.teachers_per_school, count
    )
    grade = rng.integers(schools.low_grade[school], schools.high_grade[school] + 1)
    subjects, grades = district.parameters["subjects"], district.parameters["grades"]
    subject = rng.integers(0, len(subjects), count)
    terms = terms_of(options, district.parameters)
    term = _turn_of(teacher) % len(terms)
    names = [
        f"{grades[a]} - {subjects[b]} ({c})"
        for a, b, c in zip(grade, subject, number, strict=True)
    ]
    table = pa.table(
        {
            "School_id": tables.words(school, schools.id),
            "Section_id": ids,
            "Teacher_id": tables.words(teacher, teachers.id),
            "Teacher_2_id": _second_teachers(rng, options, teacher, number, teachers),
            "Name": names,
            "Grade": tables.words(grade, grades),
            "Subject": tables.words(subject, subjects),
            "Term_name": tables.words(term, [name for name, _, _ in terms]),
            "Term_start": tables.words(term, [day for _, day, _ in terms]),
            "Term_end": tables.words(term, [day for _, _, day in terms]),
        }
    )
    return DemoSections(ids, school, grade, table)


def _turn_of(teacher):
    """Which of the teacher's sections it is, from 0."""
    order = np.argsort(teacher, kind="stable")
    starts = np.searchsorted(teacher[order], teacher[order])
    turns = np.empty(len(teacher), dtype=np.int64)
    turns[order] = np.arange(len(teacher)) - starts
    return turns


def _second_teachers(rng, options, teacher, number, teachers):
    """The first section of a school has another of its teachers beside the first."""
    per_school = options.teachers_per_school
    step = rng.integers(1, max(per_school, 2), len(teacher))
    other = teacher // per_school * per_school + (teacher + step) % per_school
    has_second = (number == 1) & (per_school > 1)
    return tables.words(np.where(has_second, other, -1), teachers.id)


def enrollments_table(schools, sections, students):
    """One row per student: the section in which the student was made."""
    return pa.table(
        {
            "School_id": tables.words(sections.school[students.section], schools.id),
            "Section_id": tables.words(students.section, sections.id),
            "Student_id": students.id,
        }
    )
