"""The project keeps its own rules, and every rule can fail."""

import copy
import csv
import importlib.util
import json
import re

import pytest
from conftest import REPO, target_of

spec = importlib.util.spec_from_file_location("rules", REPO / ".ci/project_rules.py")
rules = importlib.util.module_from_spec(spec)
spec.loader.exec_module(rules)

STUDENTS = "model.schoolhouse.district__dim_students"
LANDING = "model.schoolhouse.raw_clever__students"


@pytest.fixture(scope="module")
def manifest(example_warehouse):
    path = target_of(example_warehouse) / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_project_keeps_its_rules(manifest):
    assert rules.breaches(manifest) == []


def test_every_rule_id_is_in_the_catalogue():
    with open(
        REPO / "seeds/quality/dq_rules.csv", newline="", encoding="utf-8"
    ) as file:
        catalogue = {row["rule_id"] for row in csv.DictReader(file)}
    used = {}
    for folder in ("models", "macros", "python_models"):
        for path in (REPO / folder).rglob("*"):
            if path.suffix in (".sql", ".py"):
                for rule in re.findall(r"['\"]([A-Z]{3}-\d{3})['\"]", path.read_text()):
                    used[rule] = path.name
    assert len(used) > 20
    assert {rule: name for rule, name in used.items() if rule not in catalogue} == {}


def break_name(manifest):
    manifest["nodes"][STUDENTS]["name"] = "students"


def break_yml(manifest):
    manifest["nodes"][STUDENTS]["patch_path"] = "schoolhouse://models/schema.yml"


def break_grain(manifest):
    manifest["nodes"][STUDENTS]["description"] = "Students of the district."


def break_description(manifest):
    columns = manifest["nodes"][STUDENTS]["columns"]
    next(iter(columns.values()))["description"] = " "


def break_contract(manifest):
    manifest["nodes"][STUDENTS]["config"]["contract"]["enforced"] = False


def break_key(manifest):
    node = manifest["nodes"][STUDENTS]
    node["constraints"] = []
    for column in node["columns"].values():
        column["constraints"] = []
    for test in manifest["nodes"].values():
        if test.get("attached_node") == STUDENTS:
            test["test_metadata"] = {"name": "not_empty"}


def break_sources(manifest):
    parents = manifest["nodes"][STUDENTS]["depends_on"]["nodes"]
    parents.append("source.schoolhouse.clever.students")


def break_references(manifest):
    code = "select * from district.dim_schools"
    manifest["nodes"][STUDENTS]["raw_code"] = code


def break_exposure(manifest):
    for exposure in manifest["exposures"].values():
        parents = exposure["depends_on"]["nodes"]
        exposure["depends_on"]["nodes"] = [p for p in parents if p != STUDENTS]


def break_tag(manifest):
    column = manifest["nodes"][STUDENTS]["columns"]["last_name"]
    column["config"]["meta"] = {}


def break_list(manifest):
    renamed = copy.deepcopy(manifest["nodes"][LANDING])
    renamed["name"] = "raw_clever__buses"
    manifest["nodes"]["model.schoolhouse.raw_clever__buses"] = renamed


def break_rule_models(manifest):
    macro = manifest["macros"]["macro.schoolhouse.rule_models"]
    macro["macro_sql"] = macro["macro_sql"].replace("'dq_students__id_reused',", "")


def break_metric(manifest):
    del manifest["metrics"]["metric.schoolhouse.enrollment"]


def break_macro(manifest):
    manifest["macros"]["macro.schoolhouse.clean_text"]["description"] = ""


def break_severity(manifest):
    test = next(n for n in manifest["nodes"].values() if n["resource_type"] == "test")
    test["config"]["severity"] = "warn"


@pytest.mark.parametrize(
    ("rule", "breach"),
    [
        (rules.names_follow_folders, break_name),
        (rules.one_yml_per_model, break_yml),
        (rules.grain_comes_first, break_grain),
        (rules.columns_are_described, break_description),
        (rules.marts_have_contracts, break_contract),
        (rules.models_have_a_key, break_key),
        (rules.only_landing_reads_sources, break_sources),
        (rules.relations_are_references, break_references),
        (rules.published_has_an_exposure, break_exposure),
        (rules.personal_columns_are_tagged, break_tag),
        (rules.landed_entities_are_complete, break_list),
        (rules.rule_models_are_listed, break_rule_models),
        (rules.metrics_are_one_to_one, break_metric),
        (rules.macros_are_described, break_macro),
        (rules.tests_never_only_warn, break_severity),
    ],
    ids=lambda value: value.__name__,
)
def test_each_rule_finds_its_breach(manifest, rule, breach):
    doctored = copy.deepcopy(manifest)
    breach(doctored)
    assert list(rule(doctored)), f"{rule.__name__} did not see {breach.__name__}"


def test_every_rule_has_a_breach():
    marks = test_each_rule_finds_its_breach.pytestmark
    tried = {case[0] for mark in marks for case in mark.args[1]}
    assert tried == set(rules.RULES)
