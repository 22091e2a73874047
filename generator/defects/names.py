"""Names, birth dates and codes as people get them wrong."""

import unicodedata
from datetime import date
from pathlib import Path

import yaml

NICKNAMES = yaml.safe_load(Path(__file__).with_name("nicknames.yml").read_text())


def with_typo(rng, name):
    """`name` with two letters exchanged, or one left out or doubled.

    The first letter stays, as it mostly does; the result differs from `name`.
    """
    places = [i for i in range(1, len(name) - 1) if name[i].isalpha()]
    if not places:
        return name + name[-1]
    at = int(rng.choice(places))
    changes = [
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
    ]
    changes = [change for change in changes if change != name]
    return changes[rng.integers(len(changes))]


def with_digits_exchanged(rng, day):
    """A date in which two neighbouring digits changed places; None when none is left.

    day: datetime.date
    """
    text = day.strftime("%Y%m%d")
    found = []
    for at in (2, 4, 6):
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        changed = _date(swapped)
        # A birth date stays plausible: the decade may change, the person not by an age.
        if changed and changed != day and abs(changed.year - day.year) < 20:
            found.append(changed)
    return found[rng.integers(len(found))] if found else None


def email_of(first, last, like):
    """An address made of a name, at the domain of the address `like`."""
    local = ".".join(
        "".join(filter(str.isalnum, _ascii(part))) for part in (first, last)
    )
    return f"{local.lower()}@{like.split('@')[-1]}"


def unknown_code(rng, code, known):
    """A code like `code`, with other digits, that is not in the set `known`."""
    while True:
        changed = "".join(str(rng.integers(10)) if c.isdigit() else c for c in code)
        if changed == code or changed in known:
            changed = f"{changed}{rng.integers(10)}"
        if changed not in known:
            return changed


def _date(digits):
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _ascii(text):
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
