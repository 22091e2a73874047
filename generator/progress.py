"""What the user sees of a run: a bar on a terminal, plain lines elsewhere, a table."""

import threading
import time

BAR = 30
# Seconds between two pictures of the bar
PAUSE = 0.1


class Progress:
    """Tells `stream` what is going on. Can be told from several threads.

    expected: about how many rows will be written; the bar's full length
    """

    def __init__(self, stream, expected):
        self._stream = stream
        self._expected = max(int(expected), 1)
        self._is_terminal = stream.isatty()
        self._lock = threading.Lock()
        self._rows = 0
        self._started = self._shown = time.perf_counter()

    def step(self, text):
        """A new part of the work begins."""
        with self._lock:
            self._clear()
            print(text, file=self._stream, flush=True)

    def rows(self, path, count):
        """`count` more rows are in the file `path`."""
        with self._lock:
            self._rows += count
            now = time.perf_counter()
            if self._is_terminal and now - self._shown >= PAUSE:
                self._shown = now
                self._draw(path, now)

    def close(self):
        """The bar disappears."""
        with self._lock:
            self._clear()

    def _draw(self, path, now):
        # The number of rows is an estimate: full only when all is done.
        share = min(self._rows / self._expected, 0.99)
        done = "#" * int(share * BAR)
        rate = self._rows / max(now - self._started, 1e-9)
        line = f"[{done:<{BAR}}] {share:4.0%} {rate:,.0f} rows/s {path}"
        self._stream.write(f"\r\033[K{line[:79]}")
        self._stream.flush()

    def _clear(self):
        if self._is_terminal:
            self._stream.write("\r\033[K")
            self._stream.flush()


def closing_table(written, seconds):
    """Lines: files with rows, bytes and rows per second, then the total.

    written: list of (folder, `generator.output.Written`); the rate of a file is that of
        making and writing it
    seconds: of the whole run; the total's rate counts everything, the model included
    """
    body = [
        (f"{folder.name}/{one.path}", one.rows, one.bytes, one.seconds)
        for folder, one in written
    ]
    rows, size = (sum(line[place] for line in body) for place in (1, 2))
    body.append((f"{len(body)} files", rows, size, seconds))
    width = max(len(path) for path, *_ in body)
    lines = [f"{'file':<{width}} {'rows':>12} {'bytes':>15} {'rows/s':>12}"]
    for path, count, length, took in body:
        rate = count / max(took, 1e-9)
        lines.append(f"{path:<{width}} {count:>12,} {length:>15,} {rate:>12,.0f}")
    lines.insert(-1, "-" * len(lines[0]))
    return lines
