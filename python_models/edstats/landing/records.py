"""Read a CSV file record by record, keeping what is malformed.

A fault costs its own line and never the lines after it. Slower than DuckDB's
reader, so only files that `plain.prove_plain` turns down come here.
"""

import codecs
import re
from dataclasses import dataclass
from itertools import islice

# A quoted value that spans more lines than this is an unbalanced quote.
LONGEST_RECORD = 200

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# First bytes of files that are exported or uploaded in the place of a CSV file.
OTHER_FORMATS = (
    (b"PK\x03\x04", "a zip or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an Excel file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF file"),
)

# What counts as nothing around a value, here and in the macro `trim_space`: space,
# tab, line ends, no-break space, byte-order mark. Ctrl-Z is how DOS ends a file.
SPACE = " \t\n\r\xa0\ufeff"
END_OF_FILE = "\x1a"

OPEN = "a quote is opened and never closed"


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
    encoding: 'utf-8', 'utf-8-sig' (with a byte-order mark), 'cp1252' (at least one
        line), 'utf-16-le' or 'utf-16-be'
    newline: 'lf', 'crlf', 'cr' or 'mixed'
    cp1252_lines: 1-based numbers of the lines that were not valid UTF-8
    marked_lines: numbers of the lines after the first that start with a byte-order
        mark, as where files were put together; the mark is taken off
    undecoded: line number -> bytes of the lines that no encoding fits
    """

    lines: list
    encoding: str
    newline: str
    cp1252_lines: list
    marked_lines: list
    undecoded: dict


def is_blank(fields):
    """Whether no field holds a value."""
    return not any(field.strip(SPACE) for field in fields)


def decode(data):
    """Decode the bytes of a file into a `Text`.

    Raises UnreadableFile for an empty file and for what is no text.
    """
    for start, what in OTHER_FORMATS:
        if data.startswith(start):
            raise UnreadableFile(f"this is {what}, not CSV text: export it as CSV")
    data, encoding = _as_utf8(data)
    if not data.strip():
        raise UnreadableFile("the file is empty: not even a header line")
    if data[:200].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise UnreadableFile("this is a web page or XML, not CSV text")
    raw_lines, newline = _split_lines(data)

    marked_lines = []
    if codecs.BOM_UTF8 in data:
        for index, line in enumerate(raw_lines):
            if line.startswith(codecs.BOM_UTF8):
                raw_lines[index] = line.removeprefix(codecs.BOM_UTF8)
                marked_lines.append(index + 1)
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
                pass
            try:
                lines.append(line.decode("cp1252"))
                cp1252_lines.append(number)
            except UnicodeDecodeError:
                undecoded[number] = line
                lines.append(None)
    if cp1252_lines:
        encoding = "cp1252"
    return Text(lines, encoding, newline, cp1252_lines, marked_lines, undecoded)


def _as_utf8(data):
    """(data without byte-order mark and not in UTF-16, the encoding it was in)."""
    mark, encoding = next(
        ((bom, name) for bom, name in BYTE_ORDER_MARKS if data.startswith(bom)),
        (b"", "utf-8"),
    )
    data = data.removeprefix(mark)
    if not mark:
        # UTF-16 without a mark: every second byte of a Western header is NUL.
        even, odd = data[0:64:2], data[1:64:2]
        if odd and not any(odd) and all(even):
            encoding = "utf-16-le"
        elif odd and not any(even) and all(odd):
            encoding = "utf-16-be"
    if encoding.startswith("utf-16"):
        try:
            data = data.decode(encoding).encode()
        except UnicodeError as error:
            raise UnreadableFile(f"broken {encoding} text: {error}") from error
    return data, encoding


def _split_lines(data):
    """(lines, kind of line end). A lone CR ends a line if it ends the first one."""
    feeds, pairs = data.count(b"\n"), data.count(b"\r\n")
    first = data[: data.find(b"\n")] if feeds else data
    if b"\r" in first.rstrip(b"\r" if feeds else b""):
        newline, lines = "mixed" if feeds else "cr", re.split(rb"\r\n?|\n", data)
    else:
        newline = "lf" if pairs == 0 else "crlf" if pairs == feeds else "mixed"
        lines = data.split(b"\n")
        if pairs:
            lines = [line.rstrip(b"\r") for line in lines]
    if lines[-1] == b"":
        lines.pop()
    return lines, newline


def parse_line(text, delimiter=","):
    """Fields of one record, or the reason why it is none.

    Returns (fields, None), (None, OPEN) when a quoted value does not end, or
    (None, message). Quotes that stand inside an unquoted value are part of it.
    Spaces outside the quotes of a quoted value are kept as spaces of the value.
    """
    if '"' not in text:
        return text.split(delimiter), None
    fields, start, length = [], 0, len(text)
    while True:
        quote = start
        while text.startswith(" ", quote):
            quote += 1
        if text.startswith('"', quote):
            close = text.find('"', quote + 1)
            while close != -1 and text.startswith('"', close + 1):
                close = text.find('"', close + 2)
            if close == -1:
                return None, OPEN
            comma = text.find(delimiter, close)
            comma = length if comma == -1 else comma
            before, after = text[start:quote], text[close + 1 : comma]
            if after.strip(" \r"):
                return None, "a quoted value is followed by text before the next value"
            value = before + text[quote + 1 : close].replace('""', '"') + after
        else:
            comma = text.find(delimiter, start)
            comma = length if comma == -1 else comma
            value = text[start:comma]
        fields.append(value)
        if comma == length:
            return fields, None
        start = comma + 1


def read_header(text, delimiter=",", is_header=None, candidates=1):
    """(line number, number of the last line, names, text) of the header of a `Text`.

    Lines before it that hold no value are passed over, and so is the line `sep=,`
    that some spreadsheets write. Raises UnreadableFile when no line is a header.

    is_header: tells by its names whether a line is the header; so many `candidates`,
        the first lines with a value, are asked. When none is, or it is not given, the
        first line counts.
    """
    first = None
    for found in islice(_headers(text, delimiter), candidates):
        first = first or found
        if is_header is None or is_header(found[2]):
            return found
    if first is None:
        raise UnreadableFile("the file is empty: not even a header line")
    return first


def _headers(text, delimiter):
    """Yield what read_header gives for each line that holds a value."""
    for index, line in enumerate(text.lines):
        if line is None:
            raise UnreadableFile("the header line is neither UTF-8 nor cp1252 text")
        if "\x00" in line:
            raise UnreadableFile("the file holds NUL bytes, so it is not text")
        values = line.replace('"', "").split(delimiter)
        if is_blank(values) or is_separator_line(line):
            continue
        names, problem = parse_line(line, delimiter)
        if problem == OPEN:
            # A header cell may be written over several lines.
            joined = _join(text.lines, index, None, delimiter)
            if joined is not None:
                yield index + 1, index + joined[2], joined[1], joined[0]
                continue
        yield index + 1, index + 1, names or line.split(delimiter), line


def is_separator_line(line):
    """Whether `line` is the `sep=,` that tells a spreadsheet the separator."""
    return re.fullmatch(r'"?sep=.?"?,*', line.strip(SPACE), re.IGNORECASE) is not None


def _stands_alone(line, fits, delimiter):
    """Whether `line` is by itself a whole record."""
    if line is None or line.count('"') % 2:
        return False
    parsed, _ = parse_line(line, delimiter)
    return parsed is not None and fits(parsed)


def _join(lines, start, fits, delimiter):
    """The record that opens at index `start` with an unfinished quoted value.

    Returns (text, fields, number of lines), or None when the quote is unbalanced:
    the next line is a whole record by itself, or the value never ends. `fits` tells
    whether a record has the right number of fields; it is None for the header,
    whose number nobody knows yet.
    """
    text = lines[start]
    for count in range(2, LONGEST_RECORD + 1):
        index = start + count - 1
        if index >= len(lines) or lines[index] is None:
            return None
        if fits is not None and _stands_alone(lines[index], fits, delimiter):
            return None
        text = f"{text}\n{lines[index]}"
        # Only a quote can end the value, so other lines need no parsing.
        if '"' in lines[index]:
            parsed, problem = parse_line(text, delimiter)
            if problem != OPEN:
                if parsed is None or (fits is not None and not fits(parsed)):
                    return None
                return text, parsed, count
    return None


def read_records(text, first_line, fields, least=None, header=None, delimiter=","):
    """Yield a `Record` for every record from physical line `first_line` on.

    fields: the header's number of fields. Fields beyond it that are empty are
        dropped; any other difference makes the record malformed.
    least: number of fields up to the last named column, default `fields`: a record
        may leave out the columns that have no name
    header: the header's text; a line equal to it is no record
    delimiter: the character between the values
    A line without any value is a record whose fields are all empty.
    """
    lines = text.lines
    least = fields if least is None else least

    def fits(parsed):
        return len(parsed) >= least and is_blank(parsed[fields:])

    index = first_line - 1
    while index < len(lines):
        line, number = lines[index], index + 1
        index += 1
        if line is None:
            shown = text.undecoded[number].decode("ascii", "backslashreplace")
            yield Record(number, shown, None, "neither UTF-8 nor cp1252 text")
            continue
        if line == "" or line == END_OF_FILE:
            yield Record(number, line, [""] * fields)
            continue
        if line == header:
            yield Record(number, line, None, "the header line again")
            continue
        if "\x00" in line:
            shown = line.replace("\x00", "\\x00")
            yield Record(number, shown, None, "the line holds NUL characters")
            continue
        parsed, problem = parse_line(line, delimiter)
        if problem == OPEN:
            joined = _join(lines, index - 1, fits, delimiter)
            if joined is not None:
                line, parsed, count = joined
                index += count - 1
                problem = None
        if problem is not None:
            yield Record(number, line, None, problem)
        elif is_blank(parsed):
            yield Record(number, line, [""] * fields)
        elif not fits(parsed):
            message = f"{len(parsed)} fields where the header has {fields}"
            yield Record(number, line, None, message)
        else:
            parsed += [""] * (fields - len(parsed))
            yield Record(number, line, parsed[:fields])
