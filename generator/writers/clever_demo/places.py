"""Schools and the two kinds of staff of a demo district."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import tables
from generator.vocabulary import STREETS, SURNAMES, draw_surnames, emails
from generator.writers.clever_demo.people import adult_names, initial_emails

STAFF_PER_SCHOOL = 2


@dataclass
class DemoSchools:
    """(S,) arrays."""

    id: pa.Array
    low_grade: np.ndarray  # places in the list of grades
    high_grade: np.ndarray
    area_code: np.ndarray
    table: pa.Table  # schools


@dataclass
class DemoTeachers:
    """(S, T) teachers by school."""

    id: pa.Array  # (S * T,) texts, school by school
    table: pa.Table  # teachers


def make_schools(district):
    """The schools of a `DemoDistrict`; city and type are drawn per school."""
    rng, known = district.streams("schools"), district.parameters
    count = district.options.schools_per_district
    ids = district.identifiers.take("schools", count, 6)
    kinds, cities = known["school_types"], district.cities
    kind = rng.integers(0, len(kinds), count)
    city = rng.integers(0, len(cities), count)
    low = np.array([kinds[code][1] for code in kind])
    high = np.array([kinds[code][2] for code in kind])
    area = np.array([cities[code][2] for code in city])
    surname, _ = draw_surnames(rng, np.zeros(count, dtype=np.int32))
    first, last = adult_names(rng, rng.integers(0, 2, count))
    zip_ends = rng.integers(10, 100, count)
    street = pc.binary_join_element_wise(
        pa.array(rng.integers(100, 10_000, count)).cast(pa.string()),
        pa.array(STREETS).take(pa.array(rng.integers(0, len(STREETS), count))),
        " ",
    )
    names = [
        SURNAMES[a] + " " + kinds[b][0] for a, b in zip(surname, kind, strict=True)
    ]
    table = pa.table(
        {
            "School_id": ids,
            "School_name": names,
            "School_number": [f"{number:02d}" for number in range(1, count + 1)],
            "Low_grade": tables.words(low, known["grades"]),
            "High_grade": tables.words(high, known["grades"]),
            "Principal": pc.binary_join_element_wise(
                first.cast(pa.string()), last.cast(pa.string()), " "
            ),
            "Principal_email": [
                f"principal.{i}@{district.domain}" for i in ids.to_pylist()
            ],
            "School_address": street,
            "School_city": tables.words(city, [name for name, _, _ in cities]),
            "School_state": tables.constant(district.state, count),
            "School_zip": [
                f"{cities[code][1]}{end}"
                for code, end in zip(city, zip_ends, strict=True)
            ],
            "School_phone": phone_numbers(rng, area),
        }
    )
    return DemoSchools(ids, low, high, area, table)


def phone_numbers(rng, area_codes):
    """Ten digits in the range kept for fiction, 555-0100 to 555-0199."""
    numbers = (
        area_codes * 10_000_000 + 5_550_100 + rng.integers(0, 100, len(area_codes))
    )
    return pa.array(numbers).cast(pa.string())


def make_teachers(district, schools):
    """The teachers: as many at each school."""
    rng, options = district.streams("teachers"), district.options
    count = options.schools_per_district * options.teachers_per_school
    ids = district.identifiers.take("educators", count, 7)
    first, last = adult_names(rng, rng.integers(0, 2, count))
    numbers = district.identifiers.numbers("teachers", count, 100_000, 1_000_000)
    numbers = pc.binary_join_element_wise("T-", pa.array(numbers).cast(pa.string()), "")
    school = np.repeat(np.arange(len(schools.id)), options.teachers_per_school)
    table = pa.table(
        {
            "School_id": tables.words(school, schools.id),
            "Teacher_id": ids,
            "Teacher_number": numbers,
            "State_teacher_id": pc.binary_join_element_wise(
                district.state, numbers, "-"
            ),
            "Teacher_email": initial_emails(first, last, district.domain),
            "First_name": first,
            "Last_name": last,
            "Title": tables.constant("Teacher", count),
        }
    )
    return DemoTeachers(ids, table)


def staff_table(district, schools):
    """One system administrator for the district, two people in each school's office."""
    rng = district.streams("staff")
    count = len(schools.id) * STAFF_PER_SCHOOL
    teachers = len(schools.id) * district.options.teachers_per_school
    ids = district.identifiers.take("educators", count + 1, 7, before=teachers)
    first, last = adult_names(rng, rng.integers(0, 2, count))
    school = np.repeat(np.arange(len(schools.id)), STAFF_PER_SCHOOL)
    office = emails(first, last, f"office.{district.domain}")
    return pa.table(
        {
            "School_id": tables.words([0, *school], schools.id),
            "Staff_id": ids,
            "Staff_email": pa.concat_arrays(
                [pa.array([f"admin@{district.domain}"]), office]
            ),
            "First_name": _behind("System", first),
            "Last_name": _behind("Admin", last),
            "Department": _behind("Central", tables.constant("Admin", count)),
            "Title": _behind("Admin", tables.constant("Staff", count)),
        }
    )


def _behind(text, column):
    return pa.concat_arrays([pa.array([text]), column.cast(pa.string())])
