"""Read a CSV file record by record, keeping what is malformed.

A fault costs its own line and never the lines after it. Slower than DuckDB's
reader, so only files that `plain.prove_plain` turns down come here.
"""

import codecs
import csv
from dataclasses import dataclass

# A quoted value that spans more lines than this is an unbalanced quote.
LONGEST_RECORD = 200

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class UnreadableFile(Exception):
    """The file holds no text that could be a CSV file."""


@dataclass(frozen=True)
class Record:
    """One record. `fields` is None when it is malformed, then `problem` says why."""

    line_number: int
    text: str
    fields: list | None
    problem: str | None = None


@dataclass
class Text:
    """The physical lines of a file, decoded.

    lines: text of each line without its line end; None where no encoding fits
    mark: the byte-order mark's encoding, or None
    newline: 'lf', 'crlf', 'cr' or 'mixed'
    cp1252_lines: 1-based numbers of the lines that were not valid UTF-8
    undecoded: line number -> bytes of the lines that no encoding fits
    """

    lines: list
    mark: str | None
    newline: str
    cp1252_lines: list
    undecoded: dict


def decode(data):
    """Decode the bytes of a file into a `Text`.

    Raises UnreadableFile for an empty file and for binary data.
    """
    if not data.strip():
        raise UnreadableFile("the file is empty: not even a header line")
    if data[:4] == b"PK\x03\x04":
        raise UnreadableFile("this is a zip or Excel file, not CSV text: export as CSV")
    mark = next((enc for bom, enc in BYTE_ORDER_MARKS if data.startswith(bom)), None)
    if mark == "utf-8":
        data = data[3:]
    elif mark is not None:
        try:
            data = data[2:].decode(mark).encode()
        except UnicodeDecodeError as error:
            raise UnreadableFile(f"broken {mark} text: {error}") from error
    if b"\x00" in data:
        raise UnreadableFile("the file holds NUL bytes, so it is not text")

    feeds, pairs, returns = data.count(b"\n"), data.count(b"\r\n"), data.count(b"\r")
    if feeds == 0 and returns:
        newline, raw_lines = "cr", data.split(b"\r")
    else:
        newline = "lf" if pairs == 0 else "crlf" if pairs == feeds else "mixed"
        raw_lines = data.split(b"\n")
        if pairs:
            raw_lines = [line.removesuffix(b"\r") for line in raw_lines]
    if raw_lines[-1] == b"":
        raw_lines.pop()

    cp1252_lines, undecoded = [], {}
    try:
        lines = [line.decode() for line in raw_lines]
    except UnicodeDecodeError:
        lines = []
        for number, line in enumerate(raw_lines, start=1):
            try:
                lines.append(line.decode())
                continue
            except UnicodeDecodeError:
                cp1252_lines.append(number)
            try:
                lines.append(line.decode("cp1252"))
            except UnicodeDecodeError:
                cp1252_lines.pop()
                undecoded[number] = line
                lines.append(None)
    return Text(lines, mark, newline, cp1252_lines, undecoded)


def _parse(text):
    """Fields of one record, or the reason why it is none.

    Returns (fields, None), (None, 'open') when a quoted value does not end, or
    (None, message).
    """
    if '"' not in text:
        return text.split(","), None
    try:
        return next(csv.reader([text], strict=True)), None
    except csv.Error as error:
        if "unexpected end" in str(error) or "newline inside string" in str(error):
            return None, "open"
        return None, "a quoted value is followed by more text before the next comma"


def _stands_alone(line, fields):
    """Whether `line` is by itself a whole record of `fields` fields."""
    if line is None or line.count('"') % 2:
        return False
    parsed, _ = _parse(line)
    return parsed is not None and len(parsed) == fields


def _join(lines, start, fields):
    """The record that opens at index `start` with an unfinished quoted value.

    Returns (text, fields, number of lines), or None when the quote is unbalanced:
    the next line is a whole record by itself, or the value never ends.
    """
    text = lines[start]
    for count in range(2, LONGEST_RECORD + 1):
        index = start + count - 1
        if index >= len(lines) or lines[index] is None:
            return None
        if _stands_alone(lines[index], fields):
            return None
        text = f"{text}\n{lines[index]}"
        # Only a quote can end the value, so other lines need no parsing.
        if '"' in lines[index]:
            parsed, problem = _parse_joined(text)
            if problem != "open":
                if parsed is None or len(parsed) != fields:
                    return None
                return text, parsed, count
    return None


def _parse_joined(text):
    try:
        return next(csv.reader(text.splitlines(keepends=True), strict=True)), None
    except csv.Error as error:
        return None, "open" if "unexpected end" in str(error) else str(error)


def read_records(text, first_line, fields):
    """Yield a `Record` for every record from physical line `first_line` on.

    fields: the header's number of fields. Fields beyond it that are empty are
    dropped; any other difference makes the record malformed. A line without any
    character is a record whose fields are all empty.
    """
    lines = text.lines
    index = first_line - 1
    while index < len(lines):
        line, number = lines[index], index + 1
        index += 1
        if line is None:
            shown = text.undecoded[number].decode("ascii", "backslashreplace")
            yield Record(number, shown, None, "neither UTF-8 nor cp1252 text")
            continue
        if line == "":
            yield Record(number, "", [""] * fields)
            continue
        parsed, problem = _parse(line)
        if problem == "open":
            joined = _join(lines, index - 1, fields)
            if joined is None:
                yield Record(number, line, None, "a quote is opened and never closed")
                continue
            line, parsed, count = joined
            index += count - 1
        elif problem is not None:
            yield Record(number, line, None, problem)
            continue
        if len(parsed) > fields and not any(parsed[fields:]):
            parsed = parsed[:fields]
        if len(parsed) != fields:
            message = f"{len(parsed)} fields where the header has {fields}"
            yield Record(number, line, None, message)
            continue
        yield Record(number, line, parsed)
