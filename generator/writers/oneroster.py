"""OneRoster 1.1 and 1.2 packages: one zip of CSV files of the roster on the as-of date.

Bulk files: status and dateLastModified stand in the header and are empty. Rules and
columns: 1EdTech OneRoster CSV binding; `oneroster_files.yml` lists the columns.
"""

import io
import re
import threading
import zipfile

import pyarrow as pa
import yaml

from generator.formats import write_csv
from generator.output import OutFile, Sink
from generator.writers.roster import HERE, open_roster, statement

SOURCE = "oneroster"
LEADING_COLUMNS = ["sourcedId", "status", "dateLastModified"]
GUID = re.compile(r"^[0-9A-Za-z./@_-]{1,255}$")
# The same in every run: a zip archive cannot say "no time".
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


class BadIdentifier(ValueError):
    """An identifier that OneRoster does not allow, or one for two records."""


def package_tables(world, version):
    """The data files of a package: file name without .csv -> `pyarrow.Table`.

    version: "1.1" or "1.2"
    Raises `roster.UnknownCode` and `BadIdentifier`, for a clean district.
    """
    connection = open_roster(world, version)
    tables = {}
    for name, columns in _columns_of(version).items():
        if columns is None:
            continue
        result = connection.execute(statement("oneroster", name)).to_arrow_table()
        tables[name] = _arranged(result, columns)
        # a district with defects may have two people under one identifier, too
        if world.config.defects == "none":
            _check_identifiers(name, tables[name]["sourcedId"])
    return tables


def files(world, version):
    """The `OutFile` of the package, oneroster/<district>.zip.

    version: "1.1" or "1.2"
    Raises `roster.UnknownCode` and `BadIdentifier`.
    """
    tables = package_tables(world, version)
    rows = sum(table.num_rows for table in tables.values())
    name = f"{world.name}.zip"
    return [OutFile(SOURCE, "", name, package(world, version, tables), rows=rows)]


def package(world, version, tables):
    """The bytes of the zip file, the same at each call."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "manifest", _manifest(world, version, tables))
        for name, table in tables.items():
            _add(archive, name, table)
    return buffer.getvalue()


def _columns_of(version):
    text = (HERE / "oneroster_files.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)[version]


def _arranged(result, columns):
    """All columns of the file in order; what the roster does not know is empty."""
    empty = pa.nulls(result.num_rows, pa.string())
    names = [*LEADING_COLUMNS, *columns]
    return pa.table(
        [result[name] if name in result.column_names else empty for name in names],
        names=names,
    )


def _check_identifiers(name, identifiers):
    texts = identifiers.to_pylist()
    if len(set(texts)) < len(texts):
        raise BadIdentifier(f"{name}.csv: one sourcedId stands for two records")
    for text in texts:
        if not GUID.match(text):
            raise BadIdentifier(f"{name}.csv: {text!r} cannot be a sourcedId")


def _manifest(world, version, tables):
    entries = {"manifest.version": "1.0", "oneroster.version": version}
    for name in _columns_of(version):
        entries[f"file.{name}"] = "bulk" if name in tables else "absent"
    entries["source.systemName"] = "Schoolhouse generator"
    entries["source.systemCode"] = world.name
    return pa.table({"propertyName": list(entries), "value": list(entries.values())})


def _add(archive, name, table):
    member = zipfile.ZipInfo(f"{name}.csv", date_time=ZIP_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = 3  # Unix, on every platform
    member.external_attr = 0o644 << 16
    with archive.open(member, "w") as stream:
        sink = Sink(stream, threading.Event())
        write_csv(sink, OutFile(SOURCE, "", name, table), lambda rows: None)
