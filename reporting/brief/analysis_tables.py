"""reports/analysis_tables/: what the briefs and dashboards stand on, as CSV files.

Every report of a district, small groups hidden as in it, with how far each metric can
be trusted; data_dictionary.csv has dbt's description of every table and column. Rows
are sorted and lines end in LF, so the same warehouse gives the same bytes.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from reporting.brief.write import opened
from reporting.project import literal, quoted

# counts of tables are no analysis; students leave as the analysis file or not at all
LEFT_OUT = ("rpt_district__student_years", "rpt_district__warehouse_contents")
QUALITY = ("rpt_quality__metric_trust", "rpt_quality__scorecards")

DICTIONARY = """
    select
        replace(replace(columns.table_name, 'rpt_district__', ''), 'rpt_quality__', '')
            || '.csv' as file_name,
        columns.column_name,
        lower(columns.data_type) as data_type,
        trim(columns.comment, E'\n ') as description,
        trim(tables.comment, E'\n ') as file_description
    from duckdb_columns() as columns
    inner join duckdb_tables() as tables using (schema_name, table_name)
    where schema_name = 'reports' and columns.table_name in ({names})
    order by file_name, columns.column_index
"""


def write_analysis_tables(warehouse: Path, folder: Path) -> Path | None:
    """Write the files in place of older ones; the folder, or None without districts.

    Raises Refused when the reports were not built.
    """
    folder = folder / "analysis_tables"
    shutil.rmtree(folder, ignore_errors=True)
    with opened(warehouse) as connection:
        if not connection.execute("from district.dim_districts").fetchall():
            return None
        names = [
            name
            for (name,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'reports'"
                " and (starts_with(table_name, 'rpt_district__')"
                f" or table_name in ({listed(QUALITY)})) order by table_name"
            ).fetchall()
            if name not in LEFT_OUT
        ]
        folder.mkdir(parents=True)
        for name in names:
            query = f"select * from reports.{quoted(name)} order by all"
            copy(connection, query, folder / f"{name.split('__', 1)[1]}.csv")
        dictionary = DICTIONARY.format(names=listed(names))
        copy(connection, dictionary, folder / "data_dictionary.csv")
    return folder


def listed(names: list[str] | tuple[str, ...]) -> str:
    return ", ".join(literal(name) for name in names)


def copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"copy ({query}) to {literal(str(path))} (format csv, header)")
