"""Prove that a file is plain, so that DuckDB's own reader may read it.

Plain: UTF-8, one kind of line end, no blank line before the end, the header's
field count in every line, and no quote that crosses a line end or stands in the
middle of a value. For such a file row n of DuckDB's reader is physical line
n + 1. The proof is a few numpy passes over 8 MB at a time.
"""

import codecs
from dataclasses import dataclass

import numpy as np

CHUNK_BYTES = 8 << 20

COMMA, QUOTE, FEED, RETURN = b',"\n\r'


@dataclass(frozen=True)
class PlainFile:
    """Facts about a plain file.

    header: the header line's text
    blank_lines: number of lines without a character at the end of the file
    last_line: physical line number of the last line that is not blank
    longest_line: bytes of the longest line
    has_mark: the file starts with a byte-order mark
    is_crlf: lines end with CR LF
    """

    header: str
    blank_lines: int
    last_line: int
    longest_line: int
    has_mark: bool
    is_crlf: bool


def prove_plain(path, count_fields):
    """Return a `PlainFile`, or None when `path` has to be read record by record.

    count_fields: callable that gives the number of fields of the header line, or
    None when that line is not plain itself.
    """
    with open(path, "rb") as file:
        first = file.readline()
        has_mark = first.startswith(codecs.BOM_UTF8)
        is_crlf = first.endswith(b"\r\n")
        header = first.removeprefix(codecs.BOM_UTF8).rstrip(b"\r\n")
        if not header or not first.endswith(b"\n") or b"\x00" in first:
            return None
        try:
            header = header.decode()
        except UnicodeDecodeError:
            return None
        fields = count_fields(header)
        if fields is None:
            return None

        lines, longest, blank_lines = 1, len(first), 0
        end = b"\r\n" if is_crlf else b"\n"
        while chunk := file.read(CHUNK_BYTES):
            if not chunk.endswith(b"\n"):
                chunk += file.readline()
            body = chunk.rstrip(b"\r\n")
            trailing = chunk[len(body) :]
            if body:
                counted = _count_lines(body + end, fields, is_crlf)
                if counted is None or blank_lines:
                    return None
                lines += counted[0]
                longest = max(longest, counted[1])
                trailing = trailing.removeprefix(end)
            if trailing.replace(end, b""):
                return None
            blank_lines += trailing.count(b"\n")
    return PlainFile(header, blank_lines, lines, longest, has_mark, is_crlf)


def _count_lines(chunk, fields, is_crlf):
    """(lines, longest line in bytes) of a chunk of whole lines, None if not plain."""
    if not chunk.isascii():
        try:
            chunk.decode()
        except UnicodeDecodeError:
            return None
    if b"\x00" in chunk:
        return None
    data = np.frombuffer(chunk, dtype=np.uint8)
    feeds = np.flatnonzero(data == FEED)
    if chunk.count(b"\r") != (len(feeds) if is_crlf else 0):
        return None
    if is_crlf and not (data[feeds - 1] == RETURN).all():
        return None
    starts = np.concatenate(([0], feeds[:-1] + 1))
    if (feeds - starts).min() <= (1 if is_crlf else 0):
        return None

    commas = np.flatnonzero(data == COMMA)
    if b'"' in chunk:
        quotes = np.flatnonzero(data == QUOTE)
        if not _quotes_are_regular(data, quotes, feeds):
            return None
        commas = commas[np.searchsorted(quotes, commas) % 2 == 0]
    per_line = fields - 1
    if len(commas) != len(feeds) * per_line:
        return None
    if per_line:
        by_line = commas.reshape(len(feeds), per_line)
        if (by_line[:, 0] < starts).any() or (by_line[:, -1] > feeds).any():
            return None
    return len(feeds), int((feeds - starts).max()) + 1


def _quotes_are_regular(data, quotes, feeds):
    """Every quoted value starts and ends a field and stays within its line."""
    if len(quotes) % 2:
        return False
    opens, closes = quotes[0::2], quotes[1::2]
    if (np.searchsorted(feeds, opens) != np.searchsorted(feeds, closes)).any():
        return False
    before = np.where(opens == 0, FEED, data[np.maximum(opens, 1) - 1])
    after = data[closes + 1]  # the chunk ends with a line feed
    doubled = np.zeros(len(opens), dtype=bool)
    doubled[1:] = opens[1:] == closes[:-1] + 1
    opened = (before == COMMA) | (before == FEED) | doubled
    closed = (after == COMMA) | (after == FEED) | (after == RETURN)
    closed[:-1] |= doubled[1:]
    return bool(opened.all() and closed.all())
