"""Raw files are read once: an unchanged file is not opened again by any process.

The kernel counts (inotify), so it does not matter whether Python or DuckDB opens one.
The example is built three more times: with the same content in other files, unchanged,
and after changes.
"""

import ctypes
import os
import shutil
import struct
import sys
from collections import Counter
from contextlib import contextmanager
from types import SimpleNamespace

import duckdb
import pytest
from conftest import EXAMPLES, OTHERS, TABLES, copy_of, dbt, differing_tables, query

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="inotify is Linux's"
)

IN_OPEN, IN_Q_OVERFLOW, IN_ISDIR = 0x20, 0x4000, 0x40000000
ATTENDANCE = "clever/maple_hollow/attendance.csv"
TOUCHED = "clever/maple_hollow/sections.csv"
REMOVED = "clever/maple_hollow/resources.csv"


@contextmanager
def opened(root):
    """A Counter of path below `root` -> how often any process opened the file."""
    libc = ctypes.CDLL(None, use_errno=True)
    watcher = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    assert watcher >= 0, os.strerror(ctypes.get_errno())
    folders = {}
    for folder, _, _ in os.walk(root):
        watch = libc.inotify_add_watch(watcher, os.fsencode(folder), IN_OPEN)
        assert watch >= 0, os.strerror(ctypes.get_errno())
        folders[watch] = os.path.relpath(folder, root)
    counts = Counter()
    try:
        yield counts
        while True:
            try:
                events = os.read(watcher, 1 << 20)
            except BlockingIOError:
                break
            while events:
                watch, mask, _, length = struct.unpack_from("iIII", events)
                name = events[16 : 16 + length].rstrip(b"\x00").decode()
                events = events[16 + length :]
                assert not mask & IN_Q_OVERFLOW
                if not mask & IN_ISDIR:
                    counts[os.path.normpath(f"{folders[watch]}/{name}")] += 1
    finally:
        os.close(watcher)


def landed(warehouse):
    """file path -> its rows in all Clever landing tables, as text."""
    rows = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables()"
            " where schema_name = 'landing' and table_name like 'raw_clever__%'"
        ).fetchall()
        for (table,) in tables:
            for path, row in connection.execute(
                f"select file_path, cast(landed as varchar)"
                f" from landing.{table} as landed order by all"
            ).fetchall():
                rows.setdefault(path, []).append(row)
    return rows


def days(warehouse):
    """Attendance status -> number of rows of the fact."""
    return dict(
        query(
            warehouse,
            "select attendance_status, count(*) from district.fct_attendance_daily"
            " group by attendance_status",
        )
    )


def fill_by_another_contract(warehouse, table):
    """Make a table look as if a contract with another column had landed its files."""
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(f"update {table} set file_key = 'of the other contract'")
        connection.execute(f"alter table {table} drop column gender")
        connection.execute(f"alter table {table} add column nickname varchar")


@pytest.fixture(scope="module")
def story(tmp_path_factory, example_warehouse):
    """What was opened and landed in the three builds."""
    root = tmp_path_factory.mktemp("incremental")
    raw = root / "raw"
    shutil.copytree(EXAMPLES, raw)
    warehouse = copy_of(example_warehouse, root / "warehouse")
    changes = "+district__fct_attendance_daily +district__dim_resources"
    changes = f"run -s path:models/landing +quality__landing_files {changes}{OTHERS}"

    def run(command):
        with opened(raw) as counts:
            dbt(command, raw=raw, warehouse=warehouse, check=True)
        return SimpleNamespace(
            opened=counts, landed=landed(warehouse), days=days(warehouse)
        )

    files = {str(p.relative_to(raw)) for p in raw.rglob("*") if p.is_file()}
    first = SimpleNamespace(landed=landed(warehouse), days=days(warehouse))
    copied = run("run -s path:models/landing")
    again = run(f"{TABLES}{OTHERS}")
    differing = differing_tables(warehouse, example_warehouse)

    students = "run -s raw_clever__students --vars '{null_texts: [none]}'"
    judged = run(students)
    judged_again = run(students)
    attendance = "run -s raw_clever__attendance stg_clever__attendance"
    run(f"{attendance} --vars '{{null_texts: [present]}}'")
    staged = query(
        warehouse,
        "select count(*), count(attendance_status) from staging.stg_clever__attendance"
        " where line_number = 2",
    )
    run(attendance)
    fill_by_another_contract(warehouse, "landing.raw_clever__students")
    upgraded = run("run -s raw_clever__students")

    text = (raw / ATTENDANCE).read_text(encoding="utf-8")
    line = text.splitlines()[1]
    assert line.endswith(",daily,present,")
    corrected = line.replace(",present,", ",absent,")
    (raw / ATTENDANCE).write_text(text.replace(line, corrected), encoding="utf-8")
    os.utime(raw / TOUCHED)
    (raw / REMOVED).unlink()
    changed = run(changes)
    return SimpleNamespace(
        files=files,
        first=first,
        copied=copied,
        again=again,
        differing=differing,
        judged=judged,
        judged_again=judged_again,
        staged=staged,
        upgraded=upgraded,
        changed=changed,
        warehouse=warehouse,
    )


def test_the_same_content_in_another_file_is_hashed_and_not_landed(story):
    """That every file is seen to be opened also shows that the counting works."""
    assert story.copied.opened == dict.fromkeys(story.files, 1)
    assert story.copied.landed == story.first.landed


def test_an_unchanged_build_opens_no_file(story):
    assert story.again.opened == {}
    assert story.again.landed == story.first.landed
    assert story.differing == {}


def test_other_settings_land_a_file_again_and_once(story):
    """What a null text is decides about keys, so the rows have to be judged again."""
    assert set(story.judged.opened) == {"clever/maple_hollow/students.csv"}
    assert story.judged_again.opened == {}


def test_other_settings_make_the_staged_rows_of_a_file_anew(story):
    assert story.staged == [(1, 0)]


def test_a_contract_with_other_columns_lands_its_files_again(story):
    """The rows are a first build's, and so are the columns and their order."""
    assert set(story.upgraded.opened) == {"clever/maple_hollow/students.csv"}
    assert story.upgraded.landed == story.first.landed


def test_a_corrected_file_is_landed_alone(story):
    """A file that was only touched is opened once, to be hashed, and not landed."""
    assert set(story.changed.opened) == {ATTENDANCE, TOUCHED}
    assert story.changed.opened[TOUCHED] == 1
    assert story.changed.opened[ATTENDANCE] > 1


def test_the_rows_of_a_corrected_file_are_replaced(story):
    before, after = story.again.landed[ATTENDANCE], story.changed.landed[ATTENDANCE]
    assert len(before) == len(after)
    assert not set(before) & set(after)
    for table in (
        "landing.raw_clever__attendance",
        "staging.stg_clever__attendance",
        "quality.landing_files",
    ):
        keys = query(
            story.warehouse,
            f"select count(distinct file_key) from {table}"
            " where file_key in (select file_key from landing.raw_clever__attendance)",
        )
        assert keys == [(1,)]


def test_the_fact_has_the_correction_and_not_the_error(story):
    before, after = story.again.days, story.changed.days
    moved = {"present": before["present"] - 1, "absent": before["absent"] + 1}
    assert after == before | moved


def test_all_other_rows_stay(story):
    for path, rows in story.again.landed.items():
        if path not in (ATTENDANCE, REMOVED):
            assert story.changed.landed[path] == rows


def test_the_rows_of_a_removed_file_go(story):
    assert REMOVED in story.again.landed
    assert REMOVED not in story.changed.landed
    for table in ("landing.raw_inventory__files", "quality.landing_files"):
        paths = query(story.warehouse, f"select file_path from {table}")
        assert (TOUCHED,) in paths and (REMOVED,) not in paths
    for table in ("staging.stg_clever__resources", "district.dim_resources"):
        assert query(story.warehouse, f"select count(*) from {table}") == [(0,)]
