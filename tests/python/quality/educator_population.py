"""A staff file with known duplicates, for measuring the matching of educators.

Written apart from the generator's defect injector: other slips of the pen, other short
names, surnames that change in more ways. Names come with the frequencies of the
generator's vocabulary, so that namesakes are as common as in a real district.
"""

from datetime import date, timedelta

import numpy as np

from generator.vocabulary.languages import LANGUAGES
from generator.vocabulary.names import draw_first_names, draw_surnames

COLUMNS = (
    "district_id",
    "educator_key",
    "state_educator_id",
    "first_name",
    "middle_name",
    "last_name",
    "former_last_name",
    "birth_date",
    "email",
)
# None of them is what the injector writes for the name.
SHORT_NAMES = {
    "Angela": "Ang",
    "Anthony": "Ant",
    "Carolyn": "Carrie",
    "Charles": "Chuck",
    "Christopher": "Topher",
    "Daniel": "Danny",
    "Deborah": "Deb",
    "Elizabeth": "Betty",
    "James": "Jimmy",
    "Jennifer": "Jenny",
    "John": "Johnny",
    "Joseph": "Joey",
    "Katherine": "Katie",
    "Kathleen": "Katie",
    "Kimberly": "Kimmy",
    "Linda": "Lindy",
    "Margaret": "Maggie",
    "Maria": "Mary",
    "Mary": "Molly",
    "Michael": "Mickey",
    "Nancy": "Nan",
    "Patricia": "Trish",
    "Rebecca": "Becca",
    "Richard": "Dick",
    "Robert": "Robbie",
    "Sandra": "Sandi",
    "Sarah": "Sally",
    "Stephanie": "Stevie",
    "Susan": "Suzie",
    "Thomas": "Tommy",
    "William": "Will",
}
KINDS = ("typo", "nickname", "surname", "birth_date")
NEGATIVES = ("namesake", "twin", "near_birth_date", "born_the_same_day")


def staff(size, pairs_per_kind, seed):
    """(rows, duplicates, negatives) of a staff of `size` persons.

    rows: list of dicts with COLUMNS, one per record, a few persons with two records
    duplicates: {kind: set of frozensets of two educator keys}, what should be found
    negatives: {kind: the same}, two persons each, who look alike
    """
    rng = np.random.default_rng(seed)
    rows = [_person(*parts) for parts in _draws(rng, size)]
    people = [rows[i] for i in rng.permutation(size)]
    duplicates = {kind: set() for kind in KINDS}
    negatives = {kind: set() for kind in NEGATIVES}
    for kind in KINDS:
        for person in _some(people, pairs_per_kind, kind):
            other = person | {
                "educator_key": f"{person['educator_key']}-2",
                "state_educator_id": None,
            }
            _COPY[kind](rng, person, other, rows)
            rows.append(other)
            duplicates[kind].add(_pair(person, other))
    for kind in NEGATIVES:
        for person in _some(people, pairs_per_kind, kind):
            other = people.pop()
            _ALIKE[kind](rng, person, other)
            negatives[kind].add(_pair(person, other))
    return rows, duplicates, negatives


def _draws(rng, size):
    language = rng.choice(len(LANGUAGES), size, p=_language_shares())
    codes, first = draw_first_names(rng, rng.integers(0, 2, size), language, True)
    surname_codes, surnames = draw_surnames(rng, language)
    days = rng.integers(0, 45 * 365, size)
    letters = rng.integers(0, 26, size)
    has_middle = rng.random(size) < 0.7
    for i in range(size):
        yield (
            i,
            first[codes[i]],
            surnames[surname_codes[i]],
            date(1958, 1, 1) + timedelta(days=int(days[i])),
            f"{chr(65 + letters[i])}." if has_middle[i] else None,
        )


def _language_shares():
    shares = np.full(len(LANGUAGES), 0.01)
    shares[0] = 1
    shares[1] = 0.15
    return shares / shares.sum()


def _person(number, first_name, last_name, birth_date, middle_name):
    return {
        "district_id": "district",
        "educator_key": f"E{number:06}",
        "state_educator_id": f"{100_000_000 + 7919 * number}",
        "first_name": first_name,
        "middle_name": middle_name,
        "last_name": last_name,
        "former_last_name": None,
        "birth_date": birth_date,
        "email": f"{first_name}.{last_name}.{number}@district.example.org".lower(),
    }


def _some(people, count, kind):
    """Take `count` persons out of `people`, such as the kind needs."""
    taken = []
    for person in list(people):
        if len(taken) < count and _fits(person, kind):
            taken.append(person)
            people.remove(person)
    return taken


def _fits(person, kind):
    if kind == "nickname":
        return person["first_name"] in SHORT_NAMES
    if kind == "typo":
        return len(person["first_name"]) > 3 and len(person["last_name"]) > 3
    if kind == "birth_date":
        return _exchanged(person["birth_date"]) is not None
    return True


def _typo(rng, person, other, rows):
    """A slip in one name or in both: a letter exchanged, dropped, wrong or too many."""
    columns = ["last_name", "first_name"]
    for column in [columns[rng.integers(2)]] if rng.random() < 0.8 else columns:
        name = person[column]
        at = int(rng.integers(1, len(name) - 1))
        letter = chr(97 + int(rng.integers(26)))
        slips = [
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at + 1 :],
            name[:at] + letter + name[at:],
        ]
        other[column] = slips[rng.integers(4)]
    other["email"] = f"{other['first_name']}.{other['last_name']}@other.example.org"


def _nickname(rng, person, other, rows):
    other["first_name"] = SHORT_NAMES[person["first_name"]]
    other["middle_name"] = None
    other["email"] = None


def _surname(rng, person, other, rows):
    """Married: a new surname with the old one kept, in the field or before a hyphen."""
    new = rows[rng.integers(len(rows))]["last_name"]
    kind = rng.integers(3)
    if kind == 0:
        other["last_name"], other["former_last_name"] = new, person["last_name"]
    elif kind == 1:
        other["last_name"] = f"{person['last_name']}-{new}"
    else:
        person["former_last_name"] = new
        other["last_name"] = new
    other["email"] = f"{other['first_name']}.{new}@other.example.org"


def _birth_date(rng, person, other, rows):
    other["birth_date"] = _exchanged(person["birth_date"])


def _exchanged(day):
    """Day and month exchanged, or two neighbouring digits; None if neither can be."""
    text = day.strftime("%Y%m%d")
    for changed in (
        text[:4] + text[6:] + text[4:6],
        text[:6] + text[7] + text[6],
        text[:2] + text[3] + text[2] + text[4:],
    ):
        try:
            found = date(int(changed[:4]), int(changed[4:6]), int(changed[6:]))
        except ValueError:
            continue
        if found != day and 1940 < found.year < 2004:
            return found
    return None


def _namesake(rng, person, other):
    other["first_name"], other["last_name"] = person["first_name"], person["last_name"]
    while abs((other["birth_date"] - person["birth_date"]).days) < 1000:
        other["birth_date"] = date(1958, 1, 1) + timedelta(
            days=int(rng.integers(45 * 365))
        )


def _twin(rng, person, other):
    other["last_name"], other["birth_date"] = person["last_name"], person["birth_date"]
    if other["first_name"] == person["first_name"]:
        other["first_name"] = "Zora"


def _near_birth_date(rng, person, other):
    """Namesakes born a few days apart, each known to the state under an own id."""
    other["first_name"], other["last_name"] = person["first_name"], person["last_name"]
    other["birth_date"] = person["birth_date"] + timedelta(
        days=int(rng.integers(2, 28))
    )


def _born_the_same_day(rng, person, other):
    """One first name and birth date, other surname: nothing says that one married."""
    other["first_name"] = person["first_name"]
    other["birth_date"] = person["birth_date"]


def _pair(one, other):
    return frozenset((one["educator_key"], other["educator_key"]))


_COPY = dict(zip(KINDS, (_typo, _nickname, _surname, _birth_date), strict=True))
_ALIKE = dict(
    zip(
        NEGATIVES,
        (_namesake, _twin, _near_birth_date, _born_the_same_day),
        strict=True,
    )
)
