"""Build one district: each step adds its part to the `World`, later steps read it."""

from generator.district import (
    attendance,
    calendar,
    contacts,
    courses,
    discipline,
    grades,
    graduations,
    histories,
    households,
    programs,
    schools,
    scores,
    sections,
    services,
    staff,
    students,
)
from generator.district.world import World
from generator.streams import Streams

STEPS = [
    calendar.add_calendar,
    schools.add_schools,
    households.add_households,
    students.add_students,
    histories.add_spells,
    services.add_services,
    contacts.add_contacts,
    courses.add_courses,
    staff.add_staff,
    sections.add_sections,
    programs.add_programs,
    attendance.add_attendance,
    scores.add_scores,
    grades.add_grades,
    discipline.add_discipline,
    graduations.add_graduations,
]


def build_district(config, index=0):
    """The `World` of district number `index` (0 = the first) of `config`, clean.

    Depends on the seed, the options and the index only.
    """
    world = World(config=config, streams=Streams(config.seed, "district", index))
    for step in STEPS:
        step(world)
    # nobody needs the families and the timetable any more, and they are large
    world.households = world.staffing = None
    return world
