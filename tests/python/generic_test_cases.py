"""Cases of the generic tests: tables that each has to pass, and tables to fail.

A case is a small table, the arguments of one generic test, and the rows that the test
is to return: none when it passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

# Relations that cases refer to.
RELATIONS = {
    "schools": "select * from (values ('a', 1), ('a', 2), ('b', 1)) as t (id, year)",
    "ten_rows": "select number from range(10) as given (number)",
    "calendar": "select date '2026-05-01' as day",
    "no_rows": "select number from range(0) as given (number)",
}


@dataclass(frozen=True)
class Case:
    """One table under one generic test; without failing rows the test passes."""

    test: str
    about: str
    arguments: dict[str, Any]
    columns: str
    values: str
    failing_rows: list[dict[str, Any]]
    config: dict[str, Any]

    @property
    def name(self) -> str:
        verdict = "fail" if self.failing_rows else "pass"
        return f"{verdict}_{self.test}__{self.about.replace(' ', '_')}"

    @property
    def model(self) -> str:
        return f"rows_of_{self.name}"

    @property
    def sql(self) -> str:
        if self.values:
            return f"select * from (values {self.values}) as given ({self.columns})"
        nulls = ", ".join("null" for _ in self.columns.split(","))
        rows = f"select * from (values ({nulls})) as given ({self.columns})"
        return f"{rows} where false"

    @property
    def properties(self) -> dict[str, Any]:
        test = {"name": self.name, "arguments": self.arguments, "config": self.config}
        return {"name": self.model, "data_tests": [{self.test: test}]}


def passes(
    test: str,
    about: str,
    arguments: dict[str, Any],
    columns: str,
    values: str,
    config: dict[str, Any] | None = None,
) -> Case:
    return Case(test, about, arguments, columns, values, [], config or {})


def fails(
    test: str,
    about: str,
    arguments: dict[str, Any],
    columns: str,
    values: str,
    failing_rows: list[dict[str, Any]],
    config: dict[str, Any] | None = None,
) -> Case:
    """``failing_rows``: every row returned, with those of its columns that matter."""
    return Case(test, about, arguments, columns, values, failing_rows, config or {})


KEY = {"columns": ["school", "student"]}
BY_NUMBER = KEY | {"number": "student"}
RULES = {
    "rules": {
        "status_is_known": "status in ('present', 'absent')",
        "minutes_in_day": "minutes between 0 and {{ 24 * 60 }}",
    }
}
RANGE = {"column_name": "rate", "min_value": 0, "max_value": 1}
OPEN_RANGE = RANGE | {"inclusive": False}
SPAN = {"start_column": "first_day", "end_column": "end_day"}
SPANS = {"partition_by": ["student", "school"], **SPAN}
SPAN_COLUMNS = "student, school, first_day, end_day"
PARTS = {"total": "rows_read", "parts": ["staged", "quarantined", "padding"]}
PART_COLUMNS = "file, rows_read, staged, quarantined, padding"
TEN_ROWS = {"compare_to": ["ref('ten_rows')"]}
SCHOOL_YEAR = {
    "columns": ["school", "school_year"],
    "to": "ref('schools')",
    "to_columns": ["id", "year"],
}
EXCUSED = SCHOOL_YEAR | {
    "except_where": "is_transfer",
    "reason": "a transfer names a school of another district",
}
WEEK = {"column_name": "day", "interval_days": 7, "as_of": "{{ var('as_of_date') }}"}
FLAGS = {"flags": ["is_present", "is_absent", "is_tardy"]}
LINE = "file_key, line_number"
FLAG_COLUMNS = "id, is_present, is_absent, is_tardy"

# One line per fact: a formatter would give every argument its own.
# fmt: off
CASES = [
    # unique_key
    passes("unique_key", "keys differ in one part", KEY,
           "school, student", "('a', 1), ('a', 2), ('b', 1)"),
    passes("unique_key", "no rows", KEY, "school, student", ""),
    passes("unique_key", "single column as text", {"columns": "school"},
           "school, student", "('a', 1), ('b', 1)"),
    fails("unique_key", "each repeated key once", KEY,
          "school, student",
          "('a', 1), ('a', 1), ('a', 1), ('b', 2), ('b', 2), ('c', 3)",
          [{"school": "a", "student": 1, "row_count": 3},
           {"school": "b", "student": 2, "row_count": 2}]),
    fails("unique_key", "null in one part", KEY,
          "school, student", "('a', 1), ('a', null)",
          [{"school": "a", "student": None, "row_count": 1}]),
    # unique_key by number: 61 and 62 are of two groups, 5, -5 and 67 have the same bit
    passes("unique_key", "numbers and other texts", BY_NUMBER, "school, student",
           "('a', '61'), ('a', '62'), ('a', '5'), ('a', '-5'), ('a', '67'), ('b', '5'),"
           " ('a', '05'), ('a', '5.2'), ('a', 'five'), ('a', 'six'), ('a', '')"),
    passes("unique_key", "numbers of no row", BY_NUMBER, "school, student", ""),
    fails("unique_key", "each repeated number or text once", BY_NUMBER,
          "school, student",
          "('a', '63'), ('a', '64'), ('a', '63'), ('b', '63'), ('c', 'x'), ('c', 'x'),"
          " ('c', '9223372036854775808'), ('c', '9223372036854775808')",
          [{"school": "a", "student": "63", "row_count": 2},
           {"school": "c", "student": "9223372036854775808", "row_count": 2},
           {"school": "c", "student": "x", "row_count": 2}]),
    fails("unique_key", "null beside numbers", BY_NUMBER,
          "school, student", "('a', '1'), ('a', null)",
          [{"school": "a", "student": None, "row_count": 1}]),
    # unique_line: lines 61 and 62 are of two groups, 62 and 124 have the same bit
    passes("unique_line", "lines on both sides of a group", {}, LINE,
           "('a', 61), ('a', 62), ('a', 123), ('a', 124), ('b', 62)"),
    passes("unique_line", "no rows", {}, LINE, ""),
    fails("unique_line", "each repeated line once", {}, LINE,
          "('a', 2), ('a', 3), ('a', 2), ('b', 64), ('b', 64), ('b', 64), ('c', 2)",
          [{"file_key": "a", "line_number": 2, "row_count": 2},
           {"file_key": "b", "line_number": 64, "row_count": 3}]),
    fails("unique_line", "no line, no file", {}, LINE,
          "('a', 2), ('a', null), (null, 3)",
          [{"file_key": "a", "line_number": None, "row_count": 1},
           {"file_key": None, "line_number": 3, "row_count": 1}]),
    # row_rules
    passes("row_rules", "at both bounds", RULES,
           "status, minutes", "('present', 0), ('absent', 1440)"),
    passes("row_rules", "null is not a breach", RULES,
           "status, minutes", "(null, 5), ('absent', null)"),
    passes("row_rules", "no rows", RULES, "status, minutes", ""),
    fails("row_rules", "one row per broken rule", RULES,
          "status, minutes", "('late', 5), ('Present', 1441), ('absent', 1440)",
          [{"rule_name": "status_is_known", "failing_rows": 2, "row_count": 3},
           {"rule_name": "minutes_in_day", "failing_rows": 1, "row_count": 3}]),
    fails("row_rules", "rules that hold are not named", RULES,
          "status, minutes", "('present', -1)",
          [{"rule_name": "minutes_in_day", "failing_rows": 1, "row_count": 1}]),
    # accepted_range
    passes("accepted_range", "exactly min and max", RANGE, "rate", "(0), (0.5), (1)"),
    passes("accepted_range", "null", RANGE, "rate", "(0.5), (null)"),
    passes("accepted_range", "one bound only", {"column_name": "rate", "min_value": 0},
           "rate", "(0), (99)"),
    passes("accepted_range", "just inside when exclusive", OPEN_RANGE,
           "rate", "(0.001), (0.999)"),
    fails("accepted_range", "just outside", RANGE, "rate", "(-1), (0), (1), (2)",
          [{"rate": -1}, {"rate": 2}]),
    fails("accepted_range", "exactly min and max when exclusive", OPEN_RANGE,
          "rate", "(0), (0.5), (1)", [{"rate": 0}, {"rate": 1}]),
    fails("accepted_range", "bound is another column",
          {"column_name": "low", "max_value": "high"},
          "low, high", "(1, 1), (2, 1)", [{"low": 2, "high": 1}]),
    # no_overlapping_spans
    passes("no_overlapping_spans", "abutting", SPANS,
           SPAN_COLUMNS,
           "('ana', 'a', 1, 5), ('ana', 'a', 5, 9), ('ana', 'a', 9, null)"),
    passes("no_overlapping_spans", "another partition", SPANS,
           SPAN_COLUMNS,
           "('ana', 'a', 1, 5), ('ana', 'b', 2, 6), ('bo', 'a', 1, null)"),
    passes("no_overlapping_spans", "empty and inverted spans cover nothing", SPANS,
           SPAN_COLUMNS, "('ana', 'a', 1, 9), ('ana', 'a', 3, 3), ('ana', 'a', 5, 4)"),
    passes("no_overlapping_spans", "dates with a gap", SPANS,
           SPAN_COLUMNS, "('ana', 'a', date '2026-08-10', date '2026-12-19'),"
           " ('ana', 'a', date '2027-01-05', null)"),
    fails("no_overlapping_spans", "by one day", SPANS,
          SPAN_COLUMNS, "('ana', 'a', 1, 6), ('ana', 'a', 5, 9)",
          [{"student": "ana", "first_day": 5, "latest_earlier_end": 6}]),
    fails("no_overlapping_spans", "after an open span", SPANS,
          SPAN_COLUMNS, "('ana', 'a', 1, null), ('ana', 'a', 5, 9)",
          [{"student": "ana", "first_day": 5, "open_earlier_spans": 1}]),
    fails("no_overlapping_spans", "several inside a long one", SPANS,
          SPAN_COLUMNS, "('ana', 'a', 1, 9), ('ana', 'a', 2, 3), ('ana', 'a', 7, 8)",
          [{"first_day": 2, "latest_earlier_end": 9},
           {"first_day": 7, "latest_earlier_end": 9}]),
    fails("no_overlapping_spans", "same span twice", SPANS,
          SPAN_COLUMNS, "('ana', 'a', 1, 5), ('ana', 'a', 1, 5)",
          [{"first_day": 1, "end_day": 5, "latest_earlier_end": 5}]),
    fails("no_overlapping_spans", "dates", SPANS,
          SPAN_COLUMNS, "('ana', 'a', date '2026-08-10', date '2026-12-20'),"
          " ('ana', 'a', date '2026-12-19', null)",
          [{"student": "ana", "end_day": None}]),
    # valid_half_open_span
    passes("valid_half_open_span", "one day and open", SPAN,
           "first_day, end_day", "(1, 2), (1, null)"),
    fails("valid_half_open_span", "empty inverted and without start", SPAN,
          "first_day, end_day", "(1, 1), (3, 2), (null, 2), (null, null), (1, 2)",
          [{"first_day": 1, "end_day": 1}, {"first_day": 3, "end_day": 2},
           {"first_day": None, "end_day": 2}, {"first_day": None, "end_day": None}]),
    # columns_reconcile
    passes("columns_reconcile", "row by row", PARTS,
           PART_COLUMNS, "('a.csv', 6, 3, 2, 1), ('empty.csv', 0, 0, 0, 0)"),
    passes("columns_reconcile", "total is an expression",
           PARTS | {"total": "rows_read - 1"}, PART_COLUMNS, "('a.csv', 7, 3, 2, 1)"),
    fails("columns_reconcile", "errors that cancel out between rows", PARTS,
          PART_COLUMNS,
          "('a.csv', 6, 3, 2, 0), ('b.csv', 6, 3, 2, 2), ('c.csv', 1, 1, 0, 0)",
          [{"file": "a.csv", "reconcile_total": 6, "reconcile_parts": 5,
            "reconcile_difference": 1},
           {"file": "b.csv", "reconcile_total": 6, "reconcile_parts": 7,
            "reconcile_difference": -1}]),
    fails("columns_reconcile", "count missing", PARTS,
          PART_COLUMNS, "('a.csv', 3, 3, null, 0), ('b.csv', null, 3, 0, 0)",
          [{"file": "a.csv", "reconcile_total": 3, "reconcile_parts": None},
           {"file": "b.csv", "reconcile_total": None, "reconcile_parts": 3}]),
    # row_count_reconciles
    passes("row_count_reconciles", "equal", {"compare_to": "ref('schools')"},
           "id", "(1), (2), (3)"),
    passes("row_count_reconciles", "sum of filtered and measured parts",
           {"compare_to": [
               {"relation": "ref('ten_rows')", "where": "number < 2"},
               {"relation": "ref('schools')", "measure": "sum(year)"},
           ]},
           "id", "(1), (2), (3), (4), (5), (6)"),
    passes("row_count_reconciles", "sum of a column",
           TEN_ROWS | {"measure": "sum(staged)"}, "staged", "(7), (3)"),
    passes("row_count_reconciles", "nothing and nothing",
           {"compare_to": "ref('no_rows')", "measure": "sum(id)"}, "id", ""),
    passes("row_count_reconciles", "exactly the lowest ratio",
           TEN_ROWS | {"min_ratio": 0.2}, "id", "(1), (2)"),
    passes("row_count_reconciles", "exactly the highest ratio",
           TEN_ROWS | {"min_ratio": 0.1, "max_ratio": 0.2}, "id", "(1), (2)"),
    fails("row_count_reconciles", "one row short",
          {"compare_to": ["ref('schools')", "ref('ten_rows')"]},
          "id", "(1), (2)",
          [{"model_count": 2, "compared_count": 13, "count_difference": -11,
            "compared_parts": "schools 3 + ten_rows 10"}]),
    fails("row_count_reconciles", "empty model", TEN_ROWS, "id", "",
          [{"model_count": 0, "compared_count": 10}]),
    fails("row_count_reconciles", "below the lowest ratio",
          TEN_ROWS | {"min_ratio": 0.3},
          "id", "(1), (2)", [{"model_count": 2, "compared_count": 10}]),
    fails("row_count_reconciles", "above the highest ratio",
          TEN_ROWS | {"min_ratio": 0, "max_ratio": 0.1},
          "id", "(1), (2)", [{"model_count": 2, "compared_count": 10}]),
    # relationships_except
    passes("relationships_except", "both parts found", SCHOOL_YEAR,
           "school, school_year", "('a', 1), ('a', 1), ('b', 1)"),
    passes("relationships_except", "null in any part", SCHOOL_YEAR,
           "school, school_year", "(null, 9), ('z', null), (null, null)"),
    passes("relationships_except", "same names there",
           {"columns": ["id", "year"], "to": "ref('schools')"}, "id, year", "('a', 2)"),
    passes("relationships_except", "excused", EXCUSED,
           "school, school_year, is_transfer", "('a', 1, false), ('z', 1, true)"),
    fails("relationships_except", "pair not found", SCHOOL_YEAR,
          "school, school_year", "('a', 1), ('b', 2), ('b', 2), ('z', 1)",
          [{"school": "b", "school_year": 2, "row_count": 2},
           {"school": "z", "school_year": 1, "row_count": 1}]),
    fails("relationships_except", "not excused", EXCUSED,
          "school, school_year, is_transfer",
          "('y', 1, false), ('z', 1, true), ('z', 1, null)",
          [{"school": "y", "school_year": 1, "row_count": 1},
           {"school": "z", "school_year": 1, "row_count": 1}]),
    # recency
    passes("recency", "exactly as old as accepted", WEEK,
           "day", "(date '2026-04-24'), (date '2025-01-01')"),
    passes("recency", "newer than as_of", WEEK, "day", "(date '2026-06-01')"),
    passes("recency", "late in the day", WEEK,
           "day", "(timestamp '2026-04-24 00:00:01')"),
    passes("recency", "no rows", WEEK, "day", ""),
    passes("recency", "as_of is a query",
           WEEK | {"as_of": "(select max(day) from {{ ref('calendar') }})"},
           "day", "(date '2026-04-24')"),
    fails("recency", "one day too old", WEEK,
          "day", "(date '2026-04-23'), (null), (date '2025-01-01')",
          [{"newest_date": date(2026, 4, 23),
            "oldest_accepted_date": date(2026, 4, 24)}]),
    fails("recency", "as_of is an expression",
          WEEK | {"as_of": "cast('2026-05-02' as date)", "interval_days": 0},
          "day", "(date '2026-05-01')",
          [{"newest_date": date(2026, 5, 1),
            "oldest_accepted_date": date(2026, 5, 2)}]),
    # not_empty
    passes("not_empty", "one row", {}, "id", "(null)"),
    passes("not_empty", "one row of the kind", {}, "id", "(1), (2)",
           {"where": "id = 2"}),
    fails("not_empty", "no rows", {}, "id", "", [{"row_count": 0}]),
    fails("not_empty", "no row of the kind", {}, "id", "(1), (2)",
          [{"row_count": 0}], {"where": "id = 3"}),
    fails("not_empty", "where among the arguments", {"where": "id = 3"},
          "id", "(1), (2)", [{"row_count": 0}]),
    # mutually_exclusive
    passes("mutually_exclusive", "none and one", FLAGS,
           FLAG_COLUMNS, "(1, false, false, false), (2, false, true, false)"),
    passes("mutually_exclusive", "nulls are false", FLAGS,
           FLAG_COLUMNS, "(1, true, null, null), (2, null, null, null)"),
    fails("mutually_exclusive", "two and three", FLAGS,
          FLAG_COLUMNS,
          "(1, true, false, true), (2, true, true, true), (3, true, false, false)",
          [{"id": 1, "true_flag_count": 2}, {"id": 2, "true_flag_count": 3}]),
    # expression_is_true
    passes("expression_is_true", "true or null", {"expression": "low <= high"},
           "low, high", "(1, 1), (1, null)"),
    passes("expression_is_true", "where narrows", {"expression": "low <= high"},
           "low, high", "(1, 1), (2, 1)", {"where": "low = 1"}),
    fails("expression_is_true", "either is true",
          {"expression": "low = 9 or low <= high"},
          "low, high", "(2, 1), (9, 1), (1, 1)", [{"low": 2, "high": 1}]),
]
# fmt: on


# Arguments that a generic test refuses, and a part of what it says.
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("row_rules", {"rules": ["a > 0"]}, "must be a mapping"),
    ("row_rules", {"rules": {}}, "must be a mapping"),
    ("accepted_range", {"column_name": "rate"}, "give min_value, max_value or both"),
    ("row_count_reconciles", {"compare_to": []}, "compare_to is empty"),
    ("relationships_except", SCHOOL_YEAR | {"to_columns": ["id"]}, "differ in length"),
    ("relationships_except", SCHOOL_YEAR | {"except_where": "true"}, "needs a reason"),
    ("relationships_except", EXCUSED | {"reason": " "}, "needs a reason"),
    ("recency", WEEK | {"as_of": ""}, "as_of is empty"),
    ("recency", WEEK | {"as_of": "Current_Date"}, "must not read the clock"),
    ("recency", WEEK | {"as_of": "cast(now() as date)"}, "must not read the clock"),
    ("mutually_exclusive", {"flags": ["is_present"]}, "at least two columns"),
    ("mutually_exclusive", {"flags": "is_present"}, "at least two columns"),
]
