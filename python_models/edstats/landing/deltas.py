"""Where the files of changes of the canonical extract lie."""

import datetime
import re

FOLDER = re.compile(r"deltas/(\d{4}-\d{2}-\d{2})/")


def below_deltas(name):
    """The part of a name that says which file it is, without its folder of changes.

    name: path below the district's folder, `deltas/2026-01-02/students.csv`
    None when the folder's name is no date: nobody could tell which folder is later.
    """
    found = FOLDER.match(name)
    if found is None:
        return name
    try:
        datetime.date.fromisoformat(found[1])
    except ValueError:
        return None
    return name[found.end() :]
