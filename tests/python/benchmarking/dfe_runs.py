"""Runs of 150 schools for tests: generated, built, and asked."""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from conftest import REPO, dbt, environment


def generated(folder: Path, **settings: int) -> Path:
    """The raw root of a set with these settings of `dfe`, in the folder."""
    options = {"schools": 150} | settings
    subprocess.run(
        [
            *(sys.executable, "-m", "generator", "--parts", "dfe", "--preset", "tiny"),
            *("--out", folder / "raw"),
            *(f"--set=dfe.{name}={value}" for name, value in options.items()),
        ],
        cwd=REPO,
        env=environment(),
        check=True,
        capture_output=True,
    )
    return folder / "raw"


def generated_runs(folder: Path, runs: list[int]) -> Path:
    """A raw root in the folder with a run of each year, in the layout of its year."""
    root = folder / "raw"
    (root / "dfe").mkdir(parents=True)
    for run in runs:
        made = generated(folder / str(run), year=run, layout=run)
        (made / "dfe" / str(run)).rename(root / "dfe" / str(run))
    return root


def rewrite(path: Path, rows: list[dict[str, str]]) -> None:
    """Write the rows in place of those of a CSV file."""
    with open(path, "w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)


def build(root: Path, warehouse: Path, models: list[str], **env: str) -> None:
    """Build models of a raw root with all that they read, and their singular tests."""
    dbt(
        [
            *("build", "--indirect-selection", "cautious"),
            *("--select", *(f"+{name}" for name in models)),
            *("--exclude", "test_type:generic", "test_type:unit"),
        ],
        raw=root,
        warehouse=warehouse,
        check=True,
        **env,
    )


@dataclass(frozen=True)
class Built:
    """A raw root of runs and the warehouse that was built of it."""

    root: Path
    warehouse: Path

    def folder(self, run: int) -> Path:
        return self.root / "dfe" / str(run)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
