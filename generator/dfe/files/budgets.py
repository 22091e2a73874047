"""Budget forecast returns and the contacts of trusts."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.dfe.budgets import TITLES
from generator.dfe.names import drawn, joined
from generator.dfe.text import csv_file
from generator.dfe.xlsx import Sheet, workbook
from generator.tables import words

# The third year and the lines of IT came with this layout.
NEW = 2025
OLD_CONTACTS = [
    "Companies House Number", "Title", "Forename 1", "Surname", "Direct email address",
]  # fmt: skip
CONTACTS = ["Companies House Number", "CFO forename", "CFO surname", "CFO email"]


def sofa(world, back):
    """The return of `back` years ago, in thousands of pounds."""
    is_new = world.layout - back >= NEW
    found = world.budgets.sofa(back, has_third=is_new, has_it=is_new)
    lines = list(TITLES)
    columns = {
        "TrustUPIN": world.trusts.upin[found.trust],
        "Title": words(np.searchsorted(lines, found.line), list(TITLES.values())),
        "EFALineNo": found.line,
    }
    columns |= {name: getattr(found, name) for name in found.__dict__ if name[0] == "Y"}
    return csv_file(list(columns), columns), len(found)


def three_years(world, back):
    """The plan of `back` years ago."""
    found = world.budgets.three_years(back)
    columns = {
        "TrustUPIN": world.trusts.upin[found.trust],
        "EFALineNo": found.line,
    }
    columns |= {name: getattr(found, name) for name in found.__dict__ if name[0] == "Y"}
    return csv_file(list(columns), columns), len(found)


def cfo(world):
    """Chief financial officers; some trusts have named none."""
    rng = world.streams("contacts")
    rows = np.flatnonzero(rng.random(len(world.trusts)) < 0.97)
    first = drawn(rng, "first_names", len(rows))
    last = drawn(rng, "last_names", len(rows))
    padded = pc.utf8_lpad(
        pa.array(world.trusts.company[rows]).cast(pa.string()), 8, "0"
    )
    mail = pc.utf8_lower(joined(first, ".", last, "@trust", world.trusts.uid[rows]))
    mail = joined(mail, ".example.org")
    header = OLD_CONTACTS if world.layout < 2024 else CONTACTS
    values = [padded, first, last, mail]
    if world.layout < 2024:
        title = words(rng.integers(0, 3, len(rows)), ["Ms", "Mr", "Mrs"])
        values = [padded, title, first, last, mail]
    columns = dict(zip(header, values, strict=True))
    return workbook([Sheet("CFO", header, columns)]), len(rows)
