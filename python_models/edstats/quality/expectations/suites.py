"""Suites of expectations, as they stand in suites/<gate>/<suite>.yml.

A suite asks one table. Its keys:

    table          name of the dbt model
    sources        source systems whose deliveries it asks; marts have none
    columns        SQL in the place of a column, or of a further one: landed values are
                   text, so a date is `try_cast(birth_date as date)`
    expectations   list; each has `rule` (id in dq_rules), `type` (the name that Great
                   Expectations gives it) and the arguments of that type. `check` names
                   it where type and columns do not; `requires` lists the other models
                   that it reads and that must have rows.

An argument `{$PARAMETER: name}` is looked up when the gate runs. In a query, `{batch}`
is the suite's table and other models go by their names.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

SUITES = Path(__file__).resolve().parents[1] / "suites"

NAMING = ("column", "column_list", "column_set", "column_A", "column_B")


@dataclass(frozen=True)
class Check:
    """One expectation: its rule, its name within the gate, its type and arguments."""

    rule_id: str
    name: str
    type: str
    arguments: dict
    requires: tuple


@dataclass(frozen=True)
class Suite:
    name: str
    table: str
    sources: tuple
    columns: dict
    checks: tuple

    @property
    def tables(self):
        """The models that it reads."""
        return {self.table}.union(*(check.requires for check in self.checks))


def read_suites(gate, folder=SUITES):
    """The suites of a gate, `landing` or `marts`, in the order of their names.

    Raises ValueError where two expectations have one name.
    """
    suites = [read_suite(path) for path in sorted((folder / gate).glob("*.yml"))]
    names = [check.name for suite in suites for check in suite.checks]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"expectations need names of their own: {twice}")
    return suites


def read_suite(path):
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Suite(
        path.stem,
        content["table"],
        tuple(content.get("sources", [])),
        content.get("columns", {}),
        tuple(read_check(path.stem, entry) for entry in content["expectations"]),
    )


def read_check(suite, entry):
    arguments = dict(entry)
    rule_id, kind = arguments.pop("rule"), arguments.pop("type")
    label = arguments.pop("check", None)
    requires = tuple(arguments.pop("requires", ()))
    if label is None:
        named = [arguments[key] for key in NAMING if key in arguments]
        columns = [name if isinstance(name, str) else ", ".join(name) for name in named]
        label = f"{kind.removeprefix('expect_')} {', '.join(columns)}".strip()
    return Check(rule_id, f"{suite}: {label}", kind, arguments, requires)
