"""Read Parquet files as the text rows that a CSV file of the same data would give."""

import duckdb

from edstats.landing.contract import match_header
from edstats.landing.delimited import is_blank_row
from edstats.landing.rows import add_file, add_header, records_select, to_literal


def open_parquet(session, root, path, lead, facts, rows):
    """(column names, select of line_number and the text columns c0, c1 ...).

    None, and a header row that says why, when the file cannot be read. line_number is
    the number of the row plus one, as if a header stood above it.
    """
    facts |= {"encoding": "parquet", "newline": None}
    read = f"read_parquet({to_literal(root / path)}, file_row_number=true)"
    try:
        described = session.execute(f"describe select * from {read}").fetchall()
        # A damaged page would otherwise stop the build, for all districts.
        session.execute(f"select max(hash(columns(*))) from {read}").fetchall()
    except duckdb.Error as error:
        (said, *_) = str(error).replace(str(root / path), path).splitlines()
        message = f"this is no Parquet file that can be read: {said}"
        add_file(rows, lead, 1, facts, blocking=("LND-001", message))
        return None
    columns = [(name, kind) for name, kind, *_ in described[:-1]]
    texts = ", ".join(
        f"{_text_of(name, kind)} as c{n}" for n, (name, kind) in enumerate(columns)
    )
    names = [name for name, _ in columns]
    return names, f"select file_row_number + 2 as line_number, {texts} from {read}"


def _text_of(name, kind):
    """SQL that writes a value as the CSV form of the file does."""
    column = '"' + name.replace('"', '""') + '"'
    text = f"nullif(cast({column} as varchar), '')"
    if kind in ("DOUBLE", "FLOAT"):
        # whole numbers without a fraction, also those that are fractions only because
        # an integer column with gaps became one
        return f"regexp_replace({text}, '\\.0$', '')"
    if kind.startswith("TIMESTAMP"):
        return f"regexp_replace({text}, ' 00:00:00$', '')"
    return text


def add_parquet(session, root, delivery, lead, contract, rows):
    """A select of a canonical Parquet file's records; its header goes to `rows`."""
    facts = dict(delivery.facts)
    opened = open_parquet(session, root, delivery.path, lead, facts, rows)
    if opened is None:
        return None
    names, select = opened
    header = match_header(names, contract)
    add_header(rows, lead, 1, facts, header)
    blank = is_blank_row([f"c{n}" for n in range(len(names))])
    status = f"case when {blank} then 'padding' else 'staged' end"
    return records_select(lead, header, contract, "line_number", status, f"({select})")
