"""docs/dq-rules.md, the rule catalogue for readers, from the seeds that dbt reads.

    python -m reporting.rule_docs

writes it anew; a test says when that is due.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from itertools import groupby

from reporting.project import ROOT, shown

PAGE = ROOT / "docs" / "dq-rules.md"
SEEDS = ROOT / "seeds" / "quality"

GROUPS = {
    "LND": "Landing: files and rows",
    "RST": "Rosters",
    "STU": "Students",
    "ENR": "Enrolment and sections",
    "ATT": "Attendance",
    "STF": "Staff",
    "RAT": "Staffing ratios",
    "ASM": "Assessment",
    "PRG": "Programmes",
    "GRD": "Graduation",
    "FIN": "School finance",
    "ENG": "Phone programmes",
    "MRT": "Finished tables",
    "TST": "Structural tests",
}

INTRODUCTION = """\
# Data-quality rules

Made from `seeds/quality/dq_rules.csv` by `python -m reporting.rule_docs`; change the
seed, not this page. [quality.md](quality.md) says what severities, actions and levels
are, and how a rule is added.
"""

Row = dict[str, str]


def main() -> int:
    PAGE.write_text(rule_docs(), encoding="utf-8")
    print(shown(PAGE))
    return 0


def rule_docs() -> str:
    """The whole page.

    Raises ValueError for a rule whose id has a prefix that GROUPS does not know.
    """
    rules = sorted(seed("dq_rules"), key=place)
    limits = defaultdict(list)
    for limit in seed("dq_parameters"):
        limits[limit["rule_id"]].append(limit)
    groups = [
        (GROUPS[prefix], list(group))
        for prefix, group in groupby(rules, lambda rule: rule["rule_id"][:3])
    ]
    parts = [INTRODUCTION, *overview(groups)]
    for title, group in groups:
        parts.append(f"## {title}\n")
        parts += [described(rule, limits[rule["rule_id"]]) for rule in group]
    return "\n".join(parts)


def seed(name: str) -> list[Row]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def place(rule: Row) -> tuple[int, str]:
    return list(GROUPS).index(rule["rule_id"][:3]), rule["rule_id"]


def overview(groups: list[tuple[str, list[Row]]]) -> list[str]:
    lines = ["| rules | number | that stop | quarantine | exclude | repair | flag |"]
    lines.append("|---|--:|--:|--:|--:|--:|--:|")
    for title, group in groups:
        actions = [rule["action"] for rule in group]
        counts = [
            str(actions.count(action) or "")
            for action in ("stop", "quarantine", "exclude", "repair", "flag")
        ]
        lines.append(f"| {title} | {len(group)} | {' | '.join(counts)} |")
    return [*lines, ""]


def described(rule: Row, limits: list[Row]) -> str:
    lines = [f"### {rule['rule_id']} {rule['name']}", ""]
    if rule["retired_in"]:
        lines += [f"Given up in {rule['retired_in']}.", ""]
    lines += [
        f"{rule['severity']}, {rule['action']} · {rule['dimension']} · level"
        f" {rule['level']} · {rule['owner_role']}",
        "",
        rule["why"],
        "",
        f"*How to fix:* {rule['how_to_fix']}",
        "",
        f"*Counted against* `{rule['denominator_model']}`{tolerated(rule)}"
        f"{needed(rule)}. *Authority:* {rule['authority']}. Since"
        f" {rule['introduced_in']}.",
        "",
    ]
    if limits:
        lines += ["| limit | value | unit | authority |", "|---|--:|---|---|"]
        lines += [
            f"| {limit['parameter'].replace('_', ' ')} | {limit['value']}"
            f" | {limit['unit']} | {limit['authority']} |"
            for limit in limits
        ]
        lines.append("")
    return "\n".join(lines)


def tolerated(rule: Row) -> str:
    share = float(rule["threshold"])
    return f", of which {share * 100:g} % may break it" if share else ""


def needed(rule: Row) -> str:
    names = [name.strip() for name in rule["requires"].split(";") if name.strip()]
    listed = ", ".join(f"`{name}`" for name in names)
    return f"; not run without {listed}" if names else ""


if __name__ == "__main__":
    sys.exit(main())
