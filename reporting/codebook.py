"""The codebook of the analysis file: columns, values, and what was coarsened."""

from __future__ import annotations

from collections import Counter
from typing import Any

SUPPRESSED = "suppressed"
# Columns with more values than these are not listed value by value.
MOST_VALUES = 40

HEAD = """\
# Codebook of student_years.csv

{rows:,} rows, one per student and school year, {first} to {last}; {left_out:,} more are
left out because too few students are like them. CSV, UTF-8, empty where nothing is
known.

No name, id, date, address or contact is in the file. `student` and `school` are codes
made with a salt that stays with the district: the same in all years and in every later
file, and joined to nothing else. Of a school year at least {least} students share
{together}. Where fewer did, values became coarser in the order below;
`suppressed` says that there is a value. Rates and scores have {decimals} decimal
places, and scores end at -{limit:g} and {limit:g}. Policy: `{policy}`.

Known limits: several years of one student together can be rarer than one. Who shares
what they could be recognised by can share the rest too. A school's code hides its name;
its size may tell which it is. The file is for a research office under an agreement, not
for the public.
"""


def codebook(
    rows: list[dict[str, Any]],
    of_all: int,
    columns: dict[str, Any],
    codes: dict[str, str],
    steps: list[tuple],
    meanings: dict[tuple, str],
    policy: dict[str, Any],
) -> str:
    """The text, in Markdown.

    rows: those of the file; of_all: how many there were; columns: as dbt's manifest
    describes them; codes: what columns are called in the file
    meanings: (column, value) -> words; policy: parameters, and its name under ""
    """
    together = {codes.get(name, name): None for step, name, _, _ in steps if step > 0}
    years = [row["school_year"] for row in rows]
    head = HEAD.format(
        rows=len(rows),
        left_out=of_all - len(rows),
        first=min(years, default="no year"),
        last=max(years, default="no year"),
        least=int(policy["analysis_min_group"]),
        together=", ".join(f"`{name}`" for name in together),
        decimals=int(policy["analysis_decimals"]),
        limit=policy["analysis_score_limit"],
        policy=policy[""],
    )
    parts = [head, "\n## Columns\n\n", *table(rows, columns, codes)]
    parts += ["\n## Values\n\n", *values(rows, columns, steps, meanings)]
    parts += ["\n## What was coarsened\n\n", *order(rows, codes, steps)]
    return "".join(parts)


def table(
    rows: list[dict], columns: dict[str, Any], codes: dict[str, str]
) -> list[str]:
    lines = [
        "| name | label | type | source | rule | missing | suppressed |\n",
        "|---|---|---|---|---|---|---|\n",
    ]
    for name, column in columns.items():
        meta = column["config"]["meta"] if "config" in column else column["meta"]
        found = Counter(
            SUPPRESSED if row[name] == SUPPRESSED else row[name] is None for row in rows
        )
        cells = [
            f"`{codes.get(name, name)}`",
            meta["label"],
            "text, code" if name in codes else column["data_type"],
            f"`{meta['source']}`",
            column["description"].strip(),
            share(found[True], len(rows)),
            share(found[SUPPRESSED], len(rows)),
        ]
        lines.append(f"| {' | '.join(cells)} |\n")
    return lines


def share(count: int, of_all: int) -> str:
    return f"{100 * count / of_all:.1f} %" if of_all else "none"


def values(
    rows: list[dict],
    columns: dict[str, Any],
    steps: list[tuple],
    meanings: dict[tuple, str],
) -> list[str]:
    """What the texts of a column mean, and how many rows have each."""
    lines = ["| column | value | meaning | rows |\n", "|---|---|---|---|\n"]
    known = {column for column, _ in meanings}
    made = {(name, new) for _, name, _, new in steps}
    for name, column in columns.items():
        counts = Counter(row[name] for row in rows)
        if column["data_type"] != "varchar" or len(counts) > MOST_VALUES:
            continue
        if name not in known and name != "programs":
            continue
        for value in sorted(counts):
            meaning = meanings.get((name, value), "")
            if (name, value) in made:
                meaning = "Several values, where too few students have one of them"
            if value == SUPPRESSED:
                meaning = "Too few students have the value"
            lines.append(f"| `{name}` | {value} | {meaning} | {counts[value]:,} |\n")
    return lines


def order(rows: list[dict], codes: dict[str, str], steps: list[tuple]) -> list[str]:
    """The steps in their order, each with the rows that have what it makes."""
    lines = ["| step | column | becomes | rows |\n", "|---|---|---|---|\n"]
    made = {(step, name, new): None for step, name, _, new in steps}
    for step, name, new in made:
        count = sum(row[name] == new for row in rows)
        lines.append(f"| {step} | `{codes.get(name, name)}` | {new} | {count:,} |\n")
    return lines
