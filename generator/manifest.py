"""What a run wrote: `_manifest.json` in the raw root, `summary.json` in the truth."""

import json
from collections import Counter

import pyarrow as pa

from generator.output import OutFile

VERSION = "0.1.0"
# of the canonical extract's files and columns
SCHEMA_VERSION = "1"
MANIFEST = "_manifest.json"
SUMMARY = "summary.json"


def manifest_file(config, roster, written):
    """`_manifest.json` as an `OutFile`: what the raw root holds and how to repeat it.

    written: list of `generator.output.Written`
    """
    content = {
        "as_of_date": str(config.as_of),
        "files": _listed(written),
        "generator_version": VERSION,
        "preset": config.preset,
        "roster": roster,
        "schema_version": SCHEMA_VERSION,
        "seed": config.seed,
        "synthetic": True,
    }
    return OutFile("", "", MANIFEST, _as_bytes(content))


def truth_files(parts):
    """The tables of the answer key as a list of `OutFile`, one for each name.

    parts: list of (district, {file name: pyarrow.Table}); tables of one name are put
        under each other, with the district in front
    """
    tables = {}
    for district, truth in parts:
        for name, table in truth.items():
            found = tables.setdefault(name.removesuffix(".csv"), [])
            found.append(_with_district(table, district))
    return [
        OutFile("", "", name, pa.concat_tables(found, promote_options="permissive"))
        for name, found in sorted(tables.items())
    ]


def summary_file(config, files, written):
    """`summary.json` as an `OutFile`: counts by code, and the files.

    files, written: of the answer key
    """
    counts = {
        item.name: dict(sorted(Counter(item.data["code"].to_pylist()).items()))
        for item in files
        if "code" in item.data.column_names
    }
    content = {
        "counts": counts,
        "defects": config.defects,
        "files": _listed(written),
        "generator_version": VERSION,
        "preset": config.preset,
        "seed": config.seed,
    }
    return OutFile("", "", SUMMARY, _as_bytes(content))


def listed_paths(folder):
    """Paths of an earlier run's files, from its manifest or summary; none without."""
    paths = []
    for name in (MANIFEST, SUMMARY):
        try:
            content = json.loads((folder / name).read_text(encoding="utf-8"))
            paths += [str(entry["path"]) for entry in content["files"]] + [name]
        except (OSError, ValueError, TypeError, KeyError):
            continue
    return [path for path in paths if not _leads_out(path)]


def _leads_out(path):
    return path.startswith("/") or ".." in path.split("/")


def _listed(written):
    return [
        {
            "bytes": one.bytes,
            "path": one.path,
            "rows": one.rows,
            "sha256": one.sha256,
        }
        for one in sorted(written, key=lambda one: one.path)
    ]


def _with_district(table, district):
    if "district_id" in table.column_names:
        return table
    column = pa.array([district] * table.num_rows, pa.string())
    return table.add_column(0, "district_id", column)


def _as_bytes(content):
    text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False)
    return (text + "\n").encode()
