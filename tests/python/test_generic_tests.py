"""Every generic test in tests/generic passes and fails when it should.

All cases become one dbt project in a temporary folder, built once; of this repository
it holds a copy of tests/generic alone.
Arguments that a generic test refuses stop dbt while it parses; to save a dbt run for
each, all but one of those are tried on the Jinja macro alone.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from dbt_common.clients.jinja import get_template
from generic_test_cases import (
    CASES,
    REFUSED,
    RELATIONS,
    SCHOOL_YEAR,
    Case,
    passes,
)
from jinja2.runtime import Macro

GENERIC_TESTS = Path(__file__).resolve().parents[1] / "generic"

PROJECT = {
    "name": "generic_tests",
    "profile": "generic_tests",
    "flags": {"send_anonymous_usage_stats": False, "use_colors": False},
    "vars": {"as_of_date": "2026-05-01"},
    "data_tests": {"+store_failures": True},
}
PROFILES = {
    "generic_tests": {
        "target": "duckdb",
        "outputs": {
            "duckdb": {"type": "duckdb", "path": "generic_tests.duckdb", "threads": 2}
        },
    }
}


def write_project(folder: Path, cases: list[Case]) -> None:
    models = folder / "models"
    models.mkdir(parents=True)
    shutil.copytree(GENERIC_TESTS, folder / "tests" / "generic")
    (folder / "dbt_project.yml").write_text(yaml.safe_dump(PROJECT))
    (folder / "profiles.yml").write_text(yaml.safe_dump(PROFILES))
    for name, sql in RELATIONS.items():
        (models / f"{name}.sql").write_text(sql)
    for case in cases:
        (models / f"{case.model}.sql").write_text(case.sql)
    properties = {"models": [case.properties for case in cases]}
    (models / "models.yml").write_text(yaml.safe_dump(properties, sort_keys=False))


def dbt(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("dbt"), command, "--profiles-dir", "."],
        cwd=folder,
        env=os.environ | {"DBT_TARGET_PATH": "target", "DBT_LOG_PATH": "logs"},
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass(frozen=True)
class Build:
    results: dict[str, dict[str, Any]]
    database: Path

    def failing_rows(self, name: str) -> list[dict[str, Any]]:
        """The rows that a generic test returned, as dbt stored them."""
        relation = self.results[name]["relation_name"]
        with duckdb.connect(str(self.database), read_only=True) as connection:
            rows = connection.execute(f"select * from {relation}")
            names = [column[0] for column in rows.description]
            return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """All cases as one dbt project, built once."""
    folder = tmp_path_factory.mktemp("generic_tests")
    write_project(folder, CASES)
    done = dbt(folder, "build")
    written = folder / "target" / "run_results.json"
    assert written.exists(), done.stdout + done.stderr
    results = {
        result["unique_id"].split(".")[2]: result
        for result in json.loads(written.read_text())["results"]
        if result["unique_id"].startswith("test.")
    }
    return Build(results, folder / "generic_tests.duckdb")


class Refused(Exception):
    """What dbt's raise_compiler_error becomes without dbt."""


def generic_test(name: str) -> Macro:
    """A generic test as a Jinja macro, for what can be told without running dbt."""

    class Exceptions:
        @staticmethod
        def raise_compiler_error(message: str) -> None:
            raise Refused(message)

    context = {"exceptions": Exceptions, "modules": {"re": re}}
    template = get_template((GENERIC_TESTS / f"{name}.sql").read_text(), context)
    return getattr(template.make_module(context), f"dbt_macro__test_{name}")


def test_every_generic_test_has_a_passing_and_a_failing_case() -> None:
    names = {file.stem for file in GENERIC_TESTS.glob("*.sql")}
    assert {case.test for case in CASES if case.failing_rows} == names
    assert {case.test for case in CASES if not case.failing_rows} == names


def test_every_generic_test_is_documented() -> None:
    properties = yaml.safe_load((GENERIC_TESTS / "_generic_tests.yml").read_text())
    documented = {
        macro["name"]: [argument["name"] for argument in macro["arguments"]]
        for macro in properties["macros"]
    }
    written = {
        f"test_{file.stem}": list(generic_test(file.stem).arguments)
        for file in GENERIC_TESTS.glob("*.sql")
    }
    assert documented == written


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(build: Build, case: Case) -> None:
    result = build.results[case.name]
    verdict = "fail" if case.failing_rows else "pass"
    assert result["status"] == verdict, result["message"]
    assert result["failures"] == len(case.failing_rows)
    if case.failing_rows:
        returned = [
            {column: row[column] for column in case.failing_rows[0]}
            for row in build.failing_rows(case.name)
        ]
        for row in case.failing_rows:
            assert row in returned


def test_row_rules_hands_over_a_query_that_finds_the_rows(build: Build) -> None:
    name = "fail_row_rules__one_row_per_broken_rule"
    queries = {row["rule_name"]: row["find_rows"] for row in build.failing_rows(name)}
    with duckdb.connect(str(build.database), read_only=True) as connection:
        found = connection.execute(queries["status_is_known"]).fetchall()
    assert sorted(found) == [("Present", 1441), ("late", 5)]


@pytest.mark.parametrize(("test", "arguments", "message"), REFUSED)
def test_refused_arguments(test: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(Refused, match=message):
        generic_test(test)("some_model", **arguments)


def test_exception_without_reason_stops_dbt(tmp_path: Path) -> None:
    unexplained = SCHOOL_YEAR | {"except_where": "is_transfer"}
    columns = "school, school_year, is_transfer"
    case = passes("relationships_except", "unexplained", unexplained, columns, "")
    write_project(tmp_path / "project", [case])
    done = dbt(tmp_path / "project", "parse")
    assert done.returncode == 2
    assert "except_where needs a reason" in done.stdout
