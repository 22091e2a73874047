"""Tables in, tables out."""

import math

import pyarrow as pa

# as many digits of a double as are stored: the last bits depend on the machine
DIGITS = 10


def fields(kind, *names):
    """Fields of a schema that share a type."""
    return [pa.field(name, kind) for name in names]


def arrow_of(relation, *columns):
    """An Arrow table of a relation or Arrow table, with these columns or all."""
    if isinstance(relation, pa.Table):
        return relation.select(columns) if columns else relation
    chosen = relation.select(", ".join(columns)) if columns else relation
    return chosen.to_arrow_table()


def rounded(value):
    """A double as it is stored; None for what is not a number."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.{DIGITS}g}")


def table_of(rows, schema):
    """An Arrow table of dicts; doubles are rounded."""
    columns = {}
    for field in schema:
        values = [row[field.name] for row in rows]
        if pa.types.is_floating(field.type):
            values = [rounded(value) for value in values]
        columns[field.name] = values
    return pa.table(columns, schema=schema)
