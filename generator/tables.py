"""Columns of extract tables: numpy codes turned into Arrow, strings last.

Every extract table is a `pyarrow.Table` (or, for the large facts, a sequence of record
batches) whose text columns are dictionary arrays: int32 codes into a small list of
words. Code -1, NaT and None are missing values and become empty cells.
"""

import numpy as np
import pyarrow as pa


def words(codes, vocabulary):
    """Text column: `codes` (int array, -1 = missing) into `vocabulary` (texts)."""
    codes = np.asarray(codes, dtype=np.int32)
    if not isinstance(vocabulary, pa.Array):
        vocabulary = pa.array(vocabulary, pa.string())
    indices = pa.array(codes, mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, vocabulary)


def constant(text, size):
    """Text column with one value in all rows; None is missing."""
    if text is None:
        return pa.nulls(size, pa.string())
    return words(np.zeros(size, dtype=np.int32), [text])


def dates(days):
    """Date column of a datetime64[D] array; NaT is missing."""
    days = np.asarray(days, dtype="datetime64[D]")
    return pa.array(days, mask=np.isnat(days)).cast(pa.date32())


def integers(values, missing=None):
    """Integer column, of the array's own type; `missing` is a boolean array."""
    values = np.asarray(values)
    if not np.issubdtype(values.dtype, np.integer):
        values = values.astype(np.int64)
    return pa.array(values, mask=missing)


def decimals(values, places, missing=None):
    """Decimal column with `places` digits behind the point; NaN is missing.

    Rounded half to even, by way of integers, so that the text does not depend on the
    machine.
    """
    values = np.asarray(values, dtype=float)
    gone = np.isnan(values) if missing is None else missing | np.isnan(values)
    scaled = np.rint(np.where(gone, 0, values) * 10**places).astype(np.int64)
    whole = pa.array(scaled, mask=gone).cast(pa.decimal128(19, 0))
    # The same digits, read with the point moved: no arithmetic on doubles.
    return pa.Array.from_buffers(
        pa.decimal128(19, places), len(whole), whole.buffers(), whole.null_count
    )


def flags(values, missing=None):
    """Boolean column, written as true and false."""
    return pa.array(np.asarray(values, dtype=bool), mask=missing)
