"""Names and addresses, all invented; contacts are on example.org."""

from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.dfe.draws import pick
from generator.dfe.figures import table
from generator.dfe.schools import of_kind
from generator.tables import words
from generator.yaml_files import read_yaml

# Towns of an area, so that neighbours share some.
TOWNS_OF_AREA = 12
ACCENTED = 0.003
# Of phones in fiction: the last three digits are free.
PHONE = "01632960"
SCHEMES = {"https://": 0.60, "http://": 0.25, "": 0.15}


@cache
def vocabulary(name):
    """A list of figures/words.yml, or a mapping of it."""
    found = read_yaml(Path(__file__).parent / "figures" / "words.yml")[name]
    return found.split() if isinstance(found, str) else found


@cache
def towns():
    """All names of places."""
    second = vocabulary("second_halves")
    return [first + last for first in vocabulary("first_halves") for last in second]


def joined(*parts):
    """Texts of arrays and single texts, put together row by row."""
    return pc.binary_join_element_wise(*[_text(part) for part in parts], "")


def drawn(rng, name, size):
    """A column of words of this list."""
    found = vocabulary(name)
    return words(rng.integers(0, len(found), size), found)


def _text(part):
    if isinstance(part, str):
        return part
    if isinstance(part, np.ndarray):
        part = pa.array(part)
    return part.cast(pa.string())


class Names:
    """Texts of the schools, as Arrow columns by row number of the school."""

    def __init__(self, streams, schools):
        rng, size = streams("names"), len(schools)
        places = towns()
        first = rng.integers(0, len(places), len(table("areas")))
        town = first[schools.area] + rng.integers(0, TOWNS_OF_AREA, size)
        self.town = words(town % len(places), places)
        stem = self._stems(rng, schools)
        kind = table("kinds").kind[schools.kind]
        before = np.array([vocabulary("endings")[name] for name in kind], dtype=object)
        infant = of_kind(schools, "primary") & (schools.high_age == 7)
        junior = of_kind(schools, "primary") & (schools.low_age == 7)
        before[infant], before[junior] = "Infant School", "Junior School"
        of_academies = vocabulary("academy_endings")
        academy = np.array([of_academies.get(name) for name in kind], dtype=object)
        has_own = schools.is_academy & np.isin(kind, list(of_academies))
        now = np.where(has_own & ~infant & ~junior, academy, before)
        self.school = joined(stem, " ", now)
        # as it was called before it became an academy
        self.before = joined(stem, " ", before)
        self._contacts(streams("contacts of schools"), schools)

    def _stems(self, rng, schools):
        size = len(schools)
        faith, saint = schools.is_faith, rng.integers(0, 3, size)
        stem = pc.if_else(
            pa.array(faith),
            joined("St ", drawn(rng, "saints", size), "'s"),
            words(rng.integers(0, len(towns()), size), towns()).cast(pa.string()),
        )
        odd = pick(rng, np.arange(size), ACCENTED, 3)
        codes = np.full(size, -1)
        codes[odd] = np.arange(len(odd)) % len(vocabulary("accented"))
        self.has_accents = codes >= 0
        stem = pc.coalesce(words(codes, vocabulary("accented")).cast(pa.string()), stem)
        catholic = np.where(faith & (saint == 0), " Catholic", "").astype(object)
        return joined(stem, catholic)

    def _contacts(self, rng, schools):
        size = len(schools)
        letters = np.array(list("ABCDEFGHJKLMNPRSTUVWXY"), dtype=object)
        first, second, third = letters[rng.integers(0, len(letters), (3, size))]
        # no area of the post begins with Z
        numbers = rng.integers(1, 99, size), rng.integers(1, 10, size)
        self.postcode = joined("Z", first, numbers[0], " ", numbers[1], second, third)
        self.street = joined(
            rng.integers(1, 200, size), " ", drawn(rng, "streets", size)
        )
        number = pa.array(rng.integers(0, 1000, size)).cast(pa.string())
        self.phone = joined(PHONE, pc.utf8_lpad(number, 3, "0"))
        self.head_first = drawn(rng, "first_names", size)
        self.head_last = drawn(rng, "last_names", size)
        scheme = rng.choice(len(SCHEMES), size, p=list(SCHEMES.values()))
        site = joined(
            words(scheme, list(SCHEMES)), "www.school", schools.urn, ".example.org"
        )
        none = pa.array(rng.random(size) < 0.03)
        self.website = pc.if_else(none, pa.scalar(None, pa.string()), site)


def trust_names(streams, count):
    """Texts of trusts; a number keeps them apart."""
    rng = streams("trust names")
    places = towns()
    order = rng.permutation(len(places))
    place = words(order[np.arange(count) % len(places)], places)
    kind = drawn(rng, "trusts", count)
    again = np.arange(count) // len(places)
    numbers = ["", *(f" {number + 1}" for number in range(1, again.max() + 1))]
    return joined("The ", place, words(again, numbers), " ", kind)
