"""List and hash every file under the raw root."""

import datetime
import hashlib
import json
import os
import zipfile
from pathlib import Path

import pyarrow as pa

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
    for row in _previous(session, this):
        known.setdefault(row[-1], []).append(row)
    rows = []
    for path in sorted(path for (path,) in found.fetchall()):
        relative = Path(path).relative_to(meta["raw_root"]).as_posix()
        status = os.stat(path)
        times = (status.st_mtime_ns, status.st_ctime_ns)
        stamp = " ".join(map(str, (relative, status.st_size, *times, status.st_ino)))
        if stamp in known:
            rows.extend(known[stamp])
            continue
        source, _, rest = relative.partition("/")
        district = rest.split("/")[0].removesuffix(".zip") if rest else None
        for name, size, digest, problem in _measure(path, relative):
            rows.append((source, district, name, size, digest, problem, stamp))
    columns = list(zip(*rows, strict=True)) or [[] for _ in SCHEMA]
    return pa.table(dict(zip(SCHEMA.names, columns, strict=True)), schema=SCHEMA)


def _previous(session, this):
    exists = """
        select 1 from information_schema.tables
        where table_schema = ? and table_name = ?
    """
    if not session.execute(exists, [this.schema, this.identifier]).fetchall():
        return []
    return session.execute(f"select {', '.join(SCHEMA.names)} from {this}").fetchall()


def _measure(path, relative):
    """Yield (path, bytes, sha256, problem) of a file, or of a zip's members."""
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if not relative.endswith(".zip"):
        yield relative, os.path.getsize(path), digest, None
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            rows = []
            for member in sorted(members, key=lambda m: m.filename):
                with archive.open(member) as file:
                    digest_of_member = hashlib.file_digest(file, "sha256").hexdigest()
                name = f"{relative}!{member.filename}"
                rows.append((name, member.file_size, digest_of_member, None))
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, ValueError) as error:
        problem = f"the zip file cannot be read: {error}"
        yield relative, os.path.getsize(path), digest, problem
        return
    yield relative, os.path.getsize(path), digest, None
    yield from rows


def read_manifest(found):
    """The facts of `_manifest.json` as an Arrow table of one row, or none.

    found: relation (file) of the manifests as the dbt source found them
    Raises ValueError when the file is not a JSON object or as_of_date is no ISO date.
    """
    rows = []
    for (path,) in found.fetchall():
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
        rows.append((as_of_date, synthetic))
    schema = pa.schema([("as_of_date", pa.string()), ("is_synthetic", pa.bool_())])
    columns = list(zip(*rows, strict=True)) or [[], []]
    return pa.table(dict(zip(schema.names, columns, strict=True)), schema=schema)
