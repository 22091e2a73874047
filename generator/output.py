"""Write the files of a raw root: whole under their final name or not at all."""

import errno
import hashlib
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from generator.formats import WRITERS
from generator.memory import give_back

# Names of files that are being written, relative to the root; removed at the end.
JOURNAL = ".writing"


class DiskFull(OSError):
    """No space is left for the file that is named."""


class Stopped(Exception):
    """Another file failed or the user stopped the run."""


@dataclass(frozen=True)
class OutFile:
    """A file to write.

    source: folder below the raw root, such as "sis"
    district: folder below it; empty for a file beside the district folders
    name: without .csv or .parquet, such as "students" or "deltas/2026-06-01/students";
        with its ending when `data` is bytes
    data: `pyarrow.Table`; or function () -> iterator of record batches, the same at
        each call; or bytes, written as they are
    bom, crlf: how a CSV file starts and how its lines end
    rows: of a file given as bytes
    """

    source: str
    district: str
    name: str
    data: pa.Table | Callable | bytes
    bom: bool = False
    crlf: bool = False
    rows: int = 0

    def path(self, kind):
        """Path below the raw root, with slashes."""
        name = self.name if isinstance(self.data, bytes) else f"{self.name}.{kind}"
        return "/".join(part for part in (self.source, self.district, name) if part)


@dataclass(frozen=True)
class Written:
    """What was written: `path` below the root, and the seconds it took."""

    path: str
    rows: int
    bytes: int
    sha256: str
    seconds: float


class Root:
    """A raw root that is being filled. Use as a context: a failure leaves no part file.

    Files go to .<name>.part in their folder and are renamed when they are whole. The
    journal lists them beforehand, so that a later run with overwrite can remove what
    a killed run has left.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self._stop = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self._journal = open(self.folder / JOURNAL, "a", encoding="utf-8")
        return self

    def __exit__(self, *failure):
        self._journal.close()
        if failure[0] is None:
            (self.folder / JOURNAL).unlink()

    def write_all(self, files, formats, workers=1, report=None):
        """Write each `OutFile` in each of the formats; a list of `Written`, by path.

        formats: some of "csv", "parquet", "json"
        workers: files written at a time; it does not change a byte
        report: function (path, rows) that is told about the progress, from any thread
        Raises DiskFull, and what the data functions raise.
        """
        report = report or (lambda path, rows: None)
        tasks = ((item, kind) for item in files for kind in _kinds(item, formats))
        done, running = [], set()
        with ThreadPoolExecutor(workers) as pool:
            try:
                for item, kind in tasks:
                    running.add(pool.submit(self._write, item, kind, report))
                    if len(running) >= workers:
                        finished, running = wait(running, return_when=FIRST_COMPLETED)
                        done += [task.result() for task in finished]
                done += [task.result() for task in running]
            except BaseException:
                self._stop.set()
                raise
        return sorted(done, key=lambda written: written.path)

    def _write(self, item, kind, report):
        path = item.path(kind)
        started = time.perf_counter()
        target = self.folder / path
        part = target.with_name(f".{target.name}.part")
        self._announce(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(part, "wb", buffering=0) as file:
                sink = Sink(file, self._stop)
                rows = _fill(sink, item, kind, lambda rows: report(path, rows))
            os.replace(part, target)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            raise DiskFull(errno.ENOSPC, f"no space left to write {target}") from error
        finally:
            part.unlink(missing_ok=True)
        # the next stream cannot use the blocks that this one has left
        give_back()
        seconds = time.perf_counter() - started
        return Written(path, rows, sink.size, sink.digest.hexdigest(), seconds)

    def _announce(self, path):
        with self._lock:
            self._journal.write(f"{path}\n")
            self._journal.flush()


class Sink:
    """A file for pyarrow to write into, which counts and hashes on the way."""

    closed = False

    def __init__(self, file, stop):
        self._file, self._stop = file, stop
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data):
        """Write bytes; raises Stopped when the run is being stopped."""
        if self._stop.is_set():
            raise Stopped
        data = memoryview(data)
        self.digest.update(data)
        self.size += len(data)
        rest = data
        while rest:
            rest = rest[self._file.write(rest) :]
        return len(data)

    def tell(self):
        """Bytes written so far."""
        return self.size

    def flush(self):
        """Nothing is held back."""

    def close(self):
        """The owner of the file closes it."""


def _kinds(item, formats):
    return ["as it is"] if isinstance(item.data, bytes) else formats


def _fill(sink, item, kind, report):
    if isinstance(item.data, bytes):
        sink.write(item.data)
        return item.rows
    return WRITERS[kind](sink, item, report)


def remove_earlier(folder, paths):
    """Remove what an earlier run wrote: `paths` below `folder`, and its journal's."""
    folder = Path(folder)
    journal = folder / JOURNAL
    if journal.exists():
        paths = [*paths, *journal.read_text(encoding="utf-8").splitlines()]
    for path in dict.fromkeys(paths):
        target = folder / path
        target.unlink(missing_ok=True)
        target.with_name(f".{target.name}.part").unlink(missing_ok=True)
        _remove_empty(target.parent, folder)
    journal.unlink(missing_ok=True)


def _remove_empty(folder, root):
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
