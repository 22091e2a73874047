"""Where things are, and what dbt left behind of its last command."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class Refused(Exception):
    """A sentence for the person who ran the command; no traceback."""


def warehouse_file() -> Path:
    """The DuckDB file that dbt writes; relative paths start at the project root."""
    name = os.environ.get("SCHOOLHOUSE_WAREHOUSE") or "warehouse/schoolhouse.duckdb"
    return ROOT / name


def raw_root() -> Path:
    return ROOT / (os.environ.get("SCHOOLHOUSE_RAW") or "data/raw")


def target_folder() -> Path:
    return ROOT / (os.environ.get("DBT_TARGET_PATH") or "target")


def shown(path: Path) -> str:
    """A path as people type it: relative to the project root where it lies inside."""
    try:
        return str(path.relative_to(ROOT))
    except ValueError:
        return str(path)


def artifact(target: Path, name: str) -> dict[str, Any]:
    """One of dbt's JSON files of its last command."""
    try:
        return json.loads((target / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refused(
            f"{shown(target / name)} is not there: run dbt build first"
        ) from None


def quoted(*names: str) -> str:
    """An SQL identifier, with its qualifiers: "reports"."rpt_x"."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
