"""Runs the suites of a gate: one row per expectation and delivery.

A delivery is what one district has sent in one source; the marts are one, without both.
"""

import json
import re
from dataclasses import dataclass

import pyarrow as pa
from great_expectations import ExpectationSuite
from great_expectations.expectations.expectation_configuration import (
    ExpectationConfiguration,
)

from edstats.quality.expectations.engine import datasource_on
from edstats.quality.expectations.suites import read_suites

SCHEMA = pa.schema(
    [
        ("suite", pa.string()),
        ("check_name", pa.string()),
        ("rule_id", pa.string()),
        ("table_name", pa.string()),
        ("source", pa.string()),
        ("district_id", pa.string()),
        ("checked", pa.int64()),
        ("violations", pa.int64()),
        ("status", pa.string()),
        ("threshold", pa.float64()),
        ("message", pa.string()),
        ("validation_result", pa.string()),
    ]
)

SEVERITIES = {
    "blocker": "critical",
    "major": "warning",
    "minor": "warning",
    "info": "info",
}

# Counts and no values: a value could be a person's.
RESULT_FORMAT = {"result_format": "BASIC", "partial_unexpected_count": 0}

# What was landed and belongs to a record, whether it is staged or held back.
DELIVERED = "row_status in ('staged', 'quarantined')"


class NotRun(Exception):
    """There is nothing to check; the message says why."""


@dataclass(frozen=True)
class Delivery:
    """One district's data in one source, as views of `connection`.

    rows: model -> number of its rows; parameters: (table or None, name) -> values
    """

    source: str | None
    district_id: str | None
    connection: object
    datasource: object
    tables: dict
    rows: dict
    parameters: dict

    def parameter(self, table, name):
        values = self.parameters.get((table, name), self.parameters.get((None, name)))
        if values is None:
            raise NotRun(f"there is no value for {name}")
        return values


def run_gate(session, gate, tables, rules, parameters):
    """The results of all suites of `gate`, as an Arrow table of SCHEMA.

    session: dbt's DuckDB connection; tables: relations of the models that suites may
    read; rules: relation of dq_rules; parameters: relation with source, district_id,
    table_name (null: any), parameter and value. Raises KeyError for a table or a rule
    that is not among them.
    """
    tables = {model_of(relation): relation for relation in tables}
    suites = read_suites(gate)
    severity = dict(rules.project("rule_id, severity").fetchall())
    rows = []
    for source in sorted({source for suite in suites for source in suite.sources}) or [
        None
    ]:
        mine = [suite for suite in suites if source is None or source in suite.sources]
        read = {
            name: delivered(tables[name], source)
            for name in sorted(set().union(*(suite.tables for suite in mine)))
        }
        for district_id in districts_of(read) if source else [None]:
            with session.cursor() as connection:
                delivery = open_delivery(
                    connection, source, district_id, read, parameters
                )
                for suite in mine:
                    rows += run_suite(suite, delivery, severity)
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def model_of(relation):
    """The model that dbt built a table from: its alias lacks the schema's name."""
    schema, name = re.findall(r"\w+", relation.sql_query())[-2:]
    return name if schema == "landing" else f"{schema}__{name}"


def delivered(relation, source):
    """The rows of a relation that came from a source."""
    if source and "source" in relation.columns:
        relation = relation.filter(f"source = {literal(source)}")
    if "row_status" in relation.columns:
        relation = relation.filter(DELIVERED)
    return relation


def districts_of(tables):
    """The districts with rows in any of the tables, or one None if there is none."""
    found = {
        district_id
        for relation in tables.values()
        for (district_id,) in relation.project("district_id").distinct().fetchall()
    }
    return sorted(found) or [None]


def open_delivery(connection, source, district_id, tables, parameters):
    """Views with the names of the models, which hold this delivery only."""
    if district_id is not None:
        tables = {
            name: relation.filter(f"district_id = {literal(district_id)}")
            for name, relation in tables.items()
        }
    given = {}
    for *scope, table, name, value in parameters.project(
        "source, district_id, table_name, parameter, value"
    ).fetchall():
        if all(
            one is None or one == own
            for one, own in zip(scope, (source, district_id), strict=True)
        ):
            given.setdefault((table, name), []).append(value)
    for name, relation in tables.items():
        connection.execute(f"create temp view {name} as {relation.sql_query()}")
    for macro in reading_macros(given):
        connection.execute(macro)
    rows = {
        name: connection.execute(f"select count(*) from {name}").fetchone()[0]
        for name in tables
    }
    return Delivery(
        source, district_id, connection, datasource_on(connection), tables, rows, given
    )


def run_suite(suite, delivery, severity):
    """The rows of one suite on one delivery, in the order of the suite."""
    said = {}
    expectations = []
    for check in suite.checks:
        try:
            expectations.append(expectation_of(check, suite, delivery, severity))
        except NotRun as reason:
            said[check.name] = outcome("not run", message=str(reason))
        except Exception as error:
            said[check.name] = outcome("error", message=without_values(error))
    if expectations:
        said |= validate(suite, expectations, delivery)
    return [
        {
            "suite": suite.name,
            "check_name": check.name,
            "rule_id": check.rule_id,
            "table_name": suite.table,
            "source": delivery.source,
            "district_id": delivery.district_id,
            "threshold": round(1 - check.arguments.get("mostly", 1), 9),
        }
        | said[check.name]
        for check in suite.checks
    ]


def expectation_of(check, suite, delivery, severity):
    """The expectation of the library; raises NotRun where there is nothing to ask."""
    for table in (suite.table, *check.requires):
        if not delivery.rows[table]:
            raise NotRun(f"{table} has no rows")
    return ExpectationConfiguration(
        type=check.type,
        kwargs=resolve(check.arguments, suite.table, delivery),
        meta={"rule_id": check.rule_id, "check": check.name},
        severity=SEVERITIES[severity[check.rule_id]],
    ).to_domain_obj()


def resolve(argument, table, delivery):
    """An argument with the values of its parameters; a list where it is a set."""
    if isinstance(argument, str):
        return re.sub(
            r"\{(?!batch\})(\w[\w.-]*)\}",
            lambda found: delivery.parameter(table, found[1])[0],
            argument,
        )
    if not isinstance(argument, dict):
        return argument
    if "$PARAMETER" in argument:
        return number_or_text(delivery.parameter(table, argument["$PARAMETER"])[0])
    if "$CODES" in argument:
        return delivery.parameter(None, argument["$CODES"])
    return {name: resolve(value, table, delivery) for name, value in argument.items()}


def validate(suite, expectations, delivery):
    """check name -> outcome, of expectations that all have something to ask."""
    columns = {name: name for name in delivery.tables[suite.table].columns}
    select = ", ".join(
        f"{sql} as {name}" for name, sql in (columns | suite.columns).items()
    )
    delivery.connection.execute(
        f"create temp view {suite.name} as select {select} from {suite.table}"
    )
    asset = delivery.datasource.add_table_asset(suite.name, table_name=suite.name)
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    found = batch.validate(
        ExpectationSuite(suite.name, expectations=expectations),
        result_format=RESULT_FORMAT,
    )
    return {
        result.expectation_config.meta["check"]: judged(
            result, delivery.rows[suite.table]
        )
        for result in found.results
    }


def judged(result, rows):
    """What one validation result of the library comes to.

    Of an expectation about rows, checked are the rows that it looked at: those with a
    value, or all. One about the table as a whole is checked once.
    """
    if message := error_of(result):
        return outcome("error", message=message, result=result)
    said = result.result
    if "element_count" in said:
        checked = said["element_count"] - said.get("missing_count", 0)
        violations = said["unexpected_count"]
        message = f"{violations} of {checked} values are not as expected"
    elif result.expectation_config.type == "unexpected_rows_expectation":
        checked, violations = rows, said["observed_value"]
        message = f"{violations} rows of {checked} are not as expected"
    else:
        observed = said.get("observed_value", "")
        checked = 0 if observed is None else 1
        violations = 0 if result.success else 1
        message = f"{observed} is not as expected" if observed else "not as expected"
    if not checked:
        return outcome("not run", message="no row has a value", result=result)
    return outcome(
        "passed" if result.success else "failed",
        int(checked),
        int(violations),
        None if result.success else message,
        result,
    )


def outcome(status, checked=0, violations=0, message=None, result=None):
    return {
        "status": status,
        "checked": checked,
        "violations": violations,
        "message": message,
        "validation_result": result and json.dumps(kept(result), sort_keys=True),
    }


def kept(result):
    """The library's result as plain JSON, without values of the data."""
    said = {name: plain(value) for name, value in result.result.items()}
    said.pop("partial_unexpected_list", None)
    return {
        "success": bool(result.success),
        "expectation_config": result.expectation_config.to_json_dict(),
        "result": said,
        "meta": {},
        "exception_info": {
            "raised_exception": error_of(result) is not None,
            "exception_message": error_of(result),
            "exception_traceback": None,
        },
    }


def plain(value):
    """A value as JSON has it; doubles to ten digits, since their sums may differ."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return float(f"{value:.10g}")
    return value if isinstance(value, str | int | bool | None) else str(value)


def error_of(result):
    """What an expectation raised, None if nothing."""
    info = result.exception_info or {}
    nested = [one for one in info.values() if isinstance(one, dict)]
    for one in nested or [info]:
        if one.get("raised_exception"):
            return without_values(one["exception_message"])
    return None


def without_values(error):
    """The first line of an error; what stands in quotes may be somebody's data."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return re.sub(r"'[^']*'", "'...'", lines[0])


def number_or_text(value):
    for read in (int, float):
        try:
            return read(value)
        except ValueError:
            continue
    return value


def literal(value):
    return "'" + value.replace("'", "''") + "'"


def reading_macros(parameters):
    """SQL functions for the `columns` of suites: landed text as staging reads it."""
    empty = ", ".join(map(literal, ["", *parameters.get((None, "null_text"), [])]))
    formats = ", ".join(map(literal, parameters.get((None, "date_format"), [])))
    text = f"case when trim(value) not in ({empty}) then trim(value) end"
    yield f"create temp macro landed_text(value) as {text}"
    yield "create temp macro landed_code(value) as lower(landed_text(value))"
    yield (
        "create temp macro landed_number(value) as"
        " try_cast(landed_text(value) as decimal(18, 4))"
    )
    yield (
        "create temp macro landed_date(value) as cast(coalesce("
        "try_cast(landed_text(value) as timestamp),"
        f" try_strptime(landed_text(value), [{formats}])) as date)"
    )
