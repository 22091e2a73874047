"""Excel workbooks, equal in every run."""

import datetime
import io
from dataclasses import dataclass, field

import numpy as np
import xlsxwriter

from generator.dfe.text import column, is_one

# The time of making that stands in the file: the same in every run.
CREATED = datetime.datetime(1980, 1, 1)
# Rows go through memory a part at a time.
ROWS_AT_A_TIME = 4096


@dataclass
class Sheet:
    """A sheet: rows of titles, the header, columns.

    columns: {name in the header: numpy or Arrow array, one text, or `Coded`}
    titles: lists of texts above the header
    """

    name: str
    header: list = field(default_factory=list)
    columns: dict = field(default_factory=dict)
    titles: list = field(default_factory=list)


@dataclass
class Coded:
    """Numbers or dates with a text in the place of some; a null text is none."""

    values: object
    texts: object

    def __len__(self):
        return len(self.values)


def workbook(sheets):
    """The workbook as bytes. Raises KeyError for a column that is not in its header."""
    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "in_memory": False,
        "default_date_format": "dd/mm/yyyy",
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": CREATED})
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet)
    return target.getvalue()


def _write(target, sheet):
    unknown = set(sheet.columns) - set(sheet.header)
    if unknown:
        raise KeyError(f"not in the header: {sorted(unknown)}")
    above = [*sheet.titles, sheet.header] if sheet.header else sheet.titles
    for number, texts in enumerate(above):
        for place, text in enumerate(texts):
            if text:
                target.write_string(number, place, text)
    filled = [
        (place, sheet.columns[name])
        for place, name in enumerate(sheet.header)
        if sheet.columns.get(name) is not None
    ]
    sizes = [len(values) for _, values in filled if not is_one(values)]
    count = sizes[0] if sizes else 0
    for start in range(0, count, ROWS_AT_A_TIME):
        length = min(ROWS_AT_A_TIME, count - start)
        parts = [(place, _cells(values, start, length)) for place, values in filled]
        for line in range(length):
            for place, cells in parts:
                value = cells[line]
                if value is not None:
                    target.write(len(above) + start + line, place, value)


def _cells(values, start, length):
    """Part of a column as a list of numbers, texts, dates and None for empty cells."""
    if isinstance(values, Coded):
        texts = _cells(values.texts, start, length)
        plain = _cells(values.values, start, length)
        return [
            one if text is None else text
            for text, one in zip(texts, plain, strict=True)
        ]
    if is_one(values):
        return [values] * length
    part = values[start : start + length]
    if isinstance(part, np.ndarray) and part.dtype.kind == "M":
        return part.astype("datetime64[D]").tolist()
    return column(part, length).to_pylist()
