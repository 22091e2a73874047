"""`make check-input`: what Schoolhouse would make of the raw files, without building.

Reads the raw root by the landing contracts, writes nothing into it nor into the
warehouse, and prints per district and file which columns were found, mapped, missing
and unknown, what would not parse, which codes nobody knows, and what will not run
without the files that are missing. Ends with 1 when something would block a source.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from edstats.landing.contract import Contract, match_header, snake_case

from reporting.plain_text import counted, listed, told, wrapped
from reporting.project import Refused, raw_root, shown
from reporting.without_dbt import Project, read_yaml

NEEDED_FOR = Path(__file__).with_name("needed_for.yml")
EXAMPLES = 3
UNREAD = "LND-008"
UNPARSED = "LND-006"
HEADER = "LND-009"
CODES = ("LND-019", "LND-024", "ATT-003")
# lines of their own tell of these
TOLD_ELSEWHERE = (UNREAD, UNPARSED, HEADER, *CODES)


@dataclass(frozen=True)
class Finding:
    """A row of landing_findings or, with a record held back, of quarantined_rows."""

    file_path: str
    rule_id: str
    column: str | None
    value: str | None
    line: int | None
    rows: int
    message: str

    @property
    def place(self) -> str:
        return f"{self.file_path}, line {self.line}"


def main() -> int:
    try:
        lines, reasons = check(raw_root())
    except Refused as refused:
        print(f"check-input: {refused}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 1 if reasons else 0


def check(raw: Path) -> tuple[list[str], list[str]]:
    """(the lines of the report, the reasons why a source would be blocked).

    Raises Refused when `raw` is no folder.
    """
    if not raw.is_dir():
        raise Refused(f"{shown(raw)} is no folder")
    # a file, because the rows of a large district may not fit into memory
    with (
        tempfile.TemporaryDirectory(prefix="check-input-") as folder,
        duckdb.connect(f"{folder}/check.duckdb") as connection,
    ):
        return report(Project(connection, raw))


def report(project: Project) -> tuple[list[str], list[str]]:
    districts = project.rows(
        "select source, district_id from {raw_inventory__files}"
        " where source in ('sis', 'clever', 'oneroster', 'dfe', 'dost')"
        " and district_id is not null"
        " group by all order by all"
    )
    lines = [f"check-input: {shown(project.raw_root)}"]
    for source, district in districts:
        lines += ["", f"{source}/{district}", "-" * len(f"{source}/{district}")]
        lines += District(project, source, district).lines()
    if not districts:
        lines += [
            "",
            "There is no district's folder under sis/, clever/ or oneroster/, no year's"
            " folder under dfe/, and no organization's folder under dost/.",
        ]
    reasons = [
        f"{path or f'{source}/{district}'}: {message} ({rule})"
        for source, district, path, message, rule in project.rows(
            "select source, district_id, file_path, message, rule_id"
            " from {quality__blocked_sources} order by all"
        )
    ]
    lines.append("")
    if reasons:
        lines.append(
            f"Would block ({len(reasons)}); nothing is published until mended:"
        )
        lines += [line for reason in reasons for line in wrapped("  ", reason)]
    else:
        lines.append("Nothing would block.")
    return lines, reasons


class District:
    """What there is to say about one source of one district."""

    def __init__(self, project: Project, source: str, district: str) -> None:
        self.project, self.source, self.district = project, source, district
        self.folder = f"{source}/{district}/"
        self.files = project.rows(
            "select entity, file_path, file_key, rows_read, rows_staged,"
            " rows_quarantined, rows_duplicate, rows_padding"
            " from {quality__landing_files} where source = ? and district_id = ?"
            " order by all",
            source,
            district,
        )
        self.findings = self._findings(
            "select entity, file_path, rule_id, column_name, column_value, line_number,"
            " row_count, message from {quality__landing_findings}"
        )
        self.held_back = self._findings(
            "select entity, file_path, reason_code, column_name, column_value,"
            " line_number, 1, message from {quality__landing_quarantined_rows}"
        )

    def _findings(self, sql: str) -> dict[str | None, list[Finding]]:
        found = defaultdict(list)
        sql += " where source = ? and district_id = ? order by all"
        for entity, path, *rest in self.project.rows(sql, self.source, self.district):
            name = path.removeprefix(self.folder)
            found[entity].append(Finding(name, *rest))
        return found

    def lines(self) -> list[str]:
        by_entity = defaultdict(list)
        for entity, *file in self.files:
            by_entity[entity].append(file)
        lines = []
        for entity in sorted(filter(None, by_entity)):
            lines += ["", *self._entity(entity, by_entity[entity])]
        unread = [
            path.removeprefix(self.folder) for path, *_ in by_entity.get(None, [])
        ]
        if unread:
            lines += ["", "Not read, because no file of this name is known here:"]
            lines += [f"  {name}" for name in unread]
        return lines + self._missing(by_entity)

    def _entity(self, entity: str, files: list[list[Any]]) -> list[str]:
        names = sorted({path.removeprefix(self.folder) for path, *_ in files})
        read, staged, held_back, duplicate, padding = (
            sum(file[n] for file in files) for n in range(2, 7)
        )
        lines = [f"{entity}: {counted(staged)} from {listed(names, 4)}"]
        if read != staged:
            lines.append(
                f"  of {read:,} lines {held_back:,} held back, {duplicate:,} repeated,"
                f" {padding:,} without a value for this file"
            )
        if entity != "mappings":
            lines += self._columns(entity)
        lines += self._values(entity)
        return lines

    def _columns(self, entity: str) -> list[str]:
        """What of the contract the files have, once for all files that are alike."""
        contract = Contract.from_meta(self.project.contract(self.source, entity))
        alike = defaultdict(list)
        for path, detail in self.project.rows(
            f"select file_path, row_detail from {{raw_{self.source}__{entity}}}"
            " where row_status = 'header' and district_id = ?"
            " order by file_path, file_key",
            self.district,
        ):
            said = json.loads(detail)
            alike[tuple(column_lines(said, contract))].append(path)
        lines = []
        for about, paths in alike.items():
            if len(alike) > 1:
                names = [path.removeprefix(self.folder) for path in paths]
                lines.append(f"  in {listed(names, 4)}")
            lines += about
        return lines

    def _values(self, entity: str) -> list[str]:
        findings = self.findings[entity]
        lines = examples(
            "would not parse, so it becomes empty",
            [each for each in findings if each.rule_id == UNPARSED],
        )
        lines += examples("held back", self.held_back[entity])
        codes = [each for each in findings if each.rule_id in CODES]
        if codes:
            lines.append("  values that nobody knows")
        for each in codes:
            lines += wrapped(
                "    ",
                f"{each.column}: {each.value!r}, {counted(each.rows)}, first in"
                f" {each.place}: {each.message}",
            )
        others = [each for each in findings if each.rule_id not in TOLD_ELSEWHERE]
        if others:
            lines.append("  also")
        for each in others:
            where = f", line {each.line}" if each.line else ""
            about = f" {each.column}" if each.column else ""
            lines += wrapped(
                "    ",
                f"{each.rule_id}{about}: {each.message}"
                f" ({counted(each.rows)}; {each.file_path}{where})",
            )
        return lines

    def _missing(self, by_entity: dict[str | None, Any]) -> list[str]:
        if self.source == "dfe":
            missing = dict(
                self.project.rows(
                    "select run_files.file_name, run_files.stays_empty"
                    " from {quality__run_file_findings} as found"
                    " inner join {run_files} as run_files"
                    " on found.entity = run_files.entity"
                    " where found.rule_id = 'LND-029' and found.district_id = ?"
                    " order by all",
                    self.district,
                )
            )
        else:
            needed_for = read_yaml(NEEDED_FOR)[self.source]
            missing = {
                name: why for name, why in needed_for.items() if name not in by_entity
            }
        if not missing:
            return []
        width = max(map(len, missing))
        lines = ["", "Files that are not there, and what will not run without them:"]
        return lines + [f"  {name:<{width}}  {why}" for name, why in missing.items()]


def column_lines(said: dict[str, Any], contract: Contract) -> list[str]:
    """Lines about the columns of one file, from the detail of its header row."""
    if not said["header"]:
        return wrapped("  ", f"BLOCKS: {said['blocking_message']}")
    names = said["header"]
    columns = contract.columns
    lines = []
    if "columns" in said:
        mapped = {
            column: theirs for column, theirs in said["columns"].items() if theirs
        }
        pairs = [
            f"{column} <- {' + '.join(mapped[column])}"
            for column in columns
            if column in mapped
        ]
        lines += told("mapped", pairs)
        constants = [column for column in columns if column in said["constants"]]
        lines += told("constant", constants)
        used = {name for theirs in mapped.values() for name in theirs}
        used |= said["where"].keys()
        found = {*mapped, *constants}
        unknown = [name for name in names if name not in used]
    else:
        header = match_header(names, contract)
        found, unknown = set(header.positions), list(header.extras)
        lines += told("found", [column for column in columns if column in found])
    required = {snake_case(name) for name in contract.required}
    absent = [
        f"{column} (required)" if column in required else column
        for column in columns
        if column not in found
    ]
    lines += told("missing", absent)
    lines += told("not used" if "columns" in said else "unknown", unknown)
    if said["blocking_message"]:
        lines += wrapped("  ", f"BLOCKS: {said['blocking_message']}")
    return lines


def examples(title: str, findings: list[Finding]) -> list[str]:
    """Lines with the first few findings of each column, and how many there are."""
    lines = []
    by_column = defaultdict(list)
    for each in sorted(findings, key=lambda each: (each.file_path, each.line)):
        by_column[each.column, each.message].append(each)
    for (column, message), found in by_column.items():
        about = f"{column}: " if column else ""
        lines += wrapped("  ", f"{title}: {about}{counted(len(found))}, {message}")
        for each in found[:EXAMPLES]:
            value = f": {each.value!r}" if each.value is not None else ""
            lines.append(f"    {each.place}{value}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
