"""Files of national school finance for tests, as bytes: CSV text and workbooks."""

import csv
import datetime
import io

import xlsxwriter
from edstats.landing.contracts import read_contracts

CONTRACTS = read_contracts("dfe")
SCHOOL = {"urn": "100001", "gifa": "800.5", "block_age": "1991-2000"}


def header_of(entity, **instead):
    """A header that a file of this kind may have; `instead` replaces or drops."""
    names = {}
    for column, spellings in CONTRACTS[entity]["headers"].items():
        name = spellings[0].removesuffix("*")
        names[column] = f"{name} of a kind" if name.endswith(" ") else name
    names |= instead
    return {column: name for column, name in names.items() if name is not None}


def table(entity, *rows, **instead):
    """Rows of text with the header first; a row is given as column -> value."""
    header = header_of(entity, **instead)
    return [
        list(header.values()),
        *([row.get(column, "") for column in header] for row in rows),
    ]


def as_csv(rows, encoding="utf-8"):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode(encoding)


def as_workbook(**sheets):
    """The bytes of a workbook; a sheet is a list of rows of values."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for n, row in enumerate(rows):
                for m, value in enumerate(row):
                    if isinstance(value, datetime.date):
                        sheet.write_datetime(n, m, value, dates)
                    else:
                        sheet.write(n, m, value)
    return buffer.getvalue()


def workforce(title_rows):
    entity = "census_workforce"
    wanted = ("urn", "workforce_fte", "teachers_fte", "teacher_vacancies")
    dropped = dict.fromkeys(set(header_of(entity)) - set(wanted))
    return [
        *([f"title {n}"] if n % 2 else [] for n in range(title_rows)),
        *table(entity, {"urn": 100001, "workforce_fte": 139.12}, **dropped),
    ]
