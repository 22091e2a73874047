"""Every rule of the catalogue finds what it should, where it should, and nothing else.

Each module `district_<area>.py` holds a small district made by hand: `FILES` (CSV text
by file of the canonical extract, or of the roster that `SOURCE` names), `EXPECTED`
(rule: every entity that it has to name) and `NEAR_MISSES` (rule: entities of the files
that look alike and are legal). All districts are built at once. An entity is named by
its ids, as in the answer key.
"""

from __future__ import annotations

import csv
import importlib
import json
import re
from pathlib import Path

import pytest
from conftest import REPO, dbt, query
from sis_district import write_file

from generator.defects.findings import natural_key

AS_OF = "2026-03-02"
# school finance, phone programmes, and what the shape of files tells, have their own
OTHER_TESTS = (
    "bad_input_files.py",
    "bad_input_rows.py",
    "bad_input_values.py",
    "test_bad_inputs.py",
    "test_mapping.py",
    "test_marts.py",
    "test_oneroster.py",
    "benchmarking/test_benchmarking_bad_inputs.py",
    "benchmarking/test_budget_forecasts.py",
    "benchmarking/test_characteristics.py",
    "benchmarking/test_dfe_landing.py",
    "benchmarking/test_dfe_staging.py",
    "benchmarking/test_finances.py",
    "benchmarking/test_user_runs.py",
    "engagement/test_engagement_rules.py",
    "test_landing_text.py",
    "quality/test_expectations.py",
    "quality/test_flow.py",
)
HERE = Path(__file__).parent
DISTRICTS = {
    path.stem: importlib.import_module(path.stem)
    for path in sorted(HERE.glob("district_*.py"))
}
CASES = [(name, rule) for name, module in DISTRICTS.items() for rule in module.EXPECTED]


@pytest.fixture(scope="module")
def findings(tmp_path_factory) -> dict[tuple[str, str], list[str]]:
    """(district, rule): the natural keys that were found, a key as often as found."""
    raw = tmp_path_factory.mktemp("raw")
    for module in DISTRICTS.values():
        for name, text in module.FILES.items():
            folder = raw / getattr(module, "SOURCE", "sis") / module.DISTRICT
            write_file(folder / f"{name}.csv", text)
    (raw / "_manifest.json").write_text(
        json.dumps({"as_of_date": AS_OF, "synthetic": True}), encoding="utf-8"
    )
    warehouse = tmp_path_factory.mktemp("warehouse") / "schoolhouse.duckdb"
    dbt(
        "build --select +quality__fct_dq_violations"
        " --exclude resource_type:test resource_type:unit_test",
        raw=raw,
        warehouse=warehouse,
        check=True,
    )
    expected = {(DISTRICTS[name].DISTRICT, rule) for name, rule in CASES}
    found: dict[tuple[str, str], list[str]] = {}
    for district, rule, entity_type, evidence in query(
        warehouse,
        "select district_id, rule_id, entity_type, evidence"
        " from quality.fct_dq_violations where engine = 'sql'",
    ):
        if (district, rule) in expected:
            key = natural_key(entity_type, evidence)
            found.setdefault((district, rule), []).append(key)
    return found


@pytest.mark.parametrize(("name", "rule"), CASES)
def test_the_rule_finds_these_and_no_others(findings, name, rule):
    district = DISTRICTS[name]
    found = findings.get((district.DISTRICT, rule), [])
    assert sorted(found) == sorted(district.EXPECTED[rule])
    assert district.EXPECTED[rule], "a rule without a violating row proves nothing"
    assert not set(found) & set(district.NEAR_MISSES[rule])


@pytest.mark.parametrize("name", DISTRICTS)
def test_every_near_miss_is_in_the_files(name):
    district = DISTRICTS[name]
    for rule, keys in district.NEAR_MISSES.items():
        assert keys, f"{rule} has no clean row"
        for key in keys:
            ids = key.split("|")
            holds = [
                line
                for text in district.FILES.values()
                for line in text.splitlines()
                if all(part in line.split(",") for part in ids)
            ]
            assert holds, f"{rule}: {key} is nowhere in the files"


def test_every_rule_of_the_catalogue_has_a_case():
    with open(
        REPO / "seeds/quality/dq_rules.csv", newline="", encoding="utf-8"
    ) as file:
        catalogue = {
            row["rule_id"] for row in csv.DictReader(file) if not row["retired_in"]
        }
    elsewhere = "".join(
        (HERE.parent / name).read_text(encoding="utf-8") for name in OTHER_TESTS
    )
    covered = {rule for _, rule in CASES}
    covered |= set(re.findall(r"\b[A-Z]{3}-\d{3}\b", elsewhere))
    assert catalogue - covered == set()
    assert len(catalogue) >= 80
