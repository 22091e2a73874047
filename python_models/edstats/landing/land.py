"""Bring new and changed files into a landing table as text rows."""

import csv
import hashlib
import json
import zipfile
from pathlib import Path

import pyarrow as pa

from edstats.landing.contract import Contract, match_header
from edstats.landing.plain import prove_plain
from edstats.landing.records import UnreadableFile, decode, read_records

LEADING = ["district_id", "file_path", "file_key", "line_number", "row_status"]
TRAILING = ["extra_columns", "row_detail"]

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
            text = "\n".join((path, sha256, fingerprint))
            key = hashlib.sha256(text.encode()).hexdigest()[:16]
            facts = {"bytes": size, "sha256": sha256}
            files.append((path, district, key, facts))

    landed = set()
    if this is not None:
        keys = [key for _, _, key, _ in files]
        session.execute(f"delete from {this} where not list_contains(?, file_key)", [keys])
        landed = set(
            session.execute(f"select distinct file_key from {this}").fetchall()
        )
    parts = [_empty(contract)]
    for number, (path, district, key, facts) in enumerate(files):
        if (key,) not in landed:
            name = f"landing_{number}"
            lead = {"district_id": district, "file_path": path, "file_key": key}
            parts += _file_parts(session, root, path, lead, facts, contract, name)
    return session.sql("\nunion all\n".join(parts))


def _empty(contract):
    """A select of no rows that fixes the names and types of the columns."""
    typed = [
        f"""cast(null as {'bigint' if name == 'line_number' else 'varchar'}) as "{name}\""""
        for name in [*LEADING, *contract.columns, *TRAILING]
    ]
    return f"select {', '.join(typed)} where false"


def _file_parts(session, root, path, lead, facts, contract, name):
    """Selects that together give the rows of one file."""
    plain = header = None

    def count_fields(line):
        try:
            names = next(csv.reader([line], strict=True))
        except csv.Error:
            return None
        return len(names)

    if "!" not in path:
        plain = prove_plain(root / path, count_fields)
    if plain is not None:
        names = next(csv.reader([plain.header]))
        header = match_header(names, contract)
        facts |= {"encoding": "utf-8-sig" if plain.has_mark else "utf-8"}
        facts |= {"newline": "crlf" if plain.is_crlf else "lf"}
        rows = _special_rows(lead, 1, facts, names, header, contract)
        for line in range(plain.last_line + 1, plain.last_line + plain.blank_lines + 1):
            rows.append(lead | {"line_number": line, "row_status": "padding"})
        parts = [_register(session, name, rows, contract)]
        if plain.last_line > 1:
            parts.append(_plain_select(root / path, lead, plain, header, contract))
        return parts

    try:
        text = decode(_read_bytes(root, path))
    except (UnreadableFile, OSError, zipfile.BadZipFile) as error:
        facts |= {"encoding": None, "newline": None}
        rows = _special_rows(lead, 1, facts, [], None, contract, str(error))
        return [_register(session, name, rows, contract)]
    return [_register(session, name, _record_rows(text, lead, facts, contract), contract)]


def _read_bytes(root, path):
    container, separator, member = path.partition("!")
    if not separator:
        return (root / path).read_bytes()
    with zipfile.ZipFile(root / container) as archive:
        return archive.read(member)


def _record_rows(text, lead, facts, contract):
    """All rows of a file that is read record by record."""
    first = next(number for number, line in enumerate(text.lines, 1) if line != "")
    line = text.lines[first - 1] or ""
    names = next(csv.reader([line]))
    header = match_header(names, contract)
    facts |= {
        "encoding": text.mark or ("cp1252" if text.cp1252_lines else "utf-8"),
        "newline": text.newline,
    }
    if text.mark == "utf-8":
        facts["encoding"] = "utf-8-sig"
    rows = _special_rows(
        lead, first, facts, names, header, contract, cp1252_lines=text.cp1252_lines
    )
    for blank in range(1, first):
        rows.append(lead | {"line_number": blank, "row_status": "padding"})
    for record in read_records(text, first + 1, header.fields):
        row = lead | {"line_number": record.line_number}
        if record.fields is None:
            detail = _detail("LND-005", None, None, record.problem, record=record.text)
            rows.append(row | {"row_status": "quarantined", "row_detail": detail})
            continue
        fields = record.fields
        row["row_status"] = "staged" if any(map(str.strip, fields)) else "padding"
        for column, position in header.positions.items():
            if column not in contract.withheld:
                row[column] = fields[position] or None
        if header.extras and row["row_status"] == "staged":
            extras = {n: fields[position] or None for n, position in header.extras.items()}
            row["extra_columns"] = json.dumps(extras, ensure_ascii=False)
        rows.append(row)
    return rows


def _detail(rule_id, column, value, message, **more):
    detail = {"rule_id": rule_id, "column": column, "value": value, "message": message}
    return json.dumps(detail | more, ensure_ascii=False)


def _special_rows(
    lead, line_number, facts, names, header, contract, unreadable=None, cp1252_lines=()
):
    """The header row of a file, and a row per finding about the file as a whole."""
    findings = list(header.findings) if header else []
    rule = message = None
    if unreadable:
        rule, message = "LND-001", unreadable
    elif header.missing:
        rule, message = "LND-002", f"required column missing: {', '.join(header.missing)}"
        message += f"; the header is: {', '.join(names)}"
        if len(names) == 1:
            message += " (is it separated by something else than commas?)"
    if facts["encoding"] not in (None, "utf-8", "cp1252"):
        message = f"the file starts with a byte-order mark ({facts['encoding']})"
        findings.append(("LND-011", None, None, message))
    if facts["newline"] not in (None, "lf"):
        message = f"line ends are {facts['newline'].upper()}"
        findings.append(("LND-012", None, None, message))
    if cp1252_lines:
        message = f"{len(cp1252_lines)} lines are not UTF-8 and were read as cp1252"
        findings.append(("LND-017", None, None, message))

    detail = facts | {"header": names, "blocking_rule": rule, "blocking_message": message}
    row = lead | {"line_number": line_number}
    rows = [row | {"row_status": UNJUDGED, "row_detail": json.dumps(detail)}]
    for rule_id, column, value, message in findings:
        first = cp1252_lines[0] if rule_id == "LND-017" else line_number
        count = len(cp1252_lines) if rule_id == "LND-017" else 1
        detail = _detail(rule_id, column, value, message, row_count=count)
        finding = {"line_number": first, "row_status": "finding", "row_detail": detail}
        rows.append(lead | finding)
    return rows


def _register(session, name, rows, contract):
    """Make `rows` (dicts) readable for DuckDB; returns a select over them."""
    columns = [*LEADING, *contract.columns, *TRAILING]
    arrays = {
        column: pa.array(
            [row.get(column) for row in rows],
            type=pa.int64() if column == "line_number" else pa.string(),
        )
        for column in columns
    }
    session.register(name, pa.table(arrays))
    return f"select * from {name}"


def _quote(value):
    return "'" + str(value).replace("'", "''") + "'"


def _plain_select(path, lead, plain, header, contract):
    """A select that lets DuckDB's own reader read the records of a plain file."""
    read = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(header.fields))
    size = f", max_line_size={plain.longest_line}" if plain.longest_line > 1 << 20 else ""
    everything = ", ".join(f"nullif(trim(c{n}), '')" for n in range(header.fields))
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
            case
                when coalesce({everything}) is null then 'padding' else 'staged'
            end as row_status,
            {", ".join(columns)},
            {extras} as extra_columns,
            null as row_detail
        from read_csv(
            {_quote(path)}, auto_detect=false, header=false, skip=1, delim=',',
            quote='"', escape='"', strict_mode=true, columns={{{read}}}{size}
        )"""
