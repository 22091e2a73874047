"""Land the mappings: which file of a district feeds which canonical file, and how."""

import hashlib
import json
from collections import defaultdict
from fnmatch import fnmatchcase
from itertools import pairwise
from pathlib import Path

from edstats.landing.contract import Contract
from edstats.landing.contracts import canonical_columns, read_contracts
from edstats.landing.deltas import below_deltas
from edstats.landing.mapping import Mapping, read_mapping
from edstats.landing.rows import (
    LEADING,
    TRAILING,
    Rows,
    add_file,
    add_finding,
    fit_table,
    judging_settings,
)


def land_mappings(session, paths, inventory, meta, this, contracts=None):
    """The entries of all new and changed mappings, one row per file that they claim.

    session: dbt's DuckDB connection
    paths: relation (file) of the mapping.yml files as the dbt source found them
    inventory: relation of `raw_inventory__files`
    meta: `config.meta` of the model
    this: name of the landing table, or None when it is built from nothing
    contracts: entity -> `config.meta` of the landing models of the canonical files,
        by default those of the project

    A mapping is read again when its content, the canonical columns, the settings or the
    names of the district's files change. What is wrong with one blocks its district by
    the header row, as for any other file; the rows have the layout that `land` gives.
    """
    contract = Contract.from_meta(meta)
    root = Path(meta["raw_root"])
    catalogue = canonical_columns(contracts or read_contracts("sis"))
    told = judging_settings(session)
    rules = json.dumps([Contract.fingerprint(meta), catalogue, told], sort_keys=True)
    wanted = {Path(path).relative_to(root).as_posix() for (path,) in paths.fetchall()}
    names = defaultdict(list)
    mappings = []
    listed = inventory.filter("source = 'sis'").project(
        "file_path, district_id, bytes, sha256"
    )
    for path, district, size, sha256 in sorted(listed.fetchall()):
        if path in wanted:
            mappings.append((path, district, {"bytes": size, "sha256": sha256}))
        elif "!" not in path:
            names[district].append(path)

    rows = Rows([*LEADING, *contract.columns, *TRAILING])
    kept = []
    done = set()
    if this is not None:
        fit_table(session, this, rows)
        done = {
            k for (k,) in session.execute(f"select file_key from {this}").fetchall()
        }
    for path, district, facts in mappings:
        text = "\n".join([path, facts["sha256"] or "", rules, *names[district]])
        key = hashlib.sha256(text.encode()).hexdigest()[:16]
        kept.append(key)
        if key not in done:
            lead = {"district_id": district, "file_path": path, "file_key": key}
            _add_mapping(rows, root / path, lead, facts, catalogue, names[district])
    if this is not None:
        session.execute(
            f"delete from {this} where not list_contains(?, file_key)", [kept]
        )
    session.register("landing_rows", rows.as_table())
    return session.sql("select * from landing_rows")


def _add_mapping(rows, path, lead, facts, catalogue, names):
    """Add the header row of a mapping.yml, its findings and a row per claimed file."""
    facts |= {"encoding": None, "newline": None}
    folder = lead["file_path"].removesuffix("mapping.yml")
    try:
        mapping = read_mapping(path.read_text(encoding="utf-8-sig"), catalogue)
        facts["encoding"] = "utf-8"
    except (OSError, UnicodeDecodeError) as error:
        mapping = Mapping(problems=[f"it cannot be read: {error}"])
    claims, problems, unmatched = claim_files(mapping.entries, folder, names)
    problems = mapping.problems + problems
    blocking = (None, None)
    if problems:
        blocking = ("LND-023", "mapping.yml cannot be applied: " + "; ".join(problems))
    add_file(rows, lead, 1, facts, blocking=blocking)
    for entry in unmatched:
        message = (
            f"no file fits the pattern of {entry.settings['label']}, so nothing of it"
            " is read"
        )
        add_finding(
            rows, lead, "LND-026", message, entry.line, 1, "file", entry.pattern
        )
    for entry, claimed in claims:
        row = lead | {"line_number": entry.line, "row_status": "staged"}
        settings = json.dumps(entry.settings, ensure_ascii=False, sort_keys=True)
        rows.add(
            row
            | {
                "canonical_file": entry.canonical_file,
                "entry": str(entry.number),
                "claimed_file": claimed,
                "settings": settings,
            }
        )


def claim_files(entries, folder, names):
    """([(entry, file path)], problems, entries that no file fits).

    folder: path of the district's folder with a slash at its end; patterns hold below
        it and below each of its folders of deltas
    names: paths of the district's files

    Two entries may claim one file when they say the same pattern: then one export
    feeds two canonical files. Two entries of one canonical file need `where` too, so
    that each takes other rows.
    """
    claims, problems, fitting = [], [], set()
    for name in names:
        rest = below_deltas(name.removeprefix(folder))
        if rest is None:
            continue
        claiming = [entry for entry in entries if _fits(rest, entry.pattern)]
        fitting.update((e.canonical_file, e.number) for e in claiming)
        problem = _overlap(claiming, name.removeprefix(folder))
        if problem:
            problems.append(problem)
        else:
            claims += [(entry, name) for entry in claiming]
    unmatched = [e for e in entries if (e.canonical_file, e.number) not in fitting]
    return claims, problems, unmatched


def _fits(name, pattern):
    """Whether `name` fits `pattern`, folder by folder; capitals count."""
    names, patterns = name.split("/"), pattern.replace("[", "[[]").split("/")
    return len(names) == len(patterns) and all(map(fnmatchcase, names, patterns))


def _overlap(claiming, name):
    """A sentence when the entries that claim the file `name` contradict each other."""
    for one, other in pairwise(claiming):
        labels = f"{one.settings['label']} and {other.settings['label']}"
        said = f"{labels} both claim {name}"
        if one.pattern != other.pattern:
            return (
                f"{said}, as {one.pattern!r} and as {other.pattern!r}: make the"
                " patterns narrower, or equal if one export feeds both"
            )
        same = one.canonical_file == other.canonical_file
        if same and not (one.settings["where"] and other.settings["where"]):
            return f"{said}: say under where which rows each of them takes"
    return None
