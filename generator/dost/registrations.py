"""The registration forms: where users live, and who they are."""

import numpy as np
import pyarrow as pa

from generator.dost.catalogue import numbered
from generator.dost.columns import numbers, sources
from generator.dost.parameters import parameters
from generator.tables import dates, flags, words


def registrations(world):
    """Table of the forms of those users who filled one in."""
    given, draws, users = parameters("population"), world.draws, world.users
    every = np.arange(len(users))
    row = every[draws.uniform("registered", every) < given["registered"]]
    source = users.source[row]
    states = list(given["districts"])
    names = [name for state in states for name in given["districts"][state]]
    state_of = np.repeat(
        np.arange(len(states)), [len(d) for d in given["districts"].values()]
    )
    # the users of a partner live in three districts, mostly in the first
    home = draws.whole("home", 0, len(names) - 1, users.partner[row] + 1)
    step = draws.coded("district", [0.6, 0.25, 0.15], row)
    anywhere = draws.whole("anywhere", 0, len(names) - 1, row)
    place = np.where(users.partner[row] < 0, anywhere, (home + step) % len(names))
    wrong = [given["misspellings"].get(name, name) for name in names]
    texts = names + wrong + [name.upper() for name in names]
    spelling = draws.coded(
        "spelling",
        [
            1 - given["misspelt"] - given["upper_case"],
            given["misspelt"],
            given["upper_case"],
        ],
        row,
    )
    block = draws.whole("block", 1, given["blocks"], row)
    sector = draws.whole("sector", 1, given["sectors"], row)
    centre = draws.whole("centre", 1, given["centres"], row)
    ages = np.array(list(given["child_ages"]))
    age = ages[draws.coded("child age", list(given["child_ages"].values()), row)]
    partner_ids = numbered(world.partners.source)
    partner = users.partner[row]
    return pa.table(
        {
            "data_source": sources(source),
            "id": pa.array(numbered(source)),
            "user_id": pa.array(world.user_ids[row]),
            "registered_on": dates(users.signed_up[row]),
            "partner_id": numbers(np.where(partner < 0, -1, partner_ids[partner])),
            "state": words(state_of[place], states),
            "district": words(spelling * len(names) + place, texts),
            "block": words(block, [f"Block {n}" for n in range(given["blocks"] + 1)]),
            "sector": words(
                sector, [f"Sector {n}" for n in range(given["sectors"] + 1)]
            ),
            "centre": words(
                centre, [f"Centre {n}" for n in range(given["centres"] + 1)]
            ),
            "parent_type": words(
                users.is_father[row].astype(int), ["mother", "father"]
            ),
            "child_age": pa.array(age),
            "has_smartphone": flags(
                draws.uniform("smartphone", row) < given["smartphone"]
            ),
        }
    )
