"""Parents and other contacts: one record per adult, shared by a home's children."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import tables
from generator.district.parameters import parameters
from generator.district.places import place_of
from generator.district.students import sorted_ids
from generator.streams import draw_codes
from generator.vocabulary import (
    draw_first_names,
    draw_surnames,
    emails,
    name_origins,
    phones,
)

FEMALE, MALE = 0, 1
RELATIONSHIPS = [
    "Mother",
    "Father",
    "Stepmother",
    "Stepfather",
    "Grandmother",
    "Grandfather",
    "Aunt",
    "Uncle",
    "Family friend",
]
TYPES = ["Parent/Guardian", "Emergency"]
PHONE_TYPES = ["Cell", "Home", "Work"]
PHONE_SHARES = [0.8, 0.12, 0.08]
# adults of each kind of home: relationships, the first one is called first
HOMES = {
    "two_parents": ["Mother", "Father"],
    "step_father": ["Mother", "Stepfather"],
    "step_mother": ["Father", "Stepmother"],
    "mother": ["Mother"],
    "father": ["Father"],
    "grandparents": ["Grandmother", "Grandfather"],
    "aunt": ["Aunt"],
}
EMERGENCY = ["Grandmother", "Grandfather", "Aunt", "Uncle", "Family friend"]
SEX = {
    name: MALE if name in ("Father", "Stepfather", "Grandfather", "Uncle") else FEMALE
    for name in RELATIONSHIPS
}
# A step-parent and a friend bear another name; of the rest most bear the family's
OTHER_NAME = {"Stepfather": 1.0, "Stepmother": 0.3, "Family friend": 1.0}


def add_contacts(world):
    """Fill the tables `contacts` and `student_contacts`, ordered by their keys."""
    home, relationship, kind, priority = _adults(world)
    size = len(home)
    contact_id = sorted_ids(world.streams, "contacts", size, "C", 8)
    rank = world.streams("contacts", "order").permutation(size)
    world.tables["contacts"] = _contacts_table(
        world, contact_id, home, relationship, np.argsort(rank)
    )
    # adults are in order of the home: the children of a home meet all its adults
    count = np.bincount(home, minlength=len(world.households.zone))
    first = np.cumsum(count) - count
    student_home = world.students.household
    number = count[student_home]
    student = np.repeat(np.arange(len(student_home)), number)
    start = np.cumsum(number) - number
    adult = np.arange(len(student)) - np.repeat(start, number)
    adult += np.repeat(first[student_home], number)
    order = np.lexsort((rank[adult], student))
    student, adult = student[order], adult[order]
    world.tables["student_contacts"] = pa.table(
        {
            "student_id": tables.words(student, world.students.id),
            "contact_id": tables.words(rank[adult], contact_id),
            "relationship": tables.words(relationship[adult], RELATIONSHIPS),
            "contact_type": tables.words(kind[adult], TYPES),
            "priority": tables.integers(priority[adult]),
        }
    )


def _adults(world):
    """Home, relationship, type and priority of all adults, in order of their homes."""
    known = parameters("population")
    rng, size = world.streams("contacts", "homes"), len(world.households.zone)
    names, shares = zip(*known["homes"].items(), strict=True)
    code = draw_codes(rng, shares, size)
    adults = [[RELATIONSHIPS.index(adult) for adult in HOMES[name]] for name in names]
    first, second = np.array([[*pair, -1][:2] for pair in adults]).T[:, code]
    # grandparents: not always both
    single = (second == RELATIONSHIPS.index("Grandfather")) & (rng.random(size) < 0.5)
    second[single] = -1
    third = draw_codes(rng, np.ones(len(EMERGENCY)), size)
    third = np.array([RELATIONSHIPS.index(name) for name in EMERGENCY])[third]
    # nobody is grandmother and emergency contact at once
    absent = (rng.random(size) >= known["emergency_contact"]) | (third == first)
    third[absent | (third == second)] = -1
    place = np.concatenate([np.arange(size)] * 3)
    relationship = np.concatenate([first, second, third])
    kind = np.repeat([0, 0, 1], size)
    turn = np.repeat([0, 1, 2], size)
    there = np.flatnonzero(relationship >= 0)
    there = there[np.lexsort((turn[there], place[there]))]
    place, turn = place[there], turn[there]
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    lengths = np.diff(starts, append=len(place))
    priority = np.arange(len(place)) - np.repeat(starts, lengths) + 1
    return place, relationship[there], kind[there], priority


def _contacts_table(world, contact_id, home, relationship, order):
    """contacts.csv: its row i is the adult order[i]."""
    homes, size = world.households, len(home)
    rng = world.streams("contacts", "names")
    origins = name_origins(
        world.streams("households", "name origin"), homes.language, homes.group
    )
    own = draw_surnames(world.streams("households", "surname"), origins)
    extra, _ = draw_surnames(rng, origins[home])
    chance = np.array([OTHER_NAME.get(name, 0.15) for name in RELATIONSHIPS])
    is_other = rng.random(size) < chance[relationship]
    last = tables.words(np.where(is_other, extra, own[0][home]), own[1])
    sexes = np.array([SEX[name] for name in RELATIONSHIPS])[relationship]
    first = tables.words(*draw_first_names(rng, sexes, origins[home], adults=True))
    area = int(place_of(world).area_code)
    order = pa.array(order)
    full = pc.binary_join_element_wise(
        first.dictionary_decode(), last.dictionary_decode(), " "
    )
    kinds = draw_codes(rng, PHONE_SHARES, size)
    domain = "mail.example.org"
    address = emails(first, last, f"{world.name.replace('_', '-')}.{domain}")
    without = pa.array(rng.random(size) < 0.06)
    return pa.table(
        {
            "contact_id": contact_id,
            "full_name": full.take(order),
            "phone": phones(rng, np.full(size, area)),
            "phone_type": tables.words(kinds, PHONE_TYPES),
            "email": pc.if_else(without, pa.scalar(None, pa.string()), address).take(
                order
            ),
        }
    )
