"""The canonical files as they were before the defects of the answer key."""

import csv
from pathlib import Path

import pyarrow as pa

from generator.writers.sis import layout


def create_views(connection, folder, names, truth=None):
    """Create a view per file of `names`, all columns text.

    connection: DuckDB connection
    folder: `sis/<district>` of a raw root
    truth: folder of the answer key; what its defects.csv says of this district is
        undone: added rows go, removed rows come back, cells get their original values
    Raises FileNotFoundError when a file is neither there as CSV nor as Parquet.
    """
    damaged = set()
    key = Path(truth or "") / "defects.csv"
    if truth is not None and key.exists():
        connection.execute(
            "create table defects as select * from read_csv(?, all_varchar = true)"
            " where district_id = ?",
            [str(key), Path(folder).name],
        )
        files = connection.execute("select distinct file from defects").fetchall()
        damaged = {file.removesuffix(".csv") for (file,) in files}
    for name in names:
        scan = _scan(folder, name)
        if name in damaged:
            scan = f"({_repaired(connection, scan, name)})"
        connection.execute(f"create view {name} as select * from {scan}")


def _repaired(connection, scan, name):
    rows = connection.execute(
        'select distinct "column", code from defects where file = ?', [f"{name}.csv"]
    ).fetchall()
    columns = sorted({column for column, _ in rows if column and column != "*"})
    has_repeats = any(code == "D02" for _, code in rows)
    _register_removed(connection, scan, name)
    key = " || '|' || ".join(f'"{part}"' for part in layout()[name]["key"])
    # D02 is a row that stands there twice
    once = f"qualify row_number() over (partition by {key}) = 1" if has_repeats else ""
    replaced = ", ".join(
        f"case when map_contains(cells, '{column}') then cells['{column}']"
        f' else "{column}" end as "{column}"'
        for column in columns
    )
    replace = f"replace ({replaced})" if replaced else ""
    return f"""
        with fixes as (
            select row_key, map_from_entries(list(("column", original_value))) as cells
            from defects
            where file = '{name}.csv' and "column" <> '*'
            group by row_key
        ),
        added as (
            select row_key
            from defects
            where
                file = '{name}.csv'
                and "column" = '*'
                and original_value is null
                and code <> 'D02'
        ),
        kept as (
            select files.*, fixes.cells
            from (
                select *, {key} as row_key
                from {scan}
                {once}
            ) as files
            left join fixes on files.row_key = fixes.row_key
            where files.row_key not in (select row_key from added)
        )
        select * exclude (row_key, cells) {replace} from kept
        union all by name
        select * from removed_{name}"""


def _register_removed(connection, scan, name):
    """The rows that a defect took out, as the table removed_<name>."""
    header = [row[0] for row in connection.execute(f"describe from {scan}").fetchall()]
    removed = connection.execute(
        "select original_value from defects where file = ? and \"column\" = '*'"
        " and injected_value is null",
        [f"{name}.csv"],
    ).fetchall()
    lines = list(csv.reader(text for (text,) in removed))
    columns = {
        column: pa.array([line[place] or None for line in lines], pa.string())
        for place, column in enumerate(header)
    }
    connection.register("removed_rows", pa.table(columns))
    # a table, because DuckDB cannot push every filter down into Arrow
    connection.execute(f"create table removed_{name} as select * from removed_rows")
    connection.unregister("removed_rows")


def _scan(folder, name):
    table, parquet = Path(folder) / f"{name}.csv", Path(folder) / f"{name}.parquet"
    if table.exists():
        return f"read_csv('{table}', all_varchar = true, null_padding = true)"
    if parquet.exists():
        # Texts, as a CSV file has them.
        return f"(select columns(*)::varchar from read_parquet('{parquet}'))"
    raise FileNotFoundError(f"{table} is not there: the report needs the sis roster")
