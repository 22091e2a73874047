"""Changes of extract tables: set cells, add rows, drop rows.

Changes name the rows of the clean table by number, so that the order in which they are
made does not matter; they are applied together. A column keeps its type as long as the
new values fit it, and becomes text otherwise.
"""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.defects.keys import as_text


@dataclass(frozen=True, slots=True)
class Set:
    """Write `value` (text as in the file, None = empty) into a cell."""

    file: str
    row: int
    column: str
    value: str
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Add:
    """Add a row behind clean row `after` (None = behind the last row)."""

    file: str
    values: dict  # column -> text; columns that are not named are empty
    after: int = None
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Drop:
    """Leave a row out."""

    file: str
    row: int
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Change nothing, and let nothing else change the row.

    The answer key names it when it stands for a hard negative.
    """

    file: str
    row: int
    column: str
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Write the whole file with a byte-order mark (bom) or CRLF line ends (crlf)."""

    file: str
    mark: str


@dataclass
class FileEdits:
    """All changes of one file."""

    cells: dict = field(default_factory=dict)  # column -> {row: text}
    added: list = field(default_factory=list)  # (after, values)
    dropped: set = field(default_factory=set)

    def with_cells_of(self, other):
        """These changes and the cells that `other` sets."""
        cells = {column: dict(cells) for column, cells in self.cells.items()}
        for column, more in other.cells.items():
            cells.setdefault(column, {}).update(more)
        return FileEdits(cells, self.added, self.dropped)

    def include(self, edit):
        """Take in a Set, Add or Drop."""
        if isinstance(edit, Set):
            self.cells.setdefault(edit.column, {})[edit.row] = edit.value
        elif isinstance(edit, Add):
            self.added.append((edit.after, edit.values))
        elif isinstance(edit, Drop):
            self.dropped.add(edit.row)


def apply_to_table(table, edits):
    """`table` with the changes of `edits`, a `FileEdits`."""
    for column, cells in edits.cells.items():
        index = table.schema.get_field_index(column)
        edited = _with_cells(table.column(column), cells)
        table = table.set_column(index, column, edited)
    if not edits.added and not edits.dropped:
        return table
    size = table.num_rows
    kept = np.delete(np.arange(size, dtype=np.int32), sorted(edits.dropped))
    after = np.array([size if row is None else row for row, _ in edits.added])
    new = np.arange(size, size + len(after), dtype=np.int32)
    order = pa.array(np.insert(kept, np.searchsorted(kept, after, "right"), new))
    added = _rows(table.schema, [values for _, values in edits.added])
    # Column by column, so that a large table is not held three times.
    columns = [_joined(*pair).take(order) for pair in zip(table, added, strict=True)]
    return pa.table(columns, schema=table.schema)


def apply_to_batches(batches, edits):
    """The function `batches` of a large fact with the changes of `edits` in its stream.

    batches: () -> iterator of record batches, the same at every call
    Cells of a stream have to fit the type of their column.
    """

    def edited():
        start = 0
        for batch in batches():
            part = _between(edits, start, start + batch.num_rows)
            start += batch.num_rows
            yield from _batches_with(batch, part)
        last = [(after, row) for after, row in edits.added if after is None]
        if last:
            yield from _batches_with(batch.slice(0, 0), FileEdits(added=last))

    return edited


def _batches_with(batch, edits):
    if not (edits.cells or edits.added or edits.dropped):
        return [batch]
    table = apply_to_table(pa.Table.from_batches([batch]), edits)
    if table.schema != batch.schema:
        raise ValueError("a cell does not fit the type of its column in a large fact")
    return table.combine_chunks().to_batches()


def _between(edits, start, end):
    """The changes of the rows start..end-1, numbered from 0."""
    part = FileEdits()
    for column, cells in edits.cells.items():
        inside = {
            row - start: text for row, text in cells.items() if start <= row < end
        }
        if inside:
            part.cells[column] = inside
    part.dropped = {row - start for row in edits.dropped if start <= row < end}
    part.added = [
        (after - start, values)
        for after, values in edits.added
        if after is not None and start <= after < end
    ]
    return part


def _with_cells(column, cells):
    """The column with `cells` (row -> text or None) written into it."""
    column = pa.chunked_array(column).combine_chunks()
    rows = np.array(sorted(cells), dtype=np.int64)
    texts = pa.array([cells[row] for row in rows.tolist()], pa.string())
    mask = np.zeros(len(column), dtype=bool)
    mask[rows] = True
    kind = column.type
    if pa.types.is_dictionary(kind):
        plain = pc.replace_with_mask(as_text(column), pa.array(mask), texts)
        return plain.dictionary_encode().cast(kind)
    try:
        values = texts.cast(kind)
        # 0.5 fits a column of hundredths, which spells it 0.50.
        same_text = pa.types.is_decimal(kind) or as_text(values).equals(texts)
    except pa.ArrowInvalid:
        same_text = False
    if not same_text:
        column, values = as_text(column), texts
    return pc.replace_with_mask(column, pa.array(mask), values)


def _rows(schema, rows):
    """Columns of the `rows` (dicts column -> text), of the types of `schema`."""
    columns = []
    for column in schema:
        texts = pa.array([row.get(column.name) or None for row in rows], pa.string())
        if pa.types.is_dictionary(column.type):
            texts = texts.dictionary_encode()
        columns.append(texts.cast(column.type))
    return columns


def _joined(column, more):
    """A column with `more` values at its end."""
    joined = pa.chunked_array([*column.chunks, more], column.type)
    is_coded = pa.types.is_dictionary(column.type)
    return joined.unify_dictionaries() if is_coded else joined
