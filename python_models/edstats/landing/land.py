"""Bring new and changed files into a landing table as text rows."""

import hashlib
import json
import zipfile
from contextlib import suppress
from pathlib import Path

import pyarrow as pa

from edstats.landing.contract import Contract, match_header
from edstats.landing.inventory import UNREADABLE
from edstats.landing.plain import prove_plain
from edstats.landing.records import (
    SPACE,
    UnreadableFile,
    decode,
    is_blank,
    is_separator_line,
    parse_line,
    read_header,
    read_records,
)

LEADING = ["district_id", "file_path", "file_key", "line_number", "row_status"]
TRAILING = ["extra_columns", "row_detail"]

# From this many bytes of plain files on, DuckDB reads them in one thread: it numbers
# rows in one, and meanwhile the caller's own asks for work without a pause, which costs
# as much CPU time again as the reading. `judge_landed_rows` resets it.
LARGE_BYTES = 32 << 20

# The header row of a file that `judge_landed_rows` has not seen yet.
UNJUDGED = "landed"


def land(session, paths, inventory, meta, this):
    """The rows of all new and changed files of one kind, as a DuckDB relation.

    session: dbt's DuckDB connection
    paths: relation (file) of the files as the dbt source found them
    inventory: relation of `raw_inventory__files`
    meta: `config.meta` of the model: the file contract and `raw_root`
    this: name of the landing table, or None when it is built from nothing. Rows of
        files that changed or are gone are deleted from it here.

    One row per record, with district_id, file_path, file_key (changes when the
    file, its place or its contract does), line_number (physical, header = 1),
    row_status, the contract's columns as text, extra_columns (JSON) and row_detail
    (JSON). The header line is a row too; its detail describes the file. Findings
    about the file as a whole are rows with status `finding`.
    """
    contract = Contract.from_meta(meta)
    root = Path(meta["raw_root"])
    fingerprint = Contract.fingerprint(meta)
    wanted = {Path(path).relative_to(root).as_posix() for (path,) in paths.fetchall()}
    files = []
    columns = "file_path, district_id, bytes, sha256"
    for path, district, size, sha256 in sorted(inventory.project(columns).fetchall()):
        if path in wanted:
            text = "\n".join((path, sha256 or "", fingerprint))
            key = hashlib.sha256(text.encode()).hexdigest()[:16]
            facts = {"bytes": size, "sha256": sha256}
            files.append((path, district, key, facts))

    landed = set()
    if this is not None:
        keys = [key for _, _, key, _ in files]
        session.execute(
            f"delete from {this} where not list_contains(?, file_key)", [keys]
        )
        landed = set(
            session.execute(f"select distinct file_key from {this}").fetchall()
        )
    rows = _Rows(contract)
    parts = ["select * from landing_rows"]
    plain_bytes = 0
    for path, district, key, facts in files:
        if (key,) not in landed:
            lead = {"district_id": district, "file_path": path, "file_key": key}
            plain = _plain_part(root, path, lead, facts, contract, rows)
            if plain is None:
                _add_records(root, path, lead, facts, contract, rows)
            else:
                parts.append(plain)
                plain_bytes += facts["bytes"]
    if plain_bytes >= LARGE_BYTES:
        session.execute("set threads = 1")
    session.register("landing_rows", rows.as_table())
    return session.sql("\nunion all\n".join(parts))


class _Rows:
    """Rows of a landing table, gathered as dicts and kept as Arrow batches."""

    BATCH = 20_000

    def __init__(self, contract):
        self.schema = pa.schema(
            (name, pa.int64() if name == "line_number" else pa.string())
            for name in [*LEADING, *contract.columns, *TRAILING]
        )
        self.waiting, self.batches = [], []

    def add(self, row):
        self.waiting.append(row)
        if len(self.waiting) == self.BATCH:
            self._pack()

    def _pack(self):
        columns = [
            pa.array([row.get(name) for row in self.waiting], type=kind)
            for name, kind in zip(self.schema.names, self.schema.types, strict=True)
        ]
        self.batches.append(pa.record_batch(columns, schema=self.schema))
        self.waiting.clear()

    def as_table(self):
        self._pack()
        return pa.Table.from_batches(self.batches, schema=self.schema)


def _plain_part(root, path, lead, facts, contract, rows):
    """A select of a plain file's records; its other rows are added to `rows`.

    None when the file has to be read record by record.
    """

    def count_fields(line):
        fields, _ = parse_line(line)
        if fields is None or is_blank(fields) or is_separator_line(line):
            return None
        return len(fields)

    plain = None
    # A file that cannot be opened gets its blocking message in _add_records.
    if "!" not in path:
        with suppress(OSError):
            plain = prove_plain(root / path, count_fields)
    if plain is None:
        return None
    header = match_header(parse_line(plain.header)[0], contract)
    facts |= {
        "encoding": "utf-8-sig" if plain.has_mark else "utf-8",
        "newline": "crlf" if plain.is_crlf else "lf",
        "is_tidy": plain.is_tidy,
    }
    _add_header(rows, lead, 1, facts, header)
    for line in range(plain.last_line + 1, plain.last_line + plain.blank_lines + 1):
        rows.add(lead | {"line_number": line, "row_status": "padding"})
    return _plain_select(root / path, lead, plain, header, contract)


def _read_bytes(root, path):
    container, separator, member = path.partition("!")
    if not separator:
        return (root / path).read_bytes()
    with zipfile.ZipFile(root / container) as archive:
        return archive.read(member)


def _add_records(root, path, lead, facts, contract, rows):
    """Add all rows of a file that is read record by record to `rows`."""
    facts |= {"encoding": None, "newline": None}
    try:
        text = decode(_read_bytes(root, path))
        first, last, names, line = read_header(text)
    except (UnreadableFile, *UNREADABLE) as error:
        _add_header(rows, lead, 1, facts, None, str(error))
        return
    facts |= {"encoding": text.encoding, "newline": text.newline}
    header = match_header(names, contract)
    _add_header(rows, lead, first, facts, header)
    for finding in _text_findings(text, first):
        _add_finding(rows, lead, *finding)
    for number in range(1, first):
        if not is_separator_line(text.lines[number - 1]):
            rows.add(lead | {"line_number": number, "row_status": "padding"})

    kept = {c: n for c, n in header.positions.items() if c not in contract.withheld}
    for record in read_records(text, last + 1, header.fields, header.least, line):
        row = lead | {"line_number": record.line_number}
        if record.fields is None:
            whole = {"line": record.text}
            detail = _detail("LND-005", None, None, record.problem, record=whole)
            rows.add(row | {"row_status": "quarantined", "row_detail": detail})
            continue
        fields = record.fields
        if is_blank(fields):
            rows.add(row | {"row_status": "padding"})
            continue
        row["row_status"] = "staged"
        for column, position in kept.items():
            row[column] = fields[position] or None
        if header.extras:
            extras = {
                n: fields[position] or None for n, position in header.extras.items()
            }
            row["extra_columns"] = _json(extras)
        rows.add(row)


def _text_findings(text, first):
    """(rule_id, message, line number, number of lines) about a file's text."""
    if text.encoding.startswith("utf-16"):
        yield "LND-017", f"the file is {text.encoding} text", 1, len(text.lines)
    if text.cp1252_lines:
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


def _json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _detail(rule_id, column, value, message, **more):
    detail = {"rule_id": rule_id, "column": column, "value": value, "message": message}
    return _json(detail | more)


def _add_header(rows, lead, line_number, facts, header, unreadable=None):
    """Add the header row of a file, and a row per finding about its first line."""
    names = header.names if header else []
    rule = blocking = None
    if unreadable:
        rule, blocking = "LND-001", unreadable
    elif header.missing:
        rule = "LND-002"
        shown = ", ".join(names)
        shown = shown if len(shown) <= 300 else f"{shown[:300]} ..."
        blocking = f"required column missing: {', '.join(header.missing)}"
        blocking += f"; the header is: {shown}"
        if len(names) == 1:
            blocking += " (is it separated by something else than commas?)"
    detail = facts | {"header": names}
    detail |= {"blocking_rule": rule, "blocking_message": blocking}
    row = lead | {"line_number": line_number, "row_status": UNJUDGED}
    rows.add(row | {"row_detail": _json(detail)})
    for rule_id, column, value, message in header.findings if header else ():
        _add_finding(rows, lead, rule_id, message, line_number, 1, column, value)
    if facts["encoding"] == "utf-8-sig":
        message = "the file starts with a byte-order mark"
        _add_finding(rows, lead, "LND-011", message, 1)
    if facts["newline"] not in (None, "lf"):
        message = f"line ends are {facts['newline'].upper()}"
        _add_finding(rows, lead, "LND-012", message, 1)


def _add_finding(
    rows, lead, rule_id, message, line_number, row_count=1, column=None, value=None
):
    detail = _detail(rule_id, column, value, message, row_count=row_count)
    row = lead | {"line_number": line_number, "row_status": "finding"}
    rows.add(row | {"row_detail": detail})


def _quote(value):
    return "'" + str(value).replace("'", "''") + "'"


def _plain_select(path, lead, plain, header, contract):
    """A select that lets DuckDB's own reader read the records of a plain file."""
    read = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(header.fields))
    size = (
        f", max_line_size={plain.longest_line}" if plain.longest_line > 1 << 20 else ""
    )
    values = [f"c{n}" for n in range(header.fields)]
    if not plain.is_tidy:
        values = [f"nullif(trim({value}, {_quote(SPACE)}), '')" for value in values]
    status = "'staged'"
    if plain.has_blank_rows:
        values = f"coalesce({', '.join(values)})"
        status = f"case when {values} is null then 'padding' else 'staged' end"
    kept = {c: n for c, n in header.positions.items() if c not in contract.withheld}
    columns = [f"c{kept[c]}" if c in kept else "null" for c in contract.columns]
    extras = "null"
    if header.extras:
        pairs = ", ".join(f"{_quote(n)}, c{p}" for n, p in header.extras.items())
        extras = f"cast(json_object({pairs}) as varchar)"
    return f"""
        select
            {_quote(lead["district_id"])} as district_id,
            {_quote(lead["file_path"])} as file_path,
            {_quote(lead["file_key"])} as file_key,
            row_number() over () + 1 as line_number,
            {status} as row_status,
            {", ".join(columns)},
            {extras} as extra_columns,
            null as row_detail
        from read_csv(
            {_quote(path)}, auto_detect=false, header=false, skip=1, delim=',',
            quote='"', escape='"', strict_mode=true, columns={{{read}}}{size}
        )"""
