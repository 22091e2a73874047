"""Districts for the tests of places, people and histories: built once, not written."""

import functools

from generator.config import Config, DistrictOptions
from generator.district import (
    calendar,
    contacts,
    histories,
    households,
    schools,
    services,
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
]


@functools.cache
def people(seed=1, as_of="2026-05-29", years=5, index=0, **options):
    """A `World` with everything up to contacts; `options` are those of the district."""
    options = {"schools": 4, "students": 1_200, **options}
    config = Config(
        seed=seed, as_of=as_of, years=years, district=DistrictOptions(**options)
    )
    world = World(config=config, streams=Streams(config.seed, "district", index))
    for step in STEPS:
        step(world)
    return world


def default_people():
    """The district of the preset `default`."""
    return people(schools=40, students=25_000)
