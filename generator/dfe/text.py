"""CSV files: columns by header, in the encoding that the file is known for."""

import io
from types import SimpleNamespace

import numpy as np
import pyarrow as pa

from generator.formats import write_csv

BOM = b"\xef\xbb\xbf"


def csv_file(header, columns, encoding="utf-8", bom=False, padding=0):
    """The file as bytes; columns that are not given are empty.

    columns: {name: Arrow array, numpy array or one text}; all names are in the header
    encoding: "utf-8" or "cp1252"
    bom: whether a UTF-8 mark stands in front, whatever the encoding
    padding: rows of nothing but commas behind the others
    """
    unknown = set(columns) - set(header)
    if unknown:
        raise KeyError(f"not in the header: {sorted(unknown)}")
    arrays = {name: values for name, values in columns.items() if not is_one(values)}
    size = len(next(iter(arrays.values())))
    table = [column(columns.get(name), size) for name in header]
    sink = io.BytesIO()
    item = SimpleNamespace(
        data=pa.Table.from_arrays(table, names=list(header)), bom=False, crlf=False
    )
    write_csv(sink, item, lambda rows: None)
    body = sink.getvalue()
    if encoding != "utf-8":
        body = body.decode("utf-8").encode(encoding)
    padded = b"," * (len(header) - 1) + b"\n"
    return (BOM if bom else b"") + body + padded * padding


def is_one(values):
    """Whether it is one value for all rows."""
    return values is None or isinstance(values, str | int | float)


def column(values, size):
    """An Arrow array of `size` rows."""
    if values is None:
        return pa.nulls(size, pa.string())
    if is_one(values):
        return pa.array([str(values)], pa.string()).take(
            pa.array(np.zeros(size, dtype=np.int32))
        )
    if isinstance(values, np.ndarray):
        if values.dtype.kind == "f":
            return plain_numbers(values)
        return pa.array(values)
    return values


def plain_numbers(values):
    """Floats as Arrow doubles or, when all are whole, as integers; NaN is empty."""
    gone = np.isnan(values)
    filled = np.where(gone, 0, values)
    if (filled == np.rint(filled)).all():
        return pa.array(filled.astype(np.int64), mask=gone)
    return pa.array(values, mask=gone)


def dated(days, pattern="%d/%m/%Y"):
    """Dates as texts, day first; NaT is empty."""
    days = np.asarray(days, dtype="datetime64[D]")
    unique, codes = np.unique(days, return_inverse=True)
    texts = pa.array(
        [
            None if np.isnat(day) else day.astype(object).strftime(pattern)
            for day in unique
        ],
        pa.string(),
    )
    return texts.take(pa.array(codes.astype(np.int64)))
