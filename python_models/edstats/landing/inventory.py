"""List and hash every file under the raw root."""

import datetime
import hashlib
import json
import os
import zipfile
import zlib
from pathlib import Path

import pyarrow as pa

# What opening a zip file or one of its members may raise.
UNREADABLE = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    EOFError,
    ValueError,
)

SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("district_id", pa.string()),
        ("file_path", pa.string()),
        ("bytes", pa.int64()),
        ("sha256", pa.string()),
        ("problem", pa.string()),
        ("file_stamp", pa.string()),
    ]
)


def take_inventory(session, found, meta, this):
    """One row per file, and per member of each zip file, as an Arrow table.

    session: dbt's DuckDB connection
    found: relation (file) of the files as the dbt source found them
    meta: `config.meta` of the model; `raw_root` is what file_path is relative to
    this: the inventory's own relation. A file that has the size, times and inode of
        the last inventory is not opened again.
    """
    known = {}
    for row in _previous(session, this, SCHEMA):
        known.setdefault(row[-1], []).append(row)
    rows = []
    for path in sorted(path for (path,) in found.fetchall()):
        relative = Path(path).relative_to(meta["raw_root"]).as_posix()
        if _is_litter(relative):
            continue
        stamp = _stamp(path, relative)
        if stamp is not None and stamp in known:
            rows.extend(known[stamp])
            continue
        source, _, rest = relative.partition("/")
        folder, _, name = rest.partition("/")
        # A file beside the district folders belongs to none, unless it is a package.
        is_package = folder.endswith(".zip")
        district = folder.removesuffix(".zip") if name or is_package else None
        for name, size, digest, problem in _measure(path, relative):
            rows.append((source, district, name, size, digest, problem, stamp))
    return _as_table(rows, SCHEMA)


def _is_litter(path):
    """Whether an operating system or an office program left the file behind."""
    parts = path.split("/")
    return parts[-1].lower() in ("thumbs.db", "desktop.ini") or any(
        part.startswith((".", "~$", "__MACOSX")) for part in parts
    )


def _stamp(path, relative):
    """Changes whenever the file may have changed; None when it cannot be looked at."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    times = (status.st_mtime_ns, status.st_ctime_ns)
    return " ".join(map(str, (relative, status.st_size, *times, status.st_ino)))


def _previous(session, this, schema):
    """The rows of the last build's table, none when it had other columns."""
    columns = """
        select column_name from information_schema.columns
        where table_schema = ? and table_name = ?
    """
    names = session.execute(columns, [this.schema, this.identifier]).fetchall()
    if not {(name,) for name in schema.names} <= set(names):
        return []
    return session.execute(f"select {', '.join(schema.names)} from {this}").fetchall()


def _measure(path, relative):
    """Yield (path, bytes, sha256, problem) of a file, or of a zip's members.

    A file that cannot be opened has neither size nor hash; the landing model that
    needs it says why.
    """
    try:
        with open(path, "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = os.path.getsize(path)
    except OSError as error:
        size = digest = None
        problem = f"the zip file cannot be read: {error.strerror}"
        yield relative, size, digest, problem if relative.endswith(".zip") else None
        return
    if not relative.endswith(".zip"):
        yield relative, size, digest, None
        return
    try:
        rows = _measure_members(path, relative)
    except UNREADABLE as error:
        problem = f"the zip file cannot be read: {error}"
        yield relative, size, digest, problem
        return
    yield relative, size, digest, None
    yield from rows


def _measure_members(path, relative):
    rows = {}
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        for member in sorted(members, key=lambda m: m.filename):
            if _is_litter(member.filename):
                continue
            name = f"{relative}!{member.filename}"
            if name in rows:
                raise ValueError(f"it holds {member.filename} twice")
            with archive.open(member) as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            rows[name] = (name, member.file_size, digest, None)
    return list(rows.values())


MANIFEST_SCHEMA = pa.schema(
    [
        ("as_of_date", pa.string()),
        ("is_synthetic", pa.bool_()),
        ("sha256", pa.string()),
    ]
)


def read_manifest(session, found, inventory, this):
    """The facts of `_manifest.json` as an Arrow table of one row, or none.

    session: dbt's DuckDB connection
    found: relation (file) of the manifests as the dbt source found them
    inventory: relation of `raw_inventory__files`
    this: the manifest model's own relation. A manifest with the hash of the last
        build's is not opened again.
    Raises ValueError when the file is not a JSON object or as_of_date is no ISO date.
    """
    known = {row[-1]: row for row in _previous(session, this, MANIFEST_SCHEMA)}
    listed = inventory.filter("file_path = '_manifest.json'").project("sha256")
    sha256 = next((digest for (digest,) in listed.fetchall()), None)
    rows = []
    for (path,) in found.fetchall():
        if sha256 in known:
            rows.append(known[sha256])
            continue
        try:
            manifest = json.loads(Path(path).read_text(encoding="utf-8-sig"))
            as_of_date = manifest.get("as_of_date")
            if as_of_date is not None:
                datetime.date.fromisoformat(as_of_date)
            synthetic = manifest.get("synthetic") is True
        except (ValueError, AttributeError, TypeError) as error:
            message = (
                f"{path} must be a JSON object with as_of_date as YYYY-MM-DD: {error}"
            )
            raise ValueError(message) from error
        rows.append((as_of_date, synthetic, sha256))
    return _as_table(rows, MANIFEST_SCHEMA)


def _as_table(rows, schema):
    columns = list(zip(*rows, strict=True)) or [[] for _ in schema]
    return pa.table(dict(zip(schema.names, columns, strict=True)), schema=schema)
