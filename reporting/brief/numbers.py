"""Every number of a brief: the query that it is, and the text that it becomes.

A sentence is a template without digits. What it says in digits is either a `Number`,
which is the result of a query, or a name from the data ("Grade 3"), which is kept too:
`check` counts both against the text of the finished page.
"""

from __future__ import annotations

import csv
import datetime
import io
import string
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

import duckdb

from reporting.project import literal, quoted

Row = dict[str, Any]

SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# what a row says about itself, where it has the column
LABELS = (
    "metric_name",
    "policy_id",
    "subject",
    "unit_type",
    "unit_key",
    "subgroup_key",
    "school_year",
    "dq_grade",
    "suppression_state",
)


class Hidden(Exception):
    """A brief asked for a number that disclosure control hides."""


@dataclass(frozen=True)
class Number:
    """A number as it is told.

    place: the sentence, table or chart; query: one row and column of the warehouse;
    form: how the value became the text; the others are what the row says of itself
    """

    place: str
    shown: str
    form: str
    value: Any
    query: str
    metric_name: str | None = None
    policy_id: str | None = None
    subject: str | None = None
    unit_type: str | None = None
    unit_key: str | None = None
    subgroup_key: str | None = None
    school_year: int | None = None
    dq_grade: str | None = None
    suppression_state: str | None = None


class Found:
    """One row of a report table, with the query that finds it again."""

    def __init__(self, row: Row, table: str, keys: tuple[str, ...]) -> None:
        self.row = row
        conditions = " and ".join(f"{quoted(key)} = {in_sql(row[key])}" for key in keys)
        self.source = f"from reports.{table} where {conditions}"

    def __getitem__(self, column: str) -> Any:
        return self.row[column]

    def query(self, column: str) -> str:
        return f"select {quoted(column)} {self.source}"


def in_sql(value: Any) -> str:
    return literal(value) if isinstance(value, str) else str(value)


class Numbers:
    """What a brief says in digits, in the order in which it is said."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        self.told: list[Number] = []
        self.marks: list[Number] = []
        self.names: list[str] = []
        # what stands at the axes of charts
        self.scales: list[str] = []

    def rows(self, table: str, keys: tuple[str, ...], rest: str = "") -> list[Found]:
        """Rows of a report table that `rest` (where, order by) names."""
        result = self.connection.execute(f"select * from reports.{table} {rest}")
        columns = [column[0] for column in result.description]
        return [
            Found(dict(zip(columns, row, strict=True)), table, keys)
            for row in result.fetchall()
        ]

    def number(self, place: str, found: Found, column: str, form: str) -> str:
        """The text of a column of a row.

        Raises Hidden where disclosure control hides the row.
        """
        number = number_of(place, found, column, form)
        self.told.append(number)
        return number.shown

    def drawn(self, place: str, found: Found, column: str, form: str) -> None:
        """A mark of a chart: asked again like a number, but not written.

        Raises Hidden as `number` does.
        """
        self.marks.append(number_of(place, found, column, form))

    def asked(self, place: str, query: str, form: str) -> str:
        """The text of the one value that a query gives."""
        value = self.connection.execute(query).fetchone()[0]
        text = written(value, form)
        self.told.append(Number(place, text, form, value, query))
        return text

    def name(self, text: str) -> str:
        """A name from the data; its digits are its own."""
        self.names.append(text)
        return text

    def as_csv(self) -> str:
        """The numbers as a table, a line each."""
        text = io.StringIO()
        names = [field.name for field in fields(Number)]
        writer = csv.DictWriter(text, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(number) for number in self.told + self.marks)
        return text.getvalue()


def number_of(place: str, found: Found, column: str, form: str) -> Number:
    labels = {name: found.row.get(name) for name in LABELS}
    state = labels["suppression_state"]
    if found[column] is None or state not in (None, "published"):
        raise Hidden(f"{place}: {column} is {state or 'not there'}")
    value, query = found[column], found.query(column)
    return Number(place, written(value, form), form, value, query, **labels)


class Sentence(string.Formatter):
    """Fills a template; a value is made whenever the template names it.

    values: by name, a text or a function without arguments that gives one
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> str:
        value = self.values[str(key)]
        return value() if callable(value) else value


def filled(template: str, values: Mapping[str, Any]) -> str:
    text = Sentence(values).format(template)
    return text[:1].upper() + text[1:]


def written(value: Any, form: str) -> str:
    """A value for readers.

    form: percent (27.8 %), points (27.8, of a share), count, number (one decimal), sd
    (two), year (2025-26, with a dash), date, text; a + before it shows the sign
    """
    signed = form.startswith("+")
    form = form.removeprefix("+")
    if form == "text":
        return str(value)
    if form == "date":
        day: datetime.date = value
        return f"{day.day}{SPACE}{MONTHS[day.month - 1]}{SPACE}{day.year}"
    if form == "year":
        return f"{value - 1}\N{EN DASH}{value % 100:02d}"
    scale, decimals, unit = {
        "percent": (100, 1, f"{SPACE}%"),
        "whole percent": (100, 0, f"{SPACE}%"),
        "points": (100, 1, ""),
        "count": (1, 0, ""),
        "number": (1, 1, ""),
        "sd": (1, 2, ""),
    }[form]
    # ties go away from 0, as readers round; a binary fraction is no tie
    exact = Decimal(repr(value) if isinstance(value, float) else str(value)) * scale
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP")
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{abs(rounded):,}{unit}"
