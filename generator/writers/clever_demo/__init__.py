"""Demo districts in Clever's files, with the demo-district generator's values.

A small model of its own, as that generator has one: every student is made in one
section. What was wrong in its output is not repeated: identifiers and e-mail addresses
are different from each other, telephone numbers are valid, birth dates follow from the
school year, and the same seed gives the same files.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from generator.output import OutFile
from generator.streams import Streams
from generator.writers.clever_demo import attendance, places, sections, students
from generator.writers.clever_demo.identifiers import Identifiers


@dataclass
class DemoDistrict:
    """What the tables of one district are made from."""

    name: str  # such as Maple Valley
    folder: str
    domain: str
    state: str
    cities: list  # [name, first three digits of the ZIP codes, area code]
    index: int
    options: object  # `generator.config.DemoOptions`
    parameters: dict
    streams: Streams
    identifiers: Identifiers


@cache
def _parameters():
    text = Path(__file__).with_name("parameters.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def district_of(config, index):
    """The `DemoDistrict` number `index`, from 0; no two have the same name."""
    known, options = _parameters(), config.demo
    turn, number = divmod(index, len(known["districts"]))
    name = known["districts"][number] + (f" {turn + 1}" if turn else "")
    folder = name.lower().replace(" ", "_")
    state, cities = known["states"][index % len(known["states"])]
    streams = Streams(config.seed, "clever-demo", index)
    per_school = (
        1
        + options.teachers_per_school
        + places.STAFF_PER_SCHOOL
        + options.sections_per_school * (1 + options.students_per_section)
    )
    entities = options.schools_per_district * per_school + 1
    # identifiers of all districts come from one permutation, a range for each
    shared = Streams(config.seed, "clever-demo")
    return DemoDistrict(
        name=name,
        folder=folder,
        domain=f"{folder.replace('_', '-')}.example.org",
        state=state,
        cities=cities,
        index=index,
        options=options,
        parameters=known,
        streams=streams,
        identifiers=Identifiers(shared, options, index, entities),
    )


def files(config):
    """The `OutFile`s of all demo districts, made as they are asked for.

    config: `generator.config.Config`; its seed and its options `demo` count
    """
    for index in range(config.demo.num_districts):
        district = district_of(config, index)
        for name, table in district_tables(district).items():
            yield OutFile("clever", district.folder, name, table)


def district_tables(district):
    """File name without its ending -> `pyarrow.Table`; empty files are left out."""
    options = district.options
    schools = places.make_schools(district)
    teachers = places.make_teachers(district, schools)
    made = sections.make_sections(district, schools, teachers)
    people = students.make_students(district, schools, made)
    result = {
        "schools": schools.table,
        "teachers": teachers.table,
        "staff": places.staff_table(district, schools),
        "students": students.students_table(district, schools, people),
        "sections": made.table,
        "enrollments": sections.enrollments_table(schools, made, people),
    }
    if options.do_attendance:
        result["attendance"] = attendance.attendance_table(
            district, schools, made, people
        )
    if options.do_resources:
        result["resources"] = attendance.resources_table(district)
    return result
