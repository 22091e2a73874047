"""Land a district's own export file as canonical rows, as its mapping says.

The file becomes a temporary table of text columns c0, c1 ... first, whatever its form;
one SQL expression per canonical column then does what the mapping asks for.
"""

from edstats.landing.contract import Header, find_column, match_header, snake_case
from edstats.landing.delimited import (
    add_lines,
    add_padding,
    is_blank_row,
    open_plain,
    open_text,
    plain_reader,
)
from edstats.landing.mapped_value import MappedValue, rows_taken
from edstats.landing.parquet import open_parquet
from edstats.landing.records import parse_line
from edstats.landing.rows import LEADING, Rows, add_file, add_finding, shown, to_literal

# Temporary, so no other connection sees them; `land` drops those of its last call.
TABLE = "landing_mapped_"


def forget_mapped_tables(session):
    """Drop the temporary tables that earlier calls left to their relations."""
    found = session.execute(
        "select table_name from duckdb_tables() where temporary"
        " and starts_with(table_name, ?)",
        [TABLE],
    ).fetchall()
    for (name,) in found:
        session.execute(f'drop table temp."{name}"')


def add_mapped(session, root, delivery, lead, contract, rows):
    """A select of the canonical rows of a mapped file; all others go to `rows`.

    None when the file cannot be read or does not have what the mapping names; then the
    header row blocks the district.
    """
    facts = dict(delivery.facts)
    settings = delivery.settings
    opened = _open(session, root, delivery.path, lead, facts, settings, rows)
    if opened is None:
        return None
    header, line, make_table = opened
    positions, problem = _find_columns(header.names, settings, contract)
    facts["columns"] = {
        column: [header.names[n] for n in found] for column, found in positions.items()
    }
    facts |= {"constants": list(settings["constants"]), "where": settings["where"]}
    add_file(rows, lead, line, facts, header.names, problem)
    if problem[0] is not None:
        return None
    table = make_table()
    values = [
        MappedValue(column, positions.get(column, []), settings, contract)
        for column in contract.columns
    ]
    taken = rows_taken(header.names, settings)
    for value in values:
        for finding in value.findings(session, f"{table} where {taken}"):
            add_finding(rows, lead, "LND-024", *finding)
    blank = is_blank_row([f"c{n}" for n in range(header.fields)])
    columns = [f"case when is_taken then {value.sql} end" for value in values]
    return f"""
        select
            {", ".join(f"{to_literal(lead[n])} as {n}" for n in LEADING[:3])},
            line_number,
            case when is_taken then 'staged' else 'padding' end as row_status,
            {", ".join(columns)},
            null as extra_columns,
            null as row_detail
        from (select *, not ({blank}) and {taken} as is_taken from {table})"""


def _find_columns(names, settings, contract):
    """({canonical column: positions in the file}, (rule, message) of what is missing).

    Columns that the mapping does not speak of are found by their canonical names.
    """
    label, problems = settings["label"], []

    def find(name, where):
        position = find_column(name, names)
        if position is None:
            problems.append(
                f"mapping.yml, {label}.{where}: the file has no column {name!r}"
            )
        return position

    positions = {}
    for column, theirs in settings["columns"].items():
        found = [find(name, f"columns.{column}") for name in theirs if name]
        positions[column] = [position for position in found if position is not None]
    for name in settings["where"]:
        find(name, "where")
    spoken_of = positions.keys() | settings["constants"].keys()
    for column, position in match_header(names, contract).positions.items():
        if column not in spoken_of:
            positions[column] = [position]
    if problems:
        return positions, ("LND-023", f"{'; '.join(problems)}; it has: {shown(names)}")
    filled = {column for column, found in positions.items() if found}
    filled |= settings["constants"].keys()
    missing = [h for h in contract.required if snake_case(h) not in filled]
    if missing:
        message = (
            f"required column missing: {', '.join(missing)}; mapping.yml gives it under"
            f" {label}.columns or {label}.constants; the header is: {shown(names)}"
        )
        return positions, ("LND-002", message)
    return positions, (None, None)


def _open(session, root, path, lead, facts, settings, rows):
    """(`Header` of the file's own names, its line, a function that makes the table)."""
    table = f'temp."{TABLE}{lead["file_key"]}"'
    create = f"create or replace temporary table {table.removeprefix('temp.')} as "

    if path.endswith(".parquet"):
        opened = open_parquet(session, root, path, lead, facts, rows)
        if opened is None:
            return None
        names, select = opened

        def copy():
            session.execute(create + select)
            return table

        return Header.of_names(names), 1, copy

    delimiter = settings["delimiter"]
    plain = open_plain(root, path, facts, delimiter)
    if plain is not None:
        header = Header.of_names(parse_line(plain.header, delimiter)[0])

        def read():
            reader = plain_reader(root / path, plain, header.fields, delimiter)
            session.execute(
                f"{create} select row_number() over () + 1 as line_number, *"
                f" from {reader}"
            )
            add_padding(rows, lead, plain)
            return table

        return header, 1, read

    text = open_text(root, path, lead, facts, rows, delimiter)
    if text is None:
        return None
    header = Header.of_names(text.names)

    def gather():
        names = [f"c{n}" for n in range(header.fields)]
        records = Rows(["line_number", *names])

        def add_record(line_number, fields):
            values = [field or None for field in fields]
            row = dict(zip(names, values, strict=True))
            records.add(row | {"line_number": line_number})

        add_lines(rows, lead, text, header, add_record)
        session.register("landing_records", records.as_table())
        session.execute(f"{create} select * from landing_records")
        session.unregister("landing_records")
        return table

    return header, text.first, gather
