"""Files: exact bytes, whole or not at all, the same with any number of workers."""

import csv
import errno
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generator import output, tables
from generator.output import JOURNAL, DiskFull, OutFile, Root, remove_earlier

REPO = Path(__file__).resolve().parents[3]


def write(folder, *files, formats=("csv",), workers=1):
    with Root(folder) as root:
        return root.write_all(files, list(formats), workers)


def people():
    return pa.table(
        {
            "id": pa.array(["007", "008", "009", "010"]),
            "name": tables.words([0, 1, 2, -1], ["O'Brien", 'The "Duke"', "Lee, Jr."]),
            "born": tables.dates(
                np.array(["2010-01-31", "NaT", "2012-02-29", "2013-05-05"])
            ),
            "share": tables.decimals(np.array([0.5, np.nan, 1, 0.25]), 2),
            "is_new": tables.flags([True, False, True, False]),
            "years": tables.integers(
                [1, 2, 3, 4], np.array([False, True, False, False])
            ),
            "note": pa.array(["two\nlines", "", " space ", "Nguyễn"]),
        }
    )


def facts():
    """Three batches of a fact, the same at each call."""
    for number in range(3):
        codes = np.arange(1_000) * (number + 1) % 7
        yield pa.record_batch(
            {"code": tables.words(codes, list("ABCDEFG")), "n": tables.integers(codes)}
        )


def test_csv_to_the_byte(tmp_path):
    [written] = write(tmp_path, OutFile("sis", "plum", "people", people()))
    expected = (
        "id,name,born,share,is_new,years,note\n"
        '007,O\'Brien,2010-01-31,0.50,true,1,"two\nlines"\n'
        '008,"The ""Duke""",,,false,,\n'
        '009,"Lee, Jr.",2012-02-29,1.00,true,3, space \n'
        "010,,2013-05-05,0.25,false,4,Nguyễn\n"
    ).encode()
    path = tmp_path / "sis" / "plum" / "people.csv"
    assert path.read_bytes() == expected
    assert (written.path, written.rows) == ("sis/plum/people.csv", 4)
    assert written.bytes == len(expected)
    assert written.sha256 == hashlib.sha256(expected).hexdigest()


def test_bom_and_crlf(tmp_path):
    write(tmp_path, OutFile("sis", "plum", "people", people(), bom=True, crlf=True))
    found = (tmp_path / "sis" / "plum" / "people.csv").read_bytes()
    assert found.startswith(b"\xef\xbb\xbfid,name,")
    # every line ends with CRLF; the line end inside a cell stays as it is
    assert found.count(b"\r\n") == 5
    assert found.count(b"\n") == 6


def test_python_reads_back_what_was_written(tmp_path):
    odd = ['"', '""', ",", "\n", "\r\n", 'a"b,c\nd', "plain", "", "José", "'", ";", " "]
    table = pa.table({"a": odd, "b": odd[::-1], "c,d": ["x"] * len(odd)})
    write(tmp_path, OutFile("sis", "plum", "odd", table))
    text = (tmp_path / "sis" / "plum" / "odd.csv").read_bytes().decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["a", "b", "c,d"]
    assert rows[1:] == [list(row) for row in zip(odd, odd[::-1], "x" * len(odd))]  # noqa: B905


def test_slices_and_kinds_of_text(tmp_path):
    """A batch that starts in the middle of its buffers, and DuckDB's text types."""
    column = pa.array(["never, seen", "b", "c,d", "e"])
    table = pa.table({"x": column, "y": column.cast(pa.large_string())}).slice(1, 2)
    write(tmp_path, OutFile("sis", "plum", "part", table))
    expected = 'x,y\nb,b\n"c,d","c,d"\n'
    assert (tmp_path / "sis" / "plum" / "part.csv").read_text() == expected


def test_an_empty_table_has_a_header(tmp_path):
    [written] = write(tmp_path, OutFile("sis", "plum", "none", people().slice(0, 0)))
    text = (tmp_path / "sis" / "plum" / "none.csv").read_text()
    assert text == "id,name,born,share,is_new,years,note\n"
    assert written.rows == 0


def test_parquet_and_json_hold_the_same(tmp_path):
    files = [
        OutFile("sis", "plum", "people", people()),
        OutFile("sis", "plum", "f", facts),
    ]
    written = write(tmp_path, *files, formats=["parquet", "json"])
    assert [one.rows for one in written] == [3_000, 3_000, 4, 4]
    folder = tmp_path / "sis" / "plum"
    expected = people().to_pylist()
    assert pq.read_table(folder / "people.parquet").to_pylist() == expected
    records = json.loads((folder / "people.json").read_text())
    assert [record["name"] for record in records] == [row["name"] for row in expected]
    assert records[0]["born"] == "2010-01-31"
    rows = pa.Table.from_batches(facts()).to_pylist()
    assert pq.read_table(folder / "f.parquet").to_pylist() == rows
    assert json.loads((folder / "f.json").read_text()) == rows


def test_bytes_are_written_as_they_are(tmp_path):
    [written] = write(tmp_path, OutFile("oneroster", "", "plum.zip", b"PK", rows=7))
    assert (tmp_path / "oneroster" / "plum.zip").read_bytes() == b"PK"
    assert (written.path, written.rows, written.bytes) == ("oneroster/plum.zip", 7, 2)


def test_workers_do_not_change_a_byte(tmp_path):
    files = [OutFile("sis", "plum", f"f{n}", facts) for n in range(6)]
    files.append(OutFile("sis", "plum", "people", people()))
    one = write(tmp_path / "one", *files, formats=["csv", "parquet"])
    two = write(tmp_path / "two", *files, formats=["csv", "parquet"], workers=2)
    assert [(w.path, w.rows, w.sha256) for w in one] == [
        (w.path, w.rows, w.sha256) for w in two
    ]
    for written in one:
        first, second = (tmp_path / n / written.path for n in ("one", "two"))
        assert first.read_bytes() == second.read_bytes()
        assert hashlib.sha256(first.read_bytes()).hexdigest() == written.sha256


def test_a_failure_leaves_neither_part_nor_whole(tmp_path):
    def breaks():
        yield from facts()
        raise ValueError("no more")

    good = OutFile("sis", "plum", "good", facts)
    for workers in (1, 2):
        with pytest.raises(ValueError, match="no more"):
            write(
                tmp_path, good, OutFile("sis", "plum", "bad", breaks), workers=workers
            )
        left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
        assert left - {"good.csv"} == {JOURNAL}


def test_a_failure_keeps_the_earlier_file(tmp_path):
    def breaks():
        yield next(facts())
        raise ValueError("no more")

    write(tmp_path, OutFile("sis", "plum", "people", people()))
    before = (tmp_path / "sis" / "plum" / "people.csv").read_bytes()
    with pytest.raises(ValueError, match="no more"):
        write(tmp_path, OutFile("sis", "plum", "people", breaks))
    assert (tmp_path / "sis" / "plum" / "people.csv").read_bytes() == before


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    class FullDisk(io.FileIO):
        def write(self, data):
            if self.tell() + len(data) > 2_000:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)

    def opened(path, mode="r", **options):
        return (
            FullDisk(path, "w") if mode == "wb" else open(path, mode, encoding="utf-8")
        )

    monkeypatch.setattr(output, "open", opened, raising=False)
    with pytest.raises(DiskFull, match=r"no space left to write .*big\.csv"):
        write(tmp_path, OutFile("sis", "plum", "big", facts))
    assert not list(tmp_path.rglob("*big*"))


def test_remove_earlier_takes_what_is_listed_and_nothing_else(tmp_path):
    write(
        tmp_path, OutFile("sis", "plum", "a", facts), OutFile("sis", "fig", "b", facts)
    )
    own = tmp_path / "sis" / "mine" / "students.csv"
    own.parent.mkdir()
    own.write_text("student_id\n")
    (tmp_path / JOURNAL).write_text("sis/fig/b.csv\nsis/fig/never.csv\n")
    (tmp_path / "sis" / "fig" / ".never.csv.part").write_text("half")
    remove_earlier(tmp_path, ["sis/plum/a.csv"])
    left = [
        p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()
    ]
    assert left == ["sis/mine/students.csv"]
    assert not (tmp_path / "sis" / "plum").exists()


SLOW = """
    import signal, sys, time
    import pyarrow as pa
    from generator.output import OutFile, Root

    def slow():
        for number in range(1_000):
            yield pa.record_batch({"n": pa.array([number] * 1_000)})
            print("row", flush=True)
            time.sleep(0.01)

    # whoever starts the tests in the background has the signal ignored
    signal.signal(signal.SIGINT, signal.default_int_handler)
    quick = pa.table({"n": [1]})
    with Root(sys.argv[1]) as root:
        files = [OutFile("sis", "a", "quick", quick), OutFile("sis", "a", "slow", slow)]
        root.write_all(files, ["csv"], int(sys.argv[2]))
"""


def interrupted(folder, workers, number):
    """Start a slow run, wait for its first rows, send the signal; names left behind."""
    command = [sys.executable, "-c", textwrap.dedent(SLOW), str(folder), str(workers)]
    with subprocess.Popen(
        command, cwd=REPO, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        process.stdout.readline()
        time.sleep(0.05)
        os.kill(process.pid, number)
        process.communicate(timeout=20)
    assert process.returncode != 0
    return {path.name for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupt_leaves_no_part(tmp_path, workers):
    assert interrupted(tmp_path, workers, signal.SIGINT) == {"quick.csv", JOURNAL}


def test_a_kill_leaves_nothing_under_the_final_name_and_can_be_cleared(tmp_path):
    left = interrupted(tmp_path, 1, signal.SIGKILL)
    assert left == {"quick.csv", ".slow.csv.part", JOURNAL}
    remove_earlier(tmp_path, [])
    assert not any(tmp_path.iterdir())
