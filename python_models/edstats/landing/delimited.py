"""Open a CSV file, or one with another character between the values."""

import zipfile
from contextlib import suppress
from dataclasses import dataclass

from edstats.landing.inventory import UNREADABLE
from edstats.landing.plain import PlainFile, prove_plain
from edstats.landing.records import (
    SPACE,
    Text,
    UnreadableFile,
    decode,
    is_blank,
    is_separator_line,
    parse_line,
    read_header,
    read_records,
)
from edstats.landing.rows import add_file, add_finding, detail, to_literal


@dataclass(frozen=True)
class TextFile:
    """A file that is read record by record.

    first, last: numbers of the first and the last line of the header
    names: the header's fields; line: its text
    """

    text: Text
    first: int
    last: int
    names: list
    line: str
    delimiter: str


def open_plain(root, path, facts, delimiter=","):
    """A `PlainFile`, or None when the file has to be read record by record.

    facts: gets the file's encoding, line ends and whether it is tidy
    """

    def count_fields(line):
        fields, _ = parse_line(line, delimiter)
        if fields is None or is_blank(fields) or is_separator_line(line):
            return None
        return len(fields)

    plain = None
    # A file that cannot be opened gets its blocking message in open_text.
    if "!" not in path:
        with suppress(OSError):
            plain = prove_plain(root / path, count_fields, delimiter)
    if plain is not None:
        facts |= {
            "encoding": "utf-8-sig" if plain.has_mark else "utf-8",
            "newline": "crlf" if plain.is_crlf else "lf",
            "is_tidy": plain.is_tidy,
        }
    return plain


def add_padding(rows, lead, plain: PlainFile):
    """Add the empty lines at the end of a plain file."""
    for line in range(plain.last_line + 1, plain.last_line + plain.blank_lines + 1):
        rows.add(lead | {"line_number": line, "row_status": "padding"})


def plain_reader(path, plain: PlainFile, fields, delimiter=","):
    """DuckDB's reader of a plain file's records, with the text columns c0, c1 ..."""
    read = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(fields))
    size = (
        f", max_line_size={plain.longest_line}" if plain.longest_line > 1 << 20 else ""
    )
    return f"""read_csv(
            {to_literal(path)}, auto_detect=false, header=false, skip=1,
            delim={to_literal(delimiter)}, quote='"', escape='"', strict_mode=true,
            columns={{{read}}}{size}
        )"""


def open_text(root, path, lead, facts, rows, delimiter=",", **search):
    """A `TextFile`; None, and a header row that says why, when it cannot be read.

    facts: gets the file's encoding and line ends
    search: is_header and candidates of `read_header`, for a file with titles
    """
    facts |= {"encoding": None, "newline": None}
    try:
        text = decode(_read_bytes(root, path))
        first, last, names, line = read_header(text, delimiter, **search)
    except (UnreadableFile, *UNREADABLE) as error:
        add_file(rows, lead, 1, facts, blocking=("LND-001", str(error)))
        return None
    facts |= {"encoding": text.encoding, "newline": text.newline}
    return TextFile(text, first, last, names, line, delimiter)


def _read_bytes(root, path):
    container, separator, member = path.partition("!")
    if not separator:
        return (root / path).read_bytes()
    with zipfile.ZipFile(root / container) as archive:
        return archive.read(member)


def add_lines(
    rows,
    lead,
    opened: TextFile,
    header,
    add_record,
    text_forms=(),
    tells_lines=True,
):
    """Add all lines but the header of a file that is read record by record to `rows`.

    header: `Header`, for the number of fields
    add_record: called with (line number, fields) for each record that holds a value
    text_forms: encodings that are no finding
    tells_lines: a malformed line is kept as it is, else its number
    """
    text = opened.text
    for finding in _text_findings(text, opened.first, text_forms):
        add_finding(rows, lead, *finding)
    for number in range(1, opened.first):
        if not is_separator_line(text.lines[number - 1]):
            rows.add(lead | {"line_number": number, "row_status": "padding"})
    records = read_records(
        text,
        opened.last + 1,
        header.fields,
        header.least,
        opened.line,
        opened.delimiter,
    )
    for record in records:
        row = lead | {"line_number": record.line_number}
        if record.fields is None:
            whole = {"line": record.text}
            if not tells_lines:
                whole = {"line_number": record.line_number}
            said = detail("LND-005", None, None, record.problem, record=whole)
            rows.add(row | {"row_status": "quarantined", "row_detail": said})
        elif is_blank(record.fields):
            rows.add(row | {"row_status": "padding"})
        else:
            add_record(record.line_number, record.fields)


def _text_findings(text, first, text_forms):
    """(rule_id, message, line number, number of lines) about a file's text."""
    if text.encoding.startswith("utf-16"):
        yield "LND-017", f"the file is {text.encoding} text", 1, len(text.lines)
    if text.cp1252_lines and "cp1252" not in text_forms:
        count = len(text.cp1252_lines)
        message = f"{count} lines are not UTF-8 and were read as cp1252"
        yield "LND-017", message, text.cp1252_lines[0], count
    if text.marked_lines:
        count = len(text.marked_lines)
        message = f"{count} lines start with a byte-order mark of their own"
        yield "LND-011", message, text.marked_lines[0], count
    for number in range(1, first):
        if is_separator_line(text.lines[number - 1]):
            message = "a line that names the separator was passed over"
            yield "LND-009", message, number, 1


def is_blank_row(columns):
    """SQL that is true for a row in which no column holds a value."""
    values = [f"nullif(trim({column}, {to_literal(SPACE)}), '')" for column in columns]
    return f"coalesce({', '.join(values)}) is null"
