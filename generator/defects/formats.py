"""D17: what export programs and spreadsheets do to files and cells."""

from dataclasses import dataclass

import numpy as np

from generator.defects.catalogue import CATALOGUE
from generator.defects.edits import Mark, Set

# Files with people and places, which an office exports and opens in a spreadsheet, and
# what a row of them is.
FILES = {
    "students": "student",
    "contacts": "contact",
    "educators": "educator",
    "schools": "school",
}
MARKS = {"bom": "LND-011", "crlf": "LND-012"}
ODD_NAMES = [
    ("last_name", "Null"),
    ("last_name", "O'Brien"),
    ("first_name", "José"),
    ("last_name", "Nguyễn"),
]


@dataclass(frozen=True)
class Kind:
    """A way to spoil a cell.

    columns: file -> columns in which it happens
    where: SQL condition on the cell, which is called `text`
    spoil: text -> text
    """

    rule: str
    columns: dict
    where: str
    spoil: object


def _month_first(text):
    year, month, day = text.split("-")
    return f"{month}/{day}/{year}"


KINDS = [
    Kind(
        "LND-013",
        {
            "students": ["first_name", "last_name", "street", "city"],
            "contacts": ["full_name", "email"],
            "educators": ["first_name", "last_name"],
            "schools": ["school_name", "street"],
        },
        "text <> ''",
        lambda text: f"{text} ",
    ),
    Kind(
        "LND-014",
        {"students": ["birth_date"], "educators": ["birth_date", "hire_date"]},
        "text is not null",
        _month_first,
    ),
    Kind(
        "LND-015",
        {
            "students": ["middle_name", "preferred_first_name", "email"],
            "contacts": ["phone", "email"],
            "educators": ["middle_name", "former_last_name"],
        },
        "coalesce(text, '') = ''",
        lambda text: "NULL",
    ),
    Kind(
        "LND-016",
        {
            "students": ["student_number", "state_student_id", "zip"],
            "educators": ["state_educator_id"],
            "schools": ["school_number", "state_school_id", "zip"],
        },
        "regexp_full_match(text, '0[0-9]+')",
        lambda text: text.lstrip("0") or "0",
    ),
]


def inject_d17(draft):
    """Byte-order marks and CRLF in some files; spoilt cells in the people files.

    Cells get a trailing space, another date format, NULL where a value is missing, or
    lose their leading zeros. Nothing else about the value changes.
    """
    rng = draft.rng("D17")
    files = [file for file in FILES if draft.has(file)]
    cells = sum(draft.table(f).num_rows * draft.table(f).num_columns for f in files)
    size = draft.count("D17", cells)
    if not size:
        return
    _mark_files(draft, rng)
    for at, kind in enumerate(KINDS):
        share = size // len(KINDS) + (at < size % len(KINDS))
        _spoil_cells(draft, rng, kind, files, share)
    _odd_names(draft, rng)


def _mark_files(draft, rng):
    """One file with each mark at the default rate, more at higher ones."""
    names = sorted(draft.world.tables)
    number = max(1, round(draft.rates["D17"] / CATALOGUE["D17"].rate))
    order = [names[at] for at in rng.permutation(len(names))]
    for at, (mark, rule) in enumerate(MARKS.items()):
        for file in order[at * number : (at + 1) * number]:
            entities = {"file": [f"{file}.csv"]}
            draft.defect("D17", rule, [Mark(file, mark)], entities, {})


def _spoil_cells(draft, rng, kind, files, size):
    places = [
        (file, column, _cells(draft, file, column, kind.where))
        for file in files
        for column in kind.columns.get(file, ())
        if column in draft.table(file).column_names
    ]
    counts = np.array([cells.num_rows for _, _, cells in places])
    if not counts.sum():
        return
    # By the number of cells; what rounding leaves goes to the column with most.
    shares = counts * size // counts.sum()
    shares[counts.argmax()] += size - shares.sum()
    for (file, column, cells), share in zip(places, shares.tolist(), strict=True):
        for found in draft.pick(rng, cells, {FILES[file]: "key"}, share, file=file):
            value = kind.spoil(found["text"])
            edits = [Set(file, found["row_number"], column, value)]
            entities = {"column": [f"{file}.csv|{column}"]} | _cell(file, column, found)
            owner = {FILES[file]: [found["key"]]}
            draft.defect("D17", kind.rule, edits, entities, owner)


def _cells(draft, file, column, where):
    key = draft.table(file).column_names[0]
    return draft.query(
        f"""
        select * from (
            select row_number, {key} as key, {column}::varchar as text from {file}
        )
        where {where}
        order by row_number
        """,
        file,
    )


def _cell(file, column, found):
    row = f"{file}.csv|{found['key']}"
    return {"row": [row], "cell": [f"{row}|{column}"]}


def _odd_names(draft, rng):
    """Names that look like faults and are none."""
    if not draft.has("students"):
        return
    size = draft.negative_count("D17")
    students = _cells(draft, "students", "last_name", "text is not null")
    for number, found in enumerate(
        draft.pick(rng, students, {"student": "key"}, size, file="students")
    ):
        column, name = ODD_NAMES[number % len(ODD_NAMES)]
        edits = [Set("students", found["row_number"], column, name)]
        entities = _cell("students", column, found)
        owner = {"student": [found["key"]]}
        draft.negative("D17", "LND-015", edits, entities, owner)
