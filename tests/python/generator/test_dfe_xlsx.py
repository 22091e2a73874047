"""Workbooks are read back as they were meant."""

import datetime
import io

import numpy as np
import pyarrow as pa
import pytest
from python_calamine import CalamineWorkbook

from generator.dfe.xlsx import Coded, Sheet, workbook


def read_back(data, number=0):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_index(number).to_python(skip_empty_area=False)


def test_kinds_of_cells():
    columns = {
        "number": np.array([1, -2, 3]),
        "share": np.array([0.25, np.nan, 100.0]),
        "text": pa.array(["a < b & c", None, '"Zoë"']),
        "day": np.array(["2023-01-31", "NaT", "1993-05-29"], dtype="datetime64[D]"),
        "coded": Coded(np.array([1.5, 2.5, 3.5]), pa.array([None, "SUPP", None])),
        "same": "yes",
    }
    header = ["number", "share", "nothing", "text", "day", "coded", "same"]
    titles = [["A title"], []]
    found = read_back(workbook([Sheet("one", header, columns, titles)]))
    assert found[0][0] == "A title"
    assert found[2] == header
    assert found[3] == [
        1.0,
        0.25,
        "",
        "a < b & c",
        datetime.date(2023, 1, 31),
        1.5,
        "yes",
    ]
    assert found[4] == [-2.0, "", "", "", "", "SUPP", "yes"]
    assert found[5][3:5] == ['"Zoë"', datetime.date(1993, 5, 29)]


def test_many_rows_and_several_sheets():
    size = 10_000
    columns = {"n": np.arange(size), "t": pa.array([f"t{n}" for n in range(size)])}
    data = workbook([Sheet("index"), Sheet("rows", ["n", "t"], columns)])
    assert read_back(data, 0) == []
    rows = read_back(data, 1)
    assert len(rows) == size + 1
    assert rows[-1] == [size - 1.0, f"t{size - 1}"]


def test_a_workbook_is_the_same_in_every_run():
    sheet = Sheet("one", ["n"], {"n": np.arange(5)})
    assert workbook([sheet]) == workbook([sheet])


def test_an_unknown_column_is_refused():
    with pytest.raises(KeyError, match="m"):
        workbook([Sheet("one", ["n"], {"m": np.arange(5)})])
