"""No phone of a raw file, nor its hash, stands in anything that is read by others.

Landing has the phones as they were sent, staging their salted hashes and the numbers of
partners, which the intermediate layer compares; nothing behind them does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from conftest import copy_of, target_of

from reporting.engagement.write import write_engagement_page
from reporting.landing_report import write_landing_report
from reporting.publish import publish

# Phones of the generator begin with four ones, provider numbers with three.
PHONE = re.compile(r"(?<![0-9])(?:\+?91|0)?[ -]?(1111[0-9][ -]?[0-9]{5})(?![0-9])")
NUMBER = re.compile(r"(?<![0-9])(?:\+?91|0)?(111[0-9]{7})(?![0-9])")
SALT = "schoolhouse"
INSIDE = ("landing", "staging", "intermediate")

# Every run of digits, also with spaces and hyphens between them, and every hash.
TOLD = """
    select distinct unnest(
        regexp_extract_all(whole, '[0-9][0-9 -]{{8,}}[0-9]|[0-9a-f]{{32}}')
    ) as told
    from (select cast(rows as varchar) as whole from {table} as rows)
"""


def hash_of(number: str) -> str:
    return hashlib.md5(
        f"{SALT}\x1f{number}".encode(), usedforsecurity=False
    ).hexdigest()


@pytest.fixture(scope="module")
def numbers(engagement_warehouse: Path) -> set[str]:
    """Ten digits of every phone and provider number of the raw files."""
    found = set()
    for file in (engagement_warehouse.parent / "raw" / "dost").rglob("*.csv"):
        for pattern in (PHONE, NUMBER):
            found |= set(pattern.findall(file.read_text()))
    found = {re.sub("[ -]", "", number) for number in found}
    assert len(found) > 500
    assert {f"11112223{n}" for n in range(31, 41)} <= found
    return found


def leaks(texts: Iterator[str], numbers: set[str]) -> set[str]:
    """Numbers that the texts tell, in whatever spelling, and numbers behind hashes."""
    hashes = {hash_of(number): number for number in numbers}
    found = set()
    for text in texts:
        if text in hashes:
            found.add(hashes[text])
        digits = re.sub("[ -]", "", text)
        found |= {digits[k : k + 10] for k in range(len(digits) - 9)} & numbers
    return found


def leaking_tables(
    file: Path, numbers: set[str], inside: tuple[str, ...] = ()
) -> dict[str, set[str]]:
    """Tables and views of a database, but for some schemas, that tell a number."""
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = [
            f'"{schema}"."{name}"'
            for schema, name in connection.execute(
                "select table_schema, table_name from information_schema.tables"
            ).fetchall()
            if schema not in inside
        ]
        assert len(tables) > 50
        found = {}
        for table in tables:
            told = connection.execute(TOLD.format(table=table)).fetchall()
            if leak := leaks((text for (text,) in told), numbers):
                found[table] = leak
    return found


def test_the_search_finds_every_spelling_and_the_hash() -> None:
    numbers = {"1111222331"}
    for text in ["1111222331", "01111222331", "911111222331", "11112 22331"]:
        assert leaks(iter([text]), numbers) == numbers
    assert leaks(iter([hash_of("1111222331")]), numbers) == numbers
    assert leaks(iter(["1111222332", hash_of("1111222332")]), numbers) == set()


def test_staging_has_hashes_and_landing_the_phones(
    engagement_warehouse: Path, numbers: set[str]
) -> None:
    """So that the next test looks for what there is."""
    with duckdb.connect(str(engagement_warehouse), read_only=True) as connection:
        for column, table in [
            ("phone", "landing.raw_dost__experiences"),
            ("phone_key", "staging.stg_dost__experiences"),
        ]:
            rows = connection.execute(f"select {column} from {table}").fetchall()
            assert len(leaks((text for (text,) in rows if text), numbers)) > 400


def test_no_table_that_others_read_has_a_phone(
    engagement_warehouse: Path, numbers: set[str]
) -> None:
    assert leaking_tables(engagement_warehouse, numbers, INSIDE) == {}


def test_what_is_held_back_is_told_by_its_line(engagement_warehouse: Path) -> None:
    with duckdb.connect(str(engagement_warehouse), read_only=True) as connection:
        held = connection.execute(
            "select entity, line_number, reason_code, record ->> '$.line_number',"
            " record ->> '$.user_id' from quality.landing_quarantined_rows"
            " where district_id = 'wrong_line' order by all"
        ).fetchall()
        (spaces,) = connection.execute(
            "select column_name, column_value from quality.landing_findings"
            " where district_id = 'wrong_line' and rule_id = 'LND-013'"
            " and entity = 'provider_numbers'"
        ).fetchall()
    assert held == [
        ("campaigns", 2, "LND-004", "2", "1"),
        ("experiences", 2, "LND-004", "2", "1"),
        ("experiences", 3, "LND-004", "3", "2"),
        ("experiences", 4, "LND-005", "4", None),
        ("experiences", 5, "LND-005", "5", None),
    ]
    assert spaces == ("provider_number", None)


def test_no_published_file_and_no_report_has_a_phone(
    engagement_warehouse: Path,
    example_warehouse: Path,
    numbers: set[str],
    tmp_path: Path,
) -> None:
    # the green build is the example's, the tables are those of the phone programme
    copied = copy_of(example_warehouse, tmp_path / "warehouse")
    copied.write_bytes(engagement_warehouse.read_bytes())
    out = publish(copied, target_of(copied)).out
    assert leaking_tables(out / "schoolhouse.duckdb", numbers) == {}
    reports = tmp_path / "reports"
    write_landing_report(copied, reports)
    write_engagement_page(copied, reports)
    texts = [
        *(file for file in reports.rglob("*") if file.is_file()),
        *(out / "public").glob("*.csv"),
        *out.glob("*.json"),
    ]
    assert len(texts) > 6
    for file in texts:
        told = re.findall("[0-9][0-9 -]{8,}[0-9]|[0-9a-f]{32}", file.read_text("utf-8"))
        assert leaks(iter(told), numbers) == set(), file.name
