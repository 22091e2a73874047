"""`python -m generator deltas`: the files of the next school day of an extract.

Reads the canonical files of a raw root, with the deltas that lie there already, and
writes <out>/sis/<district>/deltas/<day>/: new students, withdrawals, who is in which
section, the day's attendance with corrections of earlier days, contacts taken off. Each
file has the columns of the extract and `_deleted`; deltas are always CSV. Called again,
it writes the day after that. The same files, seed and day give the same deltas.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa

from generator.manifest import MANIFEST
from generator.output import DiskFull, OutFile, Root
from generator.settings import BadOption
from generator.streams import Streams
from generator.writers import sis
from generator.writers.changes import attendance, calendar, moves
from generator.writers.changes.state import State

PROGRAM = "python -m generator deltas"
BAD_USE = 2


def main(arguments):
    """Run the command; the exit code: 0, or 2 for bad use."""
    try:
        given = _parser().parse_args(arguments)
        date = None if given.date is None else _day(given.date)
        for line in write_deltas(given.out, date, given.days):
            print(line)
    except (BadOption, DiskFull) as error:
        text = error.strerror if isinstance(error, DiskFull) else error
        print(f"{PROGRAM}: {text}", file=sys.stderr)
        return BAD_USE
    return 0


def write_deltas(root, date=None, days=1):
    """Write the next `days` days of every district of a raw root; yields report lines.

    root: folder that the generator wrote, with _manifest.json; its as-of date moves on
    date: datetime64[D] of the only day to write; the next school day when not given
    Raises BadOption when the root holds no canonical extract or the date does not fit.
    """
    for _ in range(days):
        manifest = _manifest(root)
        districts = sorted({path.parent.name for path in Path(root).glob("sis/*/*.*")})
        if not districts:
            raise BadOption("out", root, "a raw root with sis/<district>/")
        today = _day(manifest["as_of_date"])
        states = [State(root, district, today, date) for district in districts]
        # a district whose school goes on later waits for its day
        day = min(state.day for state in states)
        for state in [state for state in states if state.day == day]:
            streams = Streams(manifest["seed"], "deltas", state.district, state.day)
            files = list(delta_files(state, streams))
            with Root(root) as folder:
                written = folder.write_all(files, ["csv"])
            manifest["files"] += [_listed(one) for one in written]
            rows = sum(one.rows for one in written)
            yield f"{state.district} {state.day}: {len(written)} files, {rows} rows"
        # the last, so that a day is counted only when all of it is there
        manifest["as_of_date"] = str(day)
        _write_manifest(root, manifest)


def delta_files(state, streams):
    """The `OutFile`s of one day of one district; files without rows are left out."""
    for name, table in sorted(_changed_tables(state, streams).items()):
        if table.num_rows:
            folder = f"deltas/{state.day}/{name}"
            yield OutFile(sis.SOURCE, state.district, folder, table)


def _changed_tables(state, streams):
    """File name -> table with `_deleted`, rows by key."""
    enrolled = state.table(moves.ENROLLED).to_pylist()
    left, leaving = moves.withdrawals(state, streams, enrolled)
    gone = set(leaving.tolist())
    staying = [row for place, row in enumerate(enrolled) if place not in gone]
    come = moves.arrivals(state, streams, staying)
    present = staying + come["enrollments"].to_pylist()
    schools = sorted({row["school_id"] for row in present})
    parts = [left, come, calendar.makeup_day(state, schools)]
    parts.append({"attendance_daily": attendance.day_records(state, streams, present)})
    parts.append(
        {"attendance_daily": attendance.excused_later(state, streams, staying)}
    )
    removed = moves.removed_contacts(state, streams, staying)
    found = {}
    for part in parts:
        for name, table in part.items():
            found.setdefault(name, []).append(_marked(table, "false"))
    found["student_contacts"].append(_marked(removed, "true"))
    return {name: _sorted(name, pa.concat_tables(some)) for name, some in found.items()}


def _marked(table, deleted):
    column = pa.array([deleted] * table.num_rows, pa.string())
    return table.append_column("_deleted", column)


def _sorted(name, table):
    return table.sort_by(
        [(column, "ascending") for column in sis.layout()[name]["key"]]
    )


def _manifest(root):
    """The manifest of the raw root. Raises BadOption when it is not the generator's."""
    try:
        manifest = json.loads((Path(root) / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = {}
    if {"as_of_date", "seed", "files"} - manifest.keys():
        raise BadOption("out", root, f"a raw root of the generator, with {MANIFEST}")
    return manifest


def _write_manifest(root, manifest):
    manifest["files"] = sorted(manifest["files"], key=lambda entry: entry["path"])
    text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    with Root(root) as folder:
        folder.write_all([OutFile("", "", MANIFEST, text.encode())], ["csv"])


def _listed(one):
    return {
        "bytes": one.bytes,
        "path": one.path,
        "rows": one.rows,
        "sha256": one.sha256,
    }


def _day(text):
    try:
        return np.datetime64(text, "D")
    except ValueError as error:
        raise BadOption("date", text, "a date as YYYY-MM-DD") from error


def _parser():
    parser = argparse.ArgumentParser(prog=PROGRAM, description=__doc__.split("\n")[0])
    parser.add_argument("--out", default="data/raw", help="the raw root (data/raw)")
    parser.add_argument("--date", help="the day (default: the next day of school)")
    parser.add_argument(
        "--days", type=int, default=1, help="days to write (default: 1)"
    )
    return parser
