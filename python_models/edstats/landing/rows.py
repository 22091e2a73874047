"""Rows of a landing table: records, the header line and findings."""

import json

import pyarrow as pa

LEADING = ["district_id", "file_path", "file_key", "line_number", "row_status"]
TRAILING = ["extra_columns", "row_detail"]

# The header row of a file that `judge_landed_rows` has not seen yet.
UNJUDGED = "landed"


class Rows:
    """Rows of a table with text columns, gathered as dicts, kept as Arrow batches.

    columns: the table's columns; `line_number` alone is a number
    """

    BATCH = 20_000

    def __init__(self, columns):
        self.schema = pa.schema(
            (name, pa.int64() if name == "line_number" else pa.string())
            for name in columns
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


def judging_settings(session):
    """What the pre-hook of landing tells of settings; None outside dbt."""
    (told,) = session.execute("select getvariable('judging_settings')").fetchone()
    return told


def fit_table(session, this, rows):
    """Make the landing table `this` anew and empty if `rows` have other columns.

    Another contract filled it then, so each of its files has another key by now and is
    landed again. To alter the table is no way: DuckDB refuses that at the commit of a
    transaction that has deleted rows of it.
    """
    if session.sql(f"select * from {this} limit 0").columns != rows.schema.names:
        session.register("landing_layout", rows.schema.empty_table())
        session.execute(f"create or replace table {this} as from landing_layout")
        session.unregister("landing_layout")


def to_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def to_literal(value):
    """An SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"


def records_select(lead, header, contract, line_number, status, source):
    """A select of the records of a file that DuckDB reads into text columns c0, c1 ...

    lead: district_id, file_path and file_key
    header: a `Header`, matched to the contract
    line_number, status, source: SQL expressions, and what stands behind `from`
    """
    kept = {c: n for c, n in header.positions.items() if c not in contract.withheld}
    columns = [f"c{kept[c]}" if c in kept else "null" for c in contract.columns]
    extras = "null"
    if header.extras:
        pairs = ", ".join(f"{to_literal(n)}, c{p}" for n, p in header.extras.items())
        extras = f"cast(json_object({pairs}) as varchar)"
    return f"""
        select
            {", ".join(f"{to_literal(lead[n])} as {n}" for n in LEADING[:3])},
            {line_number} as line_number,
            {status} as row_status,
            {", ".join(columns)},
            {extras} as extra_columns,
            null as row_detail
        from {source}"""


def detail(rule_id, column, value, message, **more):
    said = {"rule_id": rule_id, "column": column, "value": value, "message": message}
    return to_json(said | more)


def add_file(
    rows, lead, line_number, facts, names=(), blocking=(None, None), text_forms=()
):
    """Add the header row of a file.

    facts: what is known of the file: bytes, sha256, encoding, newline
    blocking: (rule id, message) of what makes the file unusable
    text_forms: encodings and line ends that are no finding
    """
    rule_id, message = blocking
    told = facts | {"header": list(names)}
    told |= {"blocking_rule": rule_id, "blocking_message": message}
    row = lead | {"line_number": line_number, "row_status": UNJUDGED}
    rows.add(row | {"row_detail": to_json(told)})
    if facts["encoding"] == "utf-8-sig" and "utf-8-sig" not in text_forms:
        message = "the file starts with a byte-order mark"
        add_finding(rows, lead, "LND-011", message, 1)
    if facts["newline"] not in (None, "lf", *text_forms):
        message = f"line ends are {facts['newline'].upper()}"
        add_finding(rows, lead, "LND-012", message, 1)


def add_header(rows, lead, line_number, facts, header, text_forms=()):
    """Add the header row of a file, and a row per finding about its first line.

    header: a `Header`, matched to the contract
    text_forms: encodings and line ends that are no finding
    """
    blocking = (None, None)
    if header.missing:
        message = f"required column missing: {', '.join(header.missing)}"
        message += f"; the header is: {shown(header.names)}"
        if len(header.names) == 1:
            message += " (is it separated by something else than commas?)"
        blocking = ("LND-002", message)
    facts = facts | header.facts
    add_file(rows, lead, line_number, facts, header.names, blocking, text_forms)
    for rule_id, column, value, message in header.findings:
        add_finding(rows, lead, rule_id, message, line_number, 1, column, value)


def add_finding(
    rows, lead, rule_id, message, line_number, row_count=1, column=None, value=None
):
    said = detail(rule_id, column, value, message, row_count=row_count)
    row = lead | {"line_number": line_number, "row_status": "finding"}
    rows.add(row | {"row_detail": said})


def shown(names):
    """Names for a message, not longer than a line or two."""
    text = ", ".join(names)
    return text if len(text) <= 300 else f"{text[:300]} ..."
