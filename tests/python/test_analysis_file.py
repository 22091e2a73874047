"""The analysis file: who is too rare becomes coarser, and no key leads back."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
import yaml
from conftest import REPO, query

from reporting.analysis_file import coarsened, write_analysis_file, written
from reporting.project import Refused

MODEL = REPO / "models/reports/district/rpt_district__student_years.yml"
TOGETHER = ["school_year", "school", "grade", "sex", "race"]
SALT = "SCHOOLHOUSE_KEY_SALT"


def rows_of(folder: Path) -> list[dict]:
    with (folder / "analysis_file/student_years.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def identifiers(warehouse: Path) -> set[str]:
    """Whatever names or finds a student or a school in the warehouse."""
    found = set()
    for table, columns in {
        "dim_students": "student_key, student_id, student_number, state_student_id,"
        " email, last_name, cast(birth_date as varchar), main_school_key",
        "dim_schools": "school_key, school_id, school_name",
    }.items():
        for row in query(warehouse, f"select {columns} from district.{table}"):
            found |= {str(value) for value in row if value}
    return found


def assert_is_de_identified(warehouse: Path, folder: Path, least: int = 5) -> None:
    rows = rows_of(folder)
    assert rows
    groups = Counter(tuple(row[name] for name in TOGETHER) for row in rows)
    assert min(groups.values()) >= least
    texts = {value for row in rows for value in row.values()}
    # a short number may be a grade or a percentile
    assert not {one for one in identifiers(warehouse) if len(one) > 3} & texts
    years = query(warehouse, "select count(*) from district.fct_student_years")
    assert len(rows) <= years[0][0]
    assert [row["student"] for row in rows] == sorted(row["student"] for row in rows)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """What dbt's manifest says of the table, from its yml."""
    (model,) = yaml.safe_load(MODEL.read_text())["models"]
    columns = {column["name"]: column for column in model["columns"]}
    policy = {"config": {"meta": {"disclosure_policy": "default_n10"}}}
    nodes = {
        "model.schoolhouse.rpt_district__student_years": {"columns": columns},
        "model.schoolhouse.py_disclosed_cells": policy,
    }
    folder = tmp_path / "target"
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps({"nodes": nodes}))
    return folder


def test_keys_are_those_of_the_salt_and_files_the_same_twice(
    example_warehouse: Path,
    target: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written_with = {}
    for name, salt in (("once", "a"), ("again", "a"), ("other", "b")):
        monkeypatch.setenv(SALT, salt)
        write_analysis_file(example_warehouse, target, tmp_path / name)
        assert_is_de_identified(example_warehouse, tmp_path / name)
        written_with[name] = [
            (tmp_path / name / "analysis_file" / file).read_bytes()
            for file in ("student_years.csv", "codebook.md")
        ]
    assert written_with["once"] == written_with["again"]
    students = {
        name: {row["student"] for row in rows_of(tmp_path / name)}
        for name in ("once", "other")
    }
    assert len(students["once"]) == len(students["other"])
    assert not students["once"] & students["other"]
    codebook = written_with["once"][1].decode()
    for column in rows_of(tmp_path / "once")[0]:
        assert f"\n| `{column}` | " in codebook


def test_without_a_salt_there_is_no_file(
    example_warehouse: Path,
    target: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for salt in (None, ""):
        monkeypatch.delenv(SALT, raising=False)
        if salt is not None:
            monkeypatch.setenv(SALT, salt)
        with pytest.raises(Refused, match="SCHOOLHOUSE_KEY_SALT is not set: set it"):
            write_analysis_file(example_warehouse, target, tmp_path)
    assert not (tmp_path / "analysis_file").exists()


def test_rare_values_become_coarser_in_the_order_of_the_steps() -> None:
    # Groups of at least 2. Year 1: two girls of grade 1 are enough. One girl of grade 2
    # and one of grade 3 become 2-3, and are two. A boy of grade 1 is alone in grade and
    # sex: grade 1 has no step 1, so the sex goes; he is alone still, and the grade goes
    # too; with the girl of grade 9, to whom the same happens, he is one of two. The one
    # girl of year 2 stays alone whatever becomes of her, and is left out. Meals are
    # looked at alone: the only `no` of year 1 goes, and her `yes` in year 2.
    steps = [
        (0, "frl", "*", "suppressed"),
        (1, "grade", "2", "2-3"),
        (1, "grade", "3", "2-3"),
        (2, "sex", "*", "suppressed"),
        (3, "grade", "*", "suppressed"),
    ]
    names = ["school_year", "grade", "sex", "frl"]
    given = [
        (1, "1", "f", "yes"),
        (1, "1", "f", "yes"),
        (1, "2", "f", "yes"),
        (1, "3", "f", "no"),
        (1, "1", "m", "yes"),
        (1, "9", "f", "yes"),
        (2, "1", "f", "yes"),
    ]
    rows = [dict(zip(names, values, strict=True)) for values in given]
    found = [tuple(row.values()) for row in coarsened(rows, steps, 2)]
    assert found == [
        (1, "1", "f", "yes"),
        (1, "1", "f", "yes"),
        (1, "2-3", "f", "yes"),
        (1, "2-3", "f", "suppressed"),
        (1, "suppressed", "suppressed", "yes"),
        (1, "suppressed", "suppressed", "yes"),
    ]
    assert [tuple(row.values()) for row in rows] == given


def test_numbers_are_told_no_further_and_no_closer_than_the_policy_says() -> None:
    policy = {"analysis_score_limit": 3.0, "analysis_decimals": 2.0}
    told = [written(value, policy) for value in (3.01, -7.0, -0.001, 0.125, 1, True)]
    assert told == ["3.00", "-3.00", "0.00", "0.12", "1", "true"]
    assert written(None, policy) == ""
