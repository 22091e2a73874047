"""Prove that a file is plain, so that DuckDB's own reader may read it.

Plain: UTF-8, one kind of line end, no blank line before the end, the header's
field count in every line, no second header line, and no quote that crosses a line
end or stands in the middle of a value. For such a file row n of DuckDB's reader is
physical line n + 1. The proof goes through the file 2 MB at a time: a chunk of visible
ASCII without quotes is settled by its commas and line ends alone, any other takes a few
numpy passes.
"""

import codecs
from dataclasses import dataclass
from functools import cache

import numpy as np

CHUNK_BYTES = 2 << 20

QUOTE, FEED, RETURN = b'"\n\r'


@cache
def _plain_value(delimiter):
    """Visible ASCII that is part of a value and nothing else."""
    return bytes(b for b in range(ord("!"), 0x7F) if b not in (delimiter, QUOTE))


@dataclass(frozen=True)
class PlainFile:
    """Facts about a plain file.

    header: the header line's text
    blank_lines: number of lines without a character at the end of the file
    last_line: physical line number of the last line that is not blank
    longest_line: bytes of the longest line, or a larger number below 1 MiB
    has_mark: the file starts with a byte-order mark
    is_crlf: lines end with CR LF
    is_tidy: every value begins and ends with a visible ASCII character, so that
        there are no spaces to trim
    has_blank_rows: there may be rows of which every value is empty
    """

    header: str
    blank_lines: int
    last_line: int
    longest_line: int
    has_mark: bool
    is_crlf: bool
    is_tidy: bool
    has_blank_rows: bool


def prove_plain(path, count_fields, delimiter=","):
    """Return a `PlainFile`, or None when `path` has to be read record by record.

    count_fields: callable that gives the number of fields of the header line, or
    None when that line is not plain itself. A file of one column is not plain:
    DuckDB's reader would take its blank lines for records.
    delimiter: the character between the values, one byte long
    """
    comma = ord(delimiter)
    with open(path, "rb") as file:
        first = file.readline()
        has_mark = first.startswith(codecs.BOM_UTF8)
        is_crlf = first.endswith(b"\r\n")
        end = b"\r\n" if is_crlf else b"\n"
        if not first.endswith(end) or b"\x00" in first:
            return None
        raw_header = first.removeprefix(codecs.BOM_UTF8).removesuffix(end)
        if b"\r" in raw_header:
            return None
        try:
            header = raw_header.decode()
        except UnicodeDecodeError:
            return None
        fields = count_fields(header)
        if fields is None or fields < 2:
            return None

        lines, longest, blank_lines, is_tidy = 1, len(first), 0, True
        has_blank_rows, blank_row = False, end + bytes([comma]) * (fields - 1) + end
        while chunk := file.read(CHUNK_BYTES):
            if not chunk.endswith(b"\n"):
                chunk += file.readline()
            body = chunk.rstrip(b"\r\n")
            trailing = chunk[len(body) :]
            if body:
                if blank_lines or raw_header in body:
                    return None
                body += end
                simple = _count_simple_lines(body, fields, end, comma)
                counted = simple or _count_lines(body, fields, is_crlf, comma)
                if counted is None:
                    return None
                lines += counted[0]
                longest = max(longest, counted[1])
                is_tidy = is_tidy and counted[2]
                has_blank_rows |= counted is not simple or blank_row in end + body
                trailing = trailing.removeprefix(end)
            if trailing.replace(end, b""):
                return None
            blank_lines += trailing.count(b"\n")
    return PlainFile(
        header,
        blank_lines,
        lines,
        longest,
        has_mark,
        is_crlf,
        is_tidy,
        has_blank_rows,
    )


def _count_simple_lines(chunk, fields, end, comma):
    """(lines, longest line in bytes, tidy) of whole lines that are visible ASCII
    without quotes, None for any other chunk."""
    marks = chunk.translate(None, _plain_value(comma))
    line = bytes([comma]) * (fields - 1) + end
    lines = len(marks) // len(line)
    if marks != line * lines:
        return None
    # A line feed in every half MB: no line is as long as one MB.
    block = CHUNK_BYTES // 4
    if any(chunk.find(b"\n", k, k + block) < 0 for k in range(0, len(chunk), block)):
        return None
    return lines, 2 * block - 1, True


def _count_lines(chunk, fields, is_crlf, comma):
    """(lines, longest line in bytes, tidy) of whole lines, None if not plain."""
    if not chunk.isascii():
        try:
            chunk.decode()
        except UnicodeDecodeError:
            return None
        if codecs.BOM_UTF8 in chunk:
            return None
    if b"\x00" in chunk:
        return None
    data = np.frombuffer(chunk, dtype=np.uint8)
    # Commas and line feeds outside quotes: with f fields a line, every f-th is a feed.
    ends = np.flatnonzero((data == comma) | (data == FEED))
    quotes = None
    if b'"' in chunk:
        quotes = np.flatnonzero(data == QUOTE)
        if not _quotes_are_regular(data, quotes, comma):
            return None
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
    kinds = data[ends]
    if len(ends) % fields or np.count_nonzero(kinds == FEED) * fields != len(ends):
        return None
    feeds = ends[fields - 1 :: fields]
    if (kinds[fields - 1 :: fields] != FEED).any():
        return None
    if is_crlf or b"\r" in chunk:
        if chunk.count(b"\r") != (len(feeds) if is_crlf else 0):
            return None
        if is_crlf and not (data[feeds - 1] == RETURN).all():
            return None
    longest = int(np.diff(feeds, prepend=-1).max())
    return len(feeds), longest, _is_tidy(data, ends, quotes)


def _quotes_are_regular(data, quotes, comma):
    """Every quoted value starts and ends a field and holds no line end."""
    if len(quotes) % 2:
        return False
    opens, closes = quotes[0::2], quotes[1::2]
    feeds = np.flatnonzero(data == FEED)
    if (np.searchsorted(feeds, opens) != np.searchsorted(feeds, closes)).any():
        return False
    before = np.where(opens == 0, FEED, data[np.maximum(opens, 1) - 1])
    after = data[closes + 1]  # the chunk ends with a line feed
    doubled = np.zeros(len(opens), dtype=bool)
    doubled[1:] = opens[1:] == closes[:-1] + 1
    opened = (before == comma) | (before == FEED) | doubled
    closed = (after == comma) | (after == FEED) | (after == RETURN)
    closed[:-1] |= doubled[1:]
    return bool(opened.all() and closed.all())


def _is_tidy(data, ends, quotes):
    """Whether no value begins or ends with a space, a control or another script."""
    visible = (data > ord(" ")) & (data < 0x7F)
    visible |= (data == FEED) | (data == RETURN)
    last = ends - 1
    last -= data[last] == RETURN
    if not (visible[0] and visible[ends[:-1] + 1].all() and visible[last].all()):
        return False
    return quotes is None or bool(
        visible[quotes[0::2] + 1].all() and visible[quotes[1::2] - 1].all()
    )
