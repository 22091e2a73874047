"""Parsing, key and portable macros against values worked out by hand."""

import hashlib
import json

import pytest
from conftest import dbt

SALT = "pepper"


def key(*parts):
    text = "\x1f".join((SALT, *parts))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


# macro call on the column `value`, text, expected result as text
CASES = [
    ("clean_text('value')", "  Ada ", "Ada"),
    ("clean_text('value')", "\t\u00a0Ada\u00a0\r\n", "Ada"),
    ("clean_text('value')", "   ", None),
    ("clean_text('value')", "NULL", None),
    ("clean_text('value')", "N/A", None),
    ("clean_text('value')", "\ufeffAda", "Ada"),
    ("clean_text('value')", "Núñé", "Núñé"),
    ("clean_text('value')", " \t", None),
    ("clean_text('value')", "", None),
    ("clean_text('value')", "Null", "Null"),
    ("clean_text('value')", "Na", "Na"),
    ("parse_date('value')", "2025-09-01", "2025-09-01"),
    ("parse_date('value')", " 2025-09-01 ", "2025-09-01"),
    ("parse_date('value')", "2025-09-01T07:30:00.000Z", "2025-09-01"),
    ("parse_date('value')", "09/01/2025", "2025-09-01"),
    ("parse_date('value')", "9/1/2025", "2025-09-01"),
    ("parse_date('value')", "09-01-2025", "2025-09-01"),
    ("parse_date('value')", "20250901", "2025-09-01"),
    ("parse_date('value')", "02/29/2024", "2024-02-29"),
    ("parse_date('value')", "02/29/2025", None),
    ("parse_date('value')", "31/12/2025", None),
    ("parse_date('value')", "9/1/25", None),
    ("parse_date('value')", "1899-12-31", None),
    ("parse_date('value')", "1900-01-01", "1900-01-01"),
    ("parse_date('value')", "2100-12-31", "2100-12-31"),
    ("parse_date('value')", "2101-01-01", None),
    ("parse_date('value')", "yesterday", None),
    ("parse_date('value')", "2025-09-01abc", None),
    ("parse_date('value')", "2025-09-01T23:30:00-06:00", "2025-09-01"),
    ("parse_date('value')", "2025-09-01 00:00:00.000", "2025-09-01"),
    ("parse_date('value')", "NULL", None),
    ("parse_boolean('value')", "Y", "true"),
    ("parse_boolean('value')", "no", "false"),
    ("parse_boolean('value')", "TRUE", "true"),
    ("parse_boolean('value')", "0", "false"),
    ("parse_boolean('value')", "maybe", None),
    ("parse_integer('value')", "2027", "2027"),
    ("parse_integer('value')", "-3", "-3"),
    ("parse_integer('value')", "1.5", None),
    ("parse_integer('value')", "99999999999", None),
    ("parse_decimal('value')", "3.25", "3.250000"),
    ("parse_decimal('value')", "three", None),
    ("parse_timestamp('value')", "2026-11-21T17:51:22Z", "2026-11-21 17:51:22"),
    ("parse_timestamp('value')", "later", None),
    ("parse_school_year('value')", "2027", "2027"),
    ("parse_school_year('value')", "2026-2027", "2027"),
    ("parse_school_year('value')", "2026-2028", None),
    ("parse_school_year('value')", "26-27", None),
    ("surrogate_key(['value'])", "a", key("a")),
    ("surrogate_key(['value', \"'b'\"])", "a", key("a", "b")),
    ("surrogate_key(['value', 'nullif(value, value)'])", "a", None),
    ("sha256('value')", "abc", hashlib.sha256(b"abc").hexdigest()),
    ("significant_digits('cast(value as double)')", "0.012345678955", "0.01234567896"),
    ("significant_digits('cast(value as double)')", "-98765432101", "-98765432100.0"),
    ("significant_digits('cast(value as double)')", "0", "0.0"),
    ("significant_digits('cast(nullif(value, value) as double)')", "1", None),
    ("significant_digits(normal_quantile('value'))", "0.5", "0.0"),
    ("significant_digits(normal_quantile('value'))", "0.3", "-0.5244005127"),
    ("significant_digits(normal_quantile('value'))", "0.975", "1.959963985"),
    ("significant_digits(normal_quantile('value'))", "1e-20", "-9.26234009"),
    ("significant_digits(normal_quantile('value'))", "0", None),
    ("significant_digits(normal_quantile('value'))", "1", None),
    ("'round(' ~ t_quantile('value', 9) ~ ', 4)'", "1.959963985", "2.2621"),
    ("'round(' ~ t_quantile('value', 30) ~ ', 6)'", "1.959963985", "2.042272"),
    ("matches_pattern('value', \"'^[A-Z]+$'\")", "AZ", "true"),
    ("matches_pattern('value', \"'^[A-Z]+$'\")", "AZ-1", "false"),
    ("json_text('value', 'a')", '{"a": "x", "b": 1}', "x"),
    ("json_text('value', 'b')", '{"a": "x", "b": 1}', "1"),
    ("json_text('value', 'c')", '{"a": "x", "b": 1}', None),
]


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    selects = []
    for number, (call, text, _) in enumerate(CASES):
        quoted = "''".join(text.split("'"))
        selects.append(
            f"select {number} as number, cast({{{{ {call} }}}} as varchar) as result"
            f" from (select '{quoted}' as value) as given"
        )
    done = dbt(
        [
            *("--quiet", "show", "--output", "json", "--limit", "1000", "--inline"),
            "\nunion all\n".join(selects),
        ],
        warehouse=tmp_path_factory.mktemp("macros") / "schoolhouse.duckdb",
        check=True,
        SCHOOLHOUSE_KEY_SALT=SALT,
    )
    shown = json.loads(done.stdout[done.stdout.index("{") :])["show"]
    return {row["number"]: row["result"] for row in shown}


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: CASES[n][0])
def test_macro(results, number):
    call, text, expected = CASES[number]
    assert results[number] == expected, f"{call} of {text!r}"
