"""Keys of the extract files, and their cells as the text that stands in the files."""

from sys import intern

import pyarrow as pa

from generator.writers.sis import layout


def row_key(file, values):
    """The key of a row as one text, its parts joined by |.

    file: name of the file without .csv
    values: texts of the row, in the order of the file's columns
    """
    return "|".join(values[: len(layout()[file]["key"])])


def as_text(column):
    """A column as text, spelt as it is written to CSV; missing values stay missing.

    column: pa.Array or pa.ChunkedArray
    """
    return column if pa.types.is_string(column.type) else column.cast(pa.string())


def row_texts(table, rows):
    """Row number -> list of the texts of that row, missing values as empty texts.

    rows: sequence of int
    """
    picked = table.take(pa.array(rows, pa.int64()))
    columns = [as_text(column).to_pylist() for column in picked.columns]
    lines = zip(*columns, strict=True)
    # Many cells have the same text: one object of each is enough.
    return {
        row: ["" if value is None else intern(value) for value in line]
        for row, line in zip(rows, lines, strict=True)
    }
