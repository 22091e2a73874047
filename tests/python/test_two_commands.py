"""`make run` in a clone, with an empty home and no activated environment; and again,
while somebody reads: who does never waits for a build and never disturbs one.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import (
    WITHOUT_UNIT_TESTS,
    Clone,
    differing_tables,
    environment,
    query,
)
from naive_programs import block_difference, participants, pre_and_post
from naive_scores_and_staff import covered_posts, scores
from naive_student_years import days, full_years, services
from public_tables import NAMES, counted_twice, latest_cells, latest_rows
from table_attacker import Attack, found_out
from test_analysis_file import assert_is_de_identified

from reporting.analysis_file import write_analysis_file
from reporting.brief.check import page_count, text_of
from reporting.brief.findings import sentences
from reporting.evaluate import report_of
from reporting.evaluate_district import evaluate_district

Done = subprocess.CompletedProcess

# modules naive_<family>, whose metrics() gives what met_values has and should have
METRIC_FAMILIES = [
    "attainment",
    "attendance",
    "completion",
    "conduct",
    "equity",
    "risk",
    "staffing",
]

# Reopens the file every 100 ms until its standard input closes, then tells what it saw.
READER = """
import json, os, select, sys
import duckdb
path, reads, failures, generations = sys.argv[1], 0, [], set()
print("reading", flush=True)
while not select.select([sys.stdin], [], [], 0.1)[0]:
    try:
        with duckdb.connect(path, read_only=True) as connection:
            generations.add(os.stat(path).st_ino)
            for (table,) in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'district'"
            ).fetchall():
                connection.execute(f"select count(*) from district.{table}").fetchall()
        reads += 1
    except Exception as error:
        failures.append(str(error))
json.dump({"reads": reads, "failures": failures, "files": len(generations)}, sys.stdout)
"""


def test_make_run_builds_and_says_what_and_where(first_run: Done, clone: Clone) -> None:
    assert first_run.returncode == 0, first_run.stdout + first_run.stderr
    said = first_run.stdout
    assert "data/raw has no files: generating preset tiny" in said
    last_screen = said[said.index("Built and published") :]
    assert len(last_screen.splitlines()) <= 24
    for schema in ("district", "reports"):
        assert f"  {schema} " in last_screen
    assert re.search(r"grade [A-F], score [\d.]+; [\d,]+ open issues", last_screen)
    for path in (
        "warehouse/out/schoolhouse.duckdb",
        "warehouse/schoolhouse.duckdb",
        "reports/data_quality_report.html",
        "reports/landing_report.html",
        "reports/engagement.html",
        "reports/policy_brief.pdf",
    ):
        assert path in last_screen
        assert (clone.root / path).exists()
    assert not list(clone.home.iterdir()), "nothing is written into the home folder"


def test_the_brief_says_what_each_design_allows(first_run: Done, clone: Clone) -> None:
    assert first_run.returncode == 0
    pdf = (clone.root / "reports/policy_brief.pdf").read_bytes()
    assert page_count(pdf) == 2
    said = " ".join(text_of(pdf).split())
    # the naive change of tutoring, beside what its design finds
    assert "Warning: do not read the change of those served" in said
    for question in ("improving", "gaps", "attendance", "staffing", "programs"):
        missing = sentences()["questions"][question]["missing"]
        assert " ".join(missing.split()) not in said


def test_the_report_is_held_against_the_answer_key(
    first_run: Done, clone: Clone
) -> None:
    assert first_run.returncode == 0
    report = json.loads((clone.root / "reports/data_quality_report.json").read_text())
    assert report["evaluation"]["against_answer_key"] is True
    assert {"STF-007", "ENR-014"} <= {
        rule["rule_id"] for rule in report["evaluation"]["rules"] if rule["found"]
    }


def test_the_rules_find_what_was_injected_and_nothing_else(
    first_run: Done, clone: Clone
) -> None:
    found = evaluate_district(clone.warehouse, clone.root / "data" / "truth")
    report = report_of([found], clean=None, preset="tiny", seeds=[1])
    assert report["failures"] == [], report["missed"] | report["false"]
    assert min(row["injected"] for row in report["codes"]) > 0


def test_scores_that_count_are_those_of_a_count_by_hand(
    first_run: Done, clone: Clone
) -> None:
    (folder,) = (clone.root / "data/raw/sis").iterdir()
    expected = scores(folder)
    found = {
        result_id: (valid, picked, z)
        for result_id, valid, picked, z in query(
            clone.warehouse,
            "select result_id, is_valid_score, is_picked, norm_z"
            " from district.fct_assessment_results",
        )
    }
    assert found.keys() == expected.keys()
    differing = [
        result_id
        for result_id, (valid, picked, z) in found.items()
        if (valid, picked, z and pytest.approx(z, rel=1e-9)) != expected[result_id]
    ]
    assert differing == []
    assert {valid for valid, _, _ in expected.values()} == {True, False}


def test_covered_posts_are_those_of_a_count_by_hand(
    first_run: Done, clone: Clone
) -> None:
    raw = clone.root / "data" / "raw"
    as_of = json.loads((raw / "_manifest.json").read_text())["as_of_date"]
    (folder,) = (raw / "sis").iterdir()
    expected = covered_posts(folder, date.fromisoformat(as_of))
    found = query(
        clone.warehouse,
        "select assignment_id, school_year, is_covered, section_count,"
        " covered_section_count"
        " from intermediate.int_district__assignments_covered",
    )
    assert {(post, year): tuple(rest) for post, year, *rest in found} == expected
    assert {covered for covered, *_ in expected.values()} >= {True, False}


def test_programmes_are_evaluated_as_by_hand(first_run: Done, clone: Clone) -> None:
    (folder,) = (clone.root / "data/raw/sis").iterdir()
    expected, served = pre_and_post(folder), participants(folder)
    found = query(
        clone.warehouse,
        """
        select program_id, student_id, unit, pre_value, post_value, is_served
        from intermediate.int_district__program_subjects
        inner join district.dim_programs using (program_key)
        inner join district.dim_students using (student_key)
        """,
    )
    assert len(found) > 1_000
    differing = [
        (program, student)
        for program, student, unit, *values, is_served in found
        if is_served != ((program, student) in served)
        or (
            unit == "norm_sd"
            and values
            != [
                value if value is None else pytest.approx(value, rel=1e-9)
                for value in expected[program, student]
            ]
        )
    ]
    assert differing == []
    drawn = query(
        clone.warehouse,
        """
        select school_key, is_assigned, post_value
        from intermediate.int_district__program_subjects
        where assignment = 'randomised' and post_value is not null
        """,
    )
    ((estimate, students),) = query(
        clone.warehouse,
        "select estimate, n_treated + n_comparison from district.fct_program_effects"
        " where design = 'randomised' and is_headline",
    )
    assert estimate == pytest.approx(block_difference(drawn), rel=1e-8)
    assert students == len(drawn)


@pytest.mark.parametrize("count", [days, full_years, services])
def test_student_years_are_those_of_a_count_by_hand(
    first_run: Done, clone: Clone, count: Callable[..., tuple[dict, dict]]
) -> None:
    raw = clone.root / "data" / "raw"
    as_of = json.loads((raw / "_manifest.json").read_text())["as_of_date"]
    (folder,) = (raw / "sis").iterdir()
    found, expected = count(folder, date.fromisoformat(as_of), clone.warehouse)
    assert found == expected


@pytest.mark.parametrize("family", METRIC_FAMILIES)
def test_metrics_are_those_of_a_count_by_hand(
    first_run: Done, clone: Clone, family: str
) -> None:
    raw = clone.root / "data" / "raw"
    as_of = json.loads((raw / "_manifest.json").read_text())["as_of_date"]
    (folder,) = (raw / "sis").iterdir()
    count = importlib.import_module(f"naive_{family}").metrics
    found, expected = count(folder, date.fromisoformat(as_of), clone.warehouse)
    assert found.keys() == expected.keys()
    assert found
    differing = {
        key: (figures, expected[key])
        for key, figures in found.items()
        if not all(
            one == other or (one is not None and one == pytest.approx(other, 1e-8))
            for one, other in zip(figures, expected[key], strict=True)
        )
    }
    assert differing == {}


@pytest.mark.parametrize(
    ("table", "measure"),
    [
        ("enrollment", "enrollment"),
        ("attendance", "chronic_absence"),
        ("graduation", "graduation"),
        ("proficiency", "proficiency_mathematics"),
    ],
)
def test_nobody_is_found_out_by_the_published_groups(
    first_run: Done, clone: Clone, table: str, measure: str
) -> None:
    published = clone.out / "public" / f"rpt_public__{table}_by_subgroup.parquet"
    cells = latest_cells(clone.warehouse, measure)
    rows = latest_rows(clone.warehouse, published, measure)
    assert {tuple(row[name] for name in NAMES) for row in rows} == cells.keys()
    for row in rows:
        events, students = cells[tuple(row[name] for name in NAMES)]
        assert row["denominator"] in (None, students)
        assert row["numerator"] in (None, events)
        assert students >= 10 or row["denominator"] is None
    assert any(row["denominator"] is not None for row in rows)
    known = [] if table == "enrollment" else counted_twice(cells)
    assert found_out(Attack(rows + known, NAMES, below=10), width=3) == {}


def test_the_analysis_file_tells_of_nobody(
    first_run: Done, clone: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "SCHOOLHOUSE_KEY_SALT is not set" in first_run.stdout
    assert not (clone.root / "reports" / "analysis_file").exists()
    monkeypatch.setenv("SCHOOLHOUSE_KEY_SALT", "of this test")
    write_analysis_file(clone.warehouse, clone.root / "target", tmp_path)
    assert_is_de_identified(clone.warehouse, tmp_path)


def test_the_generated_files_are_those_of_the_manifest(
    first_run: Done, clone: Clone
) -> None:
    raw = clone.root / "data" / "raw"
    manifest = json.loads((raw / "_manifest.json").read_text())
    assert manifest["synthetic"] is True
    for file in manifest["files"]:
        content = (raw / file["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
    assert not raw.with_name("raw.unfinished").exists()


@pytest.fixture(scope="module")
def second_run(
    clone: Clone,
    first_run: Done,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Done, dict, Path]:
    """`make run` into no warehouse again, while somebody reads what is published.

    With what the reader saw, and the warehouse of the first run.
    """
    assert first_run.returncode == 0, first_run.stdout + first_run.stderr
    before = tmp_path_factory.mktemp("first_run") / clone.warehouse.name
    shutil.move(clone.warehouse, before)
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(clone.out / "schoolhouse.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as reader:
        assert reader.stdout.readline() == "reading\n"
        done = clone.make("run", **WITHOUT_UNIT_TESTS)
        seen, _ = reader.communicate()
    return done, json.loads(seen), before


def test_no_read_fails_during_a_build_and_a_publish(second_run: tuple) -> None:
    _, seen, _ = second_run
    assert seen["failures"] == []
    assert seen["reads"] > 100
    assert seen["files"] == 2, "the reader saw the file before and the one after"


def test_readers_do_not_block_the_build(second_run: tuple) -> None:
    done, _, _ = second_run
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_second_run_does_not_install_again(second_run: tuple) -> None:
    done, _, _ = second_run
    assert "Installing" not in done.stdout


def test_two_builds_of_the_same_files_give_the_same_tables(
    second_run: tuple, clone: Clone
) -> None:
    _, _, before = second_run
    assert differing_tables(clone.warehouse, before) == {}


def test_packages_are_installed_again_when_the_lock_changes(clone: Clone) -> None:
    assert "pip install" not in clone.make("-n", "run").stdout
    lock = clone.root / "requirements.lock"
    before = lock.stat()
    os.utime(
        lock, (before.st_atime, (clone.root / ".venv/.installed").stat().st_mtime + 9)
    )
    try:
        assert "pip install" in clone.make("-n", "run").stdout
    finally:
        os.utime(lock, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_an_unfit_python_is_named(clone: Clone) -> None:
    done = clone.make("-B", ".venv/.installed", "PYTHON=/bin/true-python")
    assert done.returncode != 0
    assert "Schoolhouse needs Python 3.11, 3.12, 3.13 or 3.14" in done.stderr


def test_a_wrong_raw_folder_is_named(clone: Clone) -> None:
    done = clone.make("run", SCHOOLHOUSE_RAW="no/such/folder")
    assert done.returncode != 0
    assert "SCHOOLHOUSE_RAW is no/such/folder, and that is no folder" in done.stderr


def test_a_failed_build_publishes_nothing(
    first_run: Done,
    clone: Clone,
    tmp_path: Path,
) -> None:
    raw = tmp_path / "raw"
    (raw / "oneroster" / "oak").mkdir(parents=True)
    (raw / "oneroster" / "oak" / "package.zip").write_bytes(b"no zip")
    warehouse = tmp_path / "oak.duckdb"
    done = clone.make(
        "run",
        SCHOOLHOUSE_RAW=str(raw),
        SCHOOLHOUSE_WAREHOUSE=str(warehouse),
        **WITHOUT_UNIT_TESTS,
    )
    assert done.returncode != 0
    assert "nothing was published" in done.stdout
    assert "oneroster/oak" in done.stdout
    assert not (tmp_path / "out").exists()
    # everything else was built, and the report names what is blocked
    assert query(warehouse, "select count(*) from district.dim_students") == [(0,)]
    report = json.loads((clone.root / "reports" / "landing_report.json").read_text())
    assert report["sources"][0]["district_id"] == "oak"
    assert report["sources"][0]["blocked"]
    quality = json.loads((clone.root / "reports/data_quality_report.json").read_text())
    assert quality["summary"]["gate"] == "failed"
    assert quality["blocked_sources"][0]["district_id"] == "oak"
