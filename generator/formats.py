"""CSV, Parquet and JSON from Arrow tables and record batches, as a stream of bytes."""

import codecs
import json

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

# Rows that are decoded at a time: enough for speed, little memory in wide tables.
CSV_ROWS = 65_536
# Characters for which RFC 4180 wants quotes, and what stands for them on the way
# through pyarrow: control characters that no text has.
SPECIAL = b'",\n\r'
STAND_INS = b"\x1c\x1d\x1e\x1f"
RESTORED = bytes.maketrans(STAND_INS, SPECIAL)


def write_csv(sink, item, report):
    """Write an `OutFile` as UTF-8 CSV with minimal quoting; the number of rows.

    pyarrow either quotes every text or refuses those that need it. Cells that need
    quotes therefore get them here, with stand-ins for the special characters.
    """
    end = "\r\n" if item.crlf else "\n"
    options = pc_csv.WriteOptions(include_header=False, quoting_style="none", eol=end)
    if item.bom:
        sink.write(codecs.BOM_UTF8)
    rows, header = 0, None
    for batch in _batches(item.data):
        if header is None:
            header = [_quoted_text(name) for name in batch.schema.names]
            sink.write((",".join(header) + end).encode())
        for start in range(0, batch.num_rows, CSV_ROWS):
            columns = [_plain(c) for c in batch.slice(start, CSV_ROWS).columns]
            guarded = [_guarded(c) if _is_special(c) else c for c in columns]
            special = any(g is not c for g, c in zip(guarded, columns, strict=True))
            target = Restorer(sink) if special else sink
            part = pa.record_batch(guarded, names=batch.schema.names)
            pc_csv.write_csv(part, pa.PythonFile(target, "w"), options)
        rows += batch.num_rows
        report(batch.num_rows)
    return rows


def write_parquet(sink, item, report):
    """Write an `OutFile` as Parquet with zstd; the number of rows."""
    rows, writer = 0, None
    for batch in _batches(item.data):
        if writer is None:
            target = pa.PythonFile(sink, "w")
            writer = pq.ParquetWriter(target, batch.schema, compression="zstd")
        writer.write_batch(batch)
        rows += batch.num_rows
        report(batch.num_rows)
    writer.close()
    return rows


def write_json(sink, item, report):
    """Write an `OutFile` as a JSON array, one object per line; the number of rows."""
    rows = 0
    for batch in _batches(item.data):
        for record in batch.to_pylist():
            text = json.dumps(record, ensure_ascii=False, default=str)
            sink.write((",\n" if rows else "[\n").encode() + text.encode())
            rows += 1
        report(batch.num_rows)
    sink.write(b"\n]\n" if rows else b"[]\n")
    return rows


WRITERS = {"csv": write_csv, "parquet": write_parquet, "json": write_json}


class Restorer:
    """Puts the special characters back before the bytes go on to `sink`."""

    closed = False

    def __init__(self, sink):
        self._sink = sink

    def write(self, data):
        """Write bytes."""
        return self._sink.write(bytes(data).translate(RESTORED))

    def flush(self):
        """Nothing is held back."""

    def close(self):
        """The owner of the file closes it."""


def _batches(data):
    """Record batches, at least one so that the columns are known."""
    if not isinstance(data, pa.Table):
        yield from data()
        return
    batches = data.to_batches()
    yield from batches or [pa.RecordBatch.from_pylist([], data.schema)]


def _plain(column):
    """Texts as `pa.string()`, whatever kind of text they are; others as they are."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        kind = pa.string()
    return column if kind == column.type else column.cast(kind)


def _is_special(column):
    """Whether a text of the column may need quotes: a look at its bytes."""
    if not pa.types.is_string(column.type) or not len(column):
        return False
    first = column.offset
    offsets = memoryview(column.buffers()[1]).cast("i")
    text = column.buffers()[2]
    if text is None:
        return False
    part = bytes(text[offsets[first] : offsets[first + len(column)]])
    return any(part.find(character) >= 0 for character in SPECIAL)


def _guarded(column):
    """Texts that need it in quotes, with stand-ins for the special characters."""
    needs = pc.match_substring_regex(column, '[",\n\r]')
    quoted = pc.replace_substring(column, '"', '""')
    quoted = pc.binary_join_element_wise('"', quoted, '"', "")
    for special, stand_in in zip(SPECIAL.decode(), STAND_INS.decode(), strict=True):
        quoted = pc.replace_substring(quoted, special, stand_in)
    return pc.if_else(needs, quoted, column)


def _quoted_text(text):
    if any(character in text for character in SPECIAL.decode()):
        return '"' + text.replace('"', '""') + '"'
    return text
