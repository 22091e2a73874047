"""Bring new and changed files into a landing table as text rows."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from edstats.landing.contract import HEADER_ROWS, Contract, match_header
from edstats.landing.delimited import (
    add_lines,
    add_padding,
    is_blank_row,
    open_plain,
    open_text,
    plain_reader,
)
from edstats.landing.deltas import below_deltas
from edstats.landing.mapped import add_mapped, forget_mapped_tables
from edstats.landing.parquet import add_parquet
from edstats.landing.records import SPACE, parse_line
from edstats.landing.rows import (
    LEADING,
    TRAILING,
    Rows,
    add_file,
    add_finding,
    add_header,
    fit_table,
    judging_settings,
    records_select,
    to_json,
)
from edstats.landing.workbook import add_workbook

# From this many bytes of plain files on, DuckDB reads them in one thread: it numbers
# rows in one, and meanwhile the caller's own asks for work without a pause, which costs
# as much CPU time again as the reading. `judge_landed_rows` resets it.
LARGE_BYTES = 32 << 20

# The forms in which a file may come.
WORKBOOKS = (".xlsx", ".xlsm", ".xls")
SUFFIXES = (".csv", ".parquet", *WORKBOOKS)


@dataclass(frozen=True)
class Delivery:
    """A file that feeds the landing table.

    facts: bytes and sha256
    settings: what the district's mapping does with it, None when it is canonical
    rival: another file with the same content in another form
    """

    path: str
    district: str
    facts: dict
    settings: dict | None = None
    rival: str | None = None

    def key(self, fingerprint):
        texts = [self.path, self.facts["sha256"] or "", fingerprint]
        if self.settings is not None:
            texts.append(json.dumps(self.settings, sort_keys=True))
        if self.rival is not None:
            texts.append(self.rival)
        return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def land(session, paths, inventory, meta, this, mappings=None):
    """The rows of all new and changed files of one kind, as a DuckDB relation.

    session: dbt's DuckDB connection
    paths: relation (file) of the files as the dbt source found them
    inventory: relation of `raw_inventory__files`
    meta: `config.meta` of the model: the file contract and `raw_root`
    this: name of the landing table, or None when it is built from nothing. Rows of
        files that changed or are gone are deleted from it here, and all of them when
        it has other columns than the contract.
    mappings: relation of the rows of `raw_sis__mappings` that feed this table. A
        district that has one sends no file under the canonical name. Given, the table
        has the column `_deleted` too, which files of changes have.

    One row per record, with district_id, file_path, file_key (changes when the file,
    its place, its contract, its mapping or the settings do), line_number (physical,
    header = 1), row_status, the contract's columns as text, extra_columns (JSON) and
    row_detail (JSON). The header line is a row too; its detail describes the file.
    Findings about the file as a whole are rows with status `finding`.
    """
    contract = Contract.from_meta(meta)
    if mappings is not None:
        contract = contract.with_deletions()
    root = Path(meta["raw_root"])
    fingerprint = f"{Contract.fingerprint(meta)} {judging_settings(session)}"
    wanted = {Path(path).relative_to(root).as_posix() for (path,) in paths.fetchall()}
    deliveries = {
        delivery.key(fingerprint): delivery
        for delivery in _deliveries(wanted, inventory, mappings)
    }
    rows = Rows([*LEADING, *contract.columns, *TRAILING])
    landed = set()
    if this is not None:
        fit_table(session, this, rows)
        session.execute(
            f"delete from {this} where not list_contains(?, file_key)",
            [list(deliveries)],
        )
        found = session.execute(f"select distinct file_key from {this}").fetchall()
        landed = {key for (key,) in found}
    forget_mapped_tables(session)
    parts = ["select * from landing_rows"]
    plain_bytes = 0
    for key, delivery in deliveries.items():
        if key in landed:
            continue
        lead = {
            "district_id": delivery.district,
            "file_path": delivery.path,
            "file_key": key,
        }
        if delivery.rival is not None:
            _add_rivals(rows, lead, delivery)
            continue
        if delivery.settings is not None:
            part = add_mapped(session, root, delivery, lead, contract, rows)
        elif delivery.path.endswith(".parquet"):
            part = add_parquet(session, root, delivery, lead, contract, rows)
        elif delivery.path.lower().endswith(WORKBOOKS):
            add_workbook(root, delivery, lead, contract, rows)
            part = None
        else:
            part = _add_plain(root, delivery, lead, contract, rows)
            if part is None:
                _add_records(root, delivery, lead, contract, rows)
            else:
                plain_bytes += delivery.facts["bytes"]
        if part is not None:
            parts.append(part)
    if plain_bytes >= LARGE_BYTES:
        session.execute("set threads = 1")
    session.register("landing_rows", rows.as_table())
    return session.sql("\nunion all\n".join(parts))


def _deliveries(wanted, inventory, mappings):
    """Yield a `Delivery` for each file and each way in which it is read."""
    claims, mapped_districts = defaultdict(list), set()
    if mappings is not None:
        staged = mappings.filter("row_status = 'staged'")
        for district, claimed, settings in staged.project(
            "district_id, claimed_file, settings"
        ).fetchall():
            mapped_districts.add(district)
            claims[claimed].append(settings)
        wanted = {path for path in wanted if below_deltas(_in_district(path))}
    listed = inventory.project("file_path, district_id, bytes, sha256").fetchall()
    canonical = {
        p for p, d, _, _ in listed if p in wanted and d not in mapped_districts
    }
    for path, district, size, sha256 in sorted(listed):
        facts = {"bytes": size, "sha256": sha256}
        for settings in sorted(claims.get(path, ())):
            yield Delivery(path, district, facts, json.loads(settings))
        if path in canonical:
            rivals = {str(PurePosixPath(path).with_suffix(s)) for s in SUFFIXES}
            rival = max((rivals & canonical) - {path}, default=None)
            yield Delivery(path, district, facts, rival=rival)


def _in_district(path):
    """The path below the folder of the district."""
    return path.split("/", 2)[2]


def _add_rivals(rows, lead, delivery):
    """Block a file that lies there in two forms: every row would count twice."""
    message = f"the same file lies there as {PurePosixPath(delivery.rival).name} too"
    facts = delivery.facts | {"encoding": None, "newline": None}
    add_file(rows, lead, 1, facts, blocking=("LND-025", f"{message}: keep one of them"))


def _add_plain(root, delivery, lead, contract, rows):
    """A select of a plain file's records; its other rows are added to `rows`.

    None when the file has to be read record by record.
    """
    facts = dict(delivery.facts)
    plain = open_plain(root, delivery.path, facts)
    if plain is None:
        return None
    header = match_header(parse_line(plain.header)[0], contract)
    if contract.spellings and header.missing:
        return None  # the first line may be a title
    add_header(rows, lead, 1, facts, header, contract.text_forms)
    add_padding(rows, lead, plain)
    return plain_select(root / delivery.path, lead, plain, header, contract)


def plain_select(path, lead, plain, header, contract):
    """A select that lets DuckDB's own reader read the records of a plain file."""
    status = "'staged'"
    if plain.has_blank_rows:
        values = [f"c{n}" for n in range(header.fields)]
        if plain.is_tidy:
            blank = f"coalesce({', '.join(values)}) is null"
        else:
            blank = is_blank_row(values)
        status = f"case when {blank} then 'padding' else 'staged' end"
    reader = plain_reader(path, plain, header.fields)
    number = "row_number() over () + 1"
    return records_select(lead, header, contract, number, status, reader)


def _add_records(root, delivery, lead, contract, rows):
    """Add all rows of a file that is read record by record to `rows`."""
    facts = dict(delivery.facts)
    search = {}
    if contract.spellings:
        search = {"candidates": HEADER_ROWS, "is_header": contract.is_header}
    opened = open_text(root, delivery.path, lead, facts, rows, **search)
    if opened is None:
        return
    header = match_header(opened.names, contract)
    add_header(rows, lead, opened.first, facts, header, contract.text_forms)
    if contract.spellings and not contract.has_titles:
        titles = sum(1 for n in range(opened.first - 1) if _has_value(opened, n))
        if titles:
            message = f"{titles} rows above the header were passed over"
            add_finding(rows, lead, "LND-009", message, 1, titles)
    kept = {c: n for c, n in header.positions.items() if c not in contract.withheld}

    def add_record(line_number, fields):
        row = lead | {"line_number": line_number, "row_status": "staged"}
        for column, position in kept.items():
            row[column] = fields[position] or None
        if header.extras:
            extras = {n: fields[p] or None for n, p in header.extras.items()}
            row["extra_columns"] = to_json(extras)
        rows.add(row)

    add_lines(
        rows,
        lead,
        opened,
        header,
        add_record,
        contract.text_forms,
        tells_lines=not contract.personal,
    )


def _has_value(opened, index):
    """Whether the line holds more than separators."""
    return bool((opened.text.lines[index] or "").strip(f'{SPACE}",'))
