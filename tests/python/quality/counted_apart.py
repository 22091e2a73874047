"""Counts what each expectation should find, without Great Expectations or edstats.

``counted(connection, gate, parameters)`` reads the suites' YAML and counts over the
tables themselves, with SQL written from the definition of each type of expectation.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import yaml

REPO = Path(__file__).resolve().parents[3]
SUITES = REPO / "python_models" / "edstats" / "quality" / "suites"
NULL_TEXTS = "'', 'NULL', 'null', 'N/A', 'n/a', '#N/A'"

# What a landed text stands for, spelled out for one value.
LANDED = {
    "landed_text": "(case when trim({0}) in (" + NULL_TEXTS + ") then null"
    " else trim({0}) end)",
    "landed_code": "lower(case when trim({0}) in (" + NULL_TEXTS + ") then null"
    " else trim({0}) end)",
    "landed_number": "try_cast(trim({0}) as decimal(18, 4))",
    "landed_date": "cast(coalesce(try_cast(trim({0}) as timestamp),"
    " try_strptime(trim({0}), '%m/%d/%Y'), try_strptime(trim({0}), '%m-%d-%Y'),"
    " try_strptime(trim({0}), '%Y%m%d')) as date)",
}

Counts = tuple[int, int, bool]


def spelled_out(sql: str) -> str:
    return re.sub(
        r"(landed_\w+)\((\w+)\)", lambda found: LANDED[found[1]].format(found[2]), sql
    )


def suites(gate: str) -> dict[str, dict[str, Any]]:
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in (SUITES / gate).glob("*.yml")
    }


def table_of(model: str) -> str:
    if model.startswith("raw_"):
        return f"landing.{model}"
    return model.replace("__", ".", 1)


def part_of(model: str, source: str | None, district_id: str | None) -> str:
    """The rows of a model in a source and district, as a select in brackets."""
    conditions = ["1 = 1"]
    if district_id is not None:
        conditions.append(f"district_id = '{district_id}'")
    if model.startswith("raw_"):
        conditions.append("row_status in ('staged', 'quarantined')")
    elif source is not None:
        conditions.append(f"source = '{source}'")
    return f"(select * from {table_of(model)} where {' and '.join(conditions)})"


class Counter:
    """Counts over one suite's table, for one source and district."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        suite: dict[str, Any],
        source: str | None,
        district_id: str | None,
        parameters: dict[tuple[Any, ...], list[str]],
    ) -> None:
        self.connection = connection
        self.suite = suite
        self.scope = (source, district_id)
        self.parameters = parameters
        self.rows = part_of(suite["table"], *self.scope)
        replaced = suite.get("columns", {})
        names = self.names(self.rows)
        columns = [
            f"{spelled_out(replaced.get(name, name))} as {name}"
            for name in [*names, *(name for name in replaced if name not in names)]
        ]
        self.typed = f"(select {', '.join(columns)} from {self.rows} as landed)"

    def names(self, sql: str) -> list[str]:
        described = self.connection.execute(f"describe select * from {sql} as named")
        return [row[0] for row in described.fetchall()]

    def value(self, sql: str) -> Any:
        return self.connection.execute(sql).fetchone()[0]

    def number(self, condition: str = "true") -> int:
        return self.value(f"select count(*) from {self.typed} as t where {condition}")

    def argument(self, given: Any) -> Any:
        if isinstance(given, dict) and "$PARAMETER" in given:
            name = given["$PARAMETER"]
            found = self.parameters.get((*self.scope, self.suite["table"], name))
            found = found or self.parameters.get((*self.scope, None, name))
            found = found or self.parameters[None, None, None, name]
            return found[0]
        if isinstance(given, dict) and "$CODES" in given:
            return self.parameters[None, None, None, given["$CODES"]]
        return given

    def count(self, entry: dict[str, Any]) -> Counts | None:
        """(checked, violations, passed); None where it cannot be run."""
        for model in [self.suite["table"], *entry.get("requires", [])]:
            rows = part_of(model, *self.scope)
            if not self.value(f"select count(*) from {rows} as t"):
                return None
        try:
            given = {name: self.argument(value) for name, value in entry.items()}
        except KeyError:
            return None
        kind = entry["type"].removeprefix("expect_")
        found = getattr(self, kind)(given)
        if found is None or found[0] == 0:
            return None
        checked, violations = found
        allowed = 1 - entry.get("mostly", 1)
        return checked, violations, violations <= allowed * checked + 1e-9

    def column_values_to_not_be_null(self, given):
        return self.number(), self.number(f"{given['column']} is null")

    def column_values_to_be_unique(self, given):
        return self.compound_columns_to_be_unique({"column_list": [given["column"]]})

    def compound_columns_to_be_unique(self, given):
        """A row of nulls only is not looked at; a key with a null repeats nothing."""
        columns = given["column_list"]
        some = " or ".join(f"{name} is not null" for name in columns)
        every = " and ".join(f"{name} is not null" for name in columns)
        repeated = self.value(
            f"select coalesce(sum(n), 0) from (select count(*) as n from {self.typed}"
            f" as t where {every} group by {', '.join(columns)} having count(*) > 1)"
        )
        return self.number(some), int(repeated)

    def column_values_to_be_in_set(self, given):
        column = given["column"]
        listed = ", ".join("'" + value + "'" for value in given["value_set"])
        return (
            self.number(f"{column} is not null"),
            self.number(f"{column} not in ({listed})"),
        )

    def between(self, value, given, column):
        outside = [
            f"{value} {sign} {self.literal(given[bound])}"
            for bound, sign in (("min_value", "<"), ("max_value", ">"))
            if bound in given
        ]
        return self.number(f"{column} is not null"), self.number(" or ".join(outside))

    def literal(self, value):
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return f"date '{value}'"
        return str(value)

    def column_values_to_be_between(self, given):
        return self.between(given["column"], given, given["column"])

    def column_value_lengths_to_be_between(self, given):
        return self.between(f"length({given['column']})", given, given["column"])

    def column_value_lengths_to_equal(self, given):
        bounds = {"min_value": given["value"], "max_value": given["value"]}
        return self.column_value_lengths_to_be_between(given | bounds)

    def column_pair_values_a_to_be_greater_than_b(self, given):
        both = f"{given['column_A']} is not null and {given['column_B']} is not null"
        wrong = "<" if given.get("or_equal") else "<="
        return (
            self.number(both),
            self.number(f"{given['column_A']} {wrong} {given['column_B']}"),
        )

    def multicolumn_sum_to_equal(self, given):
        columns = given["column_list"]
        every = " and ".join(f"{name} is not null" for name in columns)
        wrong = f"{' + '.join(columns)} <> {given['sum_total']}"
        return self.number(every), self.number(f"({every}) and {wrong}")

    def select_column_values_to_be_unique_within_record(self, given):
        one, other = given["column_list"]
        some = f"{one} is not null or {other} is not null"
        return self.number(some), self.number(f"{one} = {other}")

    def unexpected_rows_expectation(self, given):
        query = spelled_out(given["unexpected_rows_query"])
        query = query.replace("{batch}", f"{self.typed} as batch")
        for model in given.get("requires", []):
            rows = part_of(model, *self.scope)
            query = re.sub(rf"\b{model}\b", f"{rows} as {model}", query)
        return self.number(), self.value(f"select count(*) from ({query}) as t")

    def whole(self, value, given):
        """What is asked of the table as a whole is checked once."""
        if value is None:
            return None
        text = f"cast('{value}' as {'date' if hasattr(value, 'year') else 'double'})"
        right = [
            f"{text} {sign} {self.literal(given[bound])}"
            for bound, sign in (("min_value", ">="), ("max_value", "<="))
            if bound in given
        ]
        return 1, 0 if self.value(f"select {' and '.join(right)}") else 1

    def of_column(self, aggregate, given):
        select = f"select {aggregate.format(given['column'])} from {self.typed} as t"
        return self.whole(self.value(select), given)

    def table_row_count_to_be_between(self, given):
        return self.whole(self.number(), given)

    def column_max_to_be_between(self, given):
        return self.of_column("max({0})", given)

    def column_mean_to_be_between(self, given):
        return self.of_column("avg({0})", given)

    def column_median_to_be_between(self, given):
        return self.of_column("median({0})", given)

    def column_proportion_of_non_null_values_to_be_between(self, given):
        return self.of_column("count({0}) / count(*)", given)

    def column_quantile_values_to_be_between(self, given):
        """A quantile is the least value with at least that share at or below it."""
        ordered = [
            row[0]
            for row in self.connection.execute(
                f"select {given['column']} from {self.typed} as t"
                f" where {given['column']} is not null order by 1"
            ).fetchall()
        ]
        if not ordered:
            return None
        ranges = given["quantile_ranges"]
        inside = []
        for share, (low, high) in zip(
            ranges["quantiles"], ranges["value_ranges"], strict=True
        ):
            place = max(-(-len(ordered) * share // 1), 1)
            inside.append(low <= ordered[int(place) - 1] <= high)
        return 1, 0 if all(inside) else 1


def counted(
    connection: duckdb.DuckDBPyConnection,
    gate: str,
    parameters: dict[tuple[Any, ...], list[str]],
) -> dict[tuple[Any, ...], list[Counts | None]]:
    """(suite, rule, type, source, district) -> the counts, in the suite's order."""
    found: dict[tuple[Any, ...], list[Counts | None]] = {}
    for source in (
        ["clever", "dfe", "dost", "oneroster", "sis"] if gate == "landing" else [None]
    ):
        mine = {
            name: suite
            for name, suite in suites(gate).items()
            if source is None or source in suite["sources"]
        }
        for district_id in districts(connection, mine, source) if source else [None]:
            for name, suite in mine.items():
                counter = Counter(connection, suite, source, district_id, parameters)
                for entry in suite["expectations"]:
                    key = (name, entry["rule"], entry["type"], source, district_id)
                    found.setdefault(key, []).append(counter.count(entry))
    return found


def districts(connection, suites_of_source, source):
    """The districts that any table of the source's suites has rows of."""
    names = set()
    for suite in suites_of_source.values():
        models = {suite["table"]}
        models.update(*(entry.get("requires", []) for entry in suite["expectations"]))
        for model in models:
            rows = part_of(model, source, None)
            select = f"select distinct district_id from {rows} as t"
            names.update(row[0] for row in connection.execute(select).fetchall())
    return sorted(names) or [None]
