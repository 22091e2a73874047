"""Students of a demo district and their contacts: one row per student and contact."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import tables
from generator.streams import draw_codes
from generator.vocabulary import (
    FIRST_NAMES,
    LANGUAGES,
    SURNAMES,
    draw_first_names,
    draw_surnames,
    emails,
)
from generator.writers.clever_demo.people import adult_names, initial_emails
from generator.writers.clever_demo.places import phone_numbers

KINDERGARTEN_AGE = 5
CONTACT_COLUMNS = [
    "relationship",
    "type",
    "name",
    "phone",
    "phone_type",
    "email",
    "sis_id",
]


@dataclass
class DemoStudents:
    """(N,) arrays, section by section."""

    id: pa.Array
    section: np.ndarray  # index into the sections
    school: np.ndarray  # index into the schools
    surname: np.ndarray  # code into SURNAMES
    table: pa.Table  # students, one row each, without contacts


def make_students(district, schools, sections):
    """The students: each made in one section and in that section only."""
    rng, options, known = (
        district.streams("students"),
        district.options,
        district.parameters,
    )
    section = np.repeat(np.arange(len(sections.id)), options.students_per_section)
    school, grade, count = (
        sections.school[section],
        sections.grade[section],
        len(section),
    )
    ids = district.identifiers.take("students", count, 6)
    sexes = rng.integers(0, 2, count)
    language = draw_codes(rng, list(known["home_languages"].values()), count)
    origin = np.array([LANGUAGES.index(code) for code in known["home_languages"]])[
        language
    ]
    first_code, _ = draw_first_names(rng, sexes, origin)
    surname, _ = draw_surnames(rng, origin)
    first, last = tables.words(first_code, FIRST_NAMES), tables.words(surname, SURNAMES)
    numbers = district.identifiers.numbers("students", count, 10_000_000, 100_000_000)
    numbers = pa.array(numbers).cast(pa.string())
    disabled = rng.random(count) < options.prob_disability
    disabilities = known["disability_types"]
    disability = rng.integers(0, len(disabilities), count)
    columns = {
        "School_id": tables.words(school, schools.id),
        "Student_id": ids,
        "Student_number": numbers,
        "State_id": pc.binary_join_element_wise(
            f"{district.state}-{district.index + 1:02d}", numbers, "-"
        ),
        "Last_name": last,
        "First_name": first,
        "Grade": tables.words(grade, known["grades"]),
        "Gender": tables.words(sexes, ["F", "M"]),
        "DOB": tables.dates(_birth_dates(rng, options.school_start_year, grade)),
        "Email_address": initial_emails(
            first, last, f"students.{district.domain}", first_number=10
        ),
        "Race": tables.words(
            draw_codes(rng, list(known["races"].values()), count), list(known["races"])
        ),
        "Home_language": tables.words(language, list(known["home_languages"])),
        "IEP_status": _flag(rng.random(count) < options.prob_iep),
        "FRL_status": _flag(rng.random(count) < options.prob_frl),
        "ELL_status": _flag(rng.random(count) < options.prob_ell),
        "Section_504_status": _flag(rng.random(count) < options.prob_504),
        "Gifted_status": _flag(rng.random(count) < options.prob_gifted),
        "Disability_status": _flag(disabled),
        "Disability_type": tables.words(
            np.where(disabled, disability, -1), disabilities
        ),
    }
    if options.do_extensions:
        columns |= _extensions(district, count)
    return DemoStudents(ids, section, school, surname, pa.table(columns))


def _birth_dates(rng, start_year, grade):
    """Who is in a grade turns its age in the year up to 1 September."""
    latest = np.datetime64(f"{start_year - KINDERGARTEN_AGE}-09-01", "M") - 12 * grade
    return latest.astype("datetime64[D]") - rng.integers(0, 365, len(grade))


def _flag(values):
    return tables.words(values.astype(np.int32), ["N", "Y"])


def _extensions(district, count):
    rng, routes = district.streams("extensions"), district.parameters["bus_routes"]
    return {
        "ext.locker_number": pa.array(rng.integers(100, 10_000, count)),
        "ext.bus_route": tables.words(rng.integers(0, len(routes), count), routes),
    }


def students_table(district, schools, students):
    """students: a row per student and contact, or per student without contacts."""
    if not district.options.do_contacts:
        return students.table
    rng, households = district.streams("contacts"), district.parameters["households"]
    household = draw_codes(rng, [weight for weight, _ in households], len(students.id))
    sizes = np.array([len(contacts) for _, contacts in households])
    offsets = np.cumsum(sizes) - sizes
    kinds = [kind for _, contacts in households for kind in contacts]
    student = np.repeat(np.arange(len(household)), sizes[household])
    first_row = np.cumsum(sizes[household]) - sizes[household]
    place = np.arange(len(student)) - first_row[student]
    contacts = _contacts(
        district,
        rng,
        kinds,
        offsets[household[student]] + place,
        students.surname[student],
        schools.area_code[students.school[student]],
    )
    table = students.table.take(pa.array(student))
    for name, column in contacts.items():
        table = table.append_column(f"Contact_{name}", column)
    return table


def _contacts(district, rng, kinds, kind, surname, area_codes):
    """Columns by name; `kind`: code into `kinds` per contact."""
    known, count = district.parameters, len(kind)
    relationships = [relationship for relationship, _, _ in kinds]
    other, _ = draw_surnames(rng, np.zeros(count, dtype=np.int32))
    is_other = np.array([name == known["other_surname"] for name in relationships])[
        kind
    ]
    # another surname, not the student's by accident
    other = np.where(other == surname, (other + 1) % len(SURNAMES), other)
    surname = np.where(is_other, other, surname)
    sexes = np.array([sex for _, _, sex in kinds])[kind]
    first, last = adult_names(rng, sexes, surname)
    phone_types = known["phone_types"]
    columns = [
        tables.words(kind, relationships),
        tables.words(kind, [contact_type for _, contact_type, _ in kinds]),
        pc.binary_join_element_wise(
            first.cast(pa.string()), last.cast(pa.string()), " "
        ),
        phone_numbers(rng, area_codes),
        tables.words(rng.integers(0, len(phone_types), count), phone_types),
        emails(first, last, f"families.{district.domain}"),
        pc.binary_join_element_wise(
            "cont-", district.identifiers.hexadecimal("contacts", count, 8), ""
        ),
    ]
    return dict(zip(CONTACT_COLUMNS, columns, strict=True))
