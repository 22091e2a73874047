"""`dbt docs generate --static` gives one offline page with the whole lineage."""

import json
import re

import pytest
from conftest import REPO, copy_of, dbt, query, target_of


@pytest.fixture(scope="module")
def target(example_warehouse, tmp_path_factory):
    """What the command leaves beside a copy: others read the state of the build."""
    warehouse = copy_of(example_warehouse, tmp_path_factory.mktemp("docs"))
    dbt(
        "docs generate --static",
        warehouse=warehouse,
        check=True,
        DBT_WRITE_JSON="true",
    )
    return target_of(warehouse)


@pytest.fixture(scope="module")
def page(target):
    return (target / "static_index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def manifest(target):
    return json.loads((target / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def catalog(target):
    return json.loads((target / "catalog.json").read_text(encoding="utf-8"))


def is_published(node):
    return node["resource_type"] == "model" and node["config"]["access"] == "public"


def ancestors(manifest, unique_id):
    found, waiting = set(), [unique_id]
    while waiting:
        for parent in manifest["parent_map"][waiting.pop()]:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def test_page_loads_nothing_from_elsewhere(page):
    loaded = re.findall(
        r"<(?:script|link|img)[^>]*(?:src|href)=[\"']?([^\"'\s>]+)", page
    )
    assert [url for url in loaded if url.startswith(("http", "//"))] == []


def test_page_holds_manifest_and_catalog(page, manifest):
    for node in manifest["nodes"].values():
        if is_published(node):
            assert node["unique_id"] in page
    for exposure in manifest["exposures"]:
        assert exposure in page


def test_every_column_of_a_mart_is_described(manifest, catalog):
    bare = []
    for unique_id, node in manifest["nodes"].items():
        if is_published(node):
            for column in catalog["nodes"][unique_id]["columns"]:
                described = node["columns"].get(column, {}).get("description", "")
                if not described.strip():
                    bare.append(f"{node['name']}.{column}")
    assert bare == []


def test_lineage_runs_from_file_to_report(manifest):
    read = set()
    for exposure in manifest["exposures"]:
        read |= ancestors(manifest, exposure)
    assert sorted(set(manifest["sources"]) - read) == []


def test_every_analysis_runs(target, example_warehouse):
    analyses = list((target / "compiled/schoolhouse/analyses").glob("*.sql"))
    assert len(analyses) == len(list((REPO / "analyses").glob("*.sql")))
    for path in analyses:
        query(example_warehouse, path.read_text(encoding="utf-8"))


def test_every_metric_stands_between_its_marts_and_its_reports(manifest):
    alone = {}
    for unique_id, metric in manifest["metrics"].items():
        if metric["type"] != "ratio":
            continue
        above = ancestors(manifest, unique_id)
        has_model = f"model.schoolhouse.met_{metric['name']}" in above
        has_marts = any(".district__" in node for node in above)
        reports = [
            child
            for child in manifest["child_map"][unique_id]
            if child.startswith("exposure.")
        ]
        if not (has_model and has_marts and reports):
            alone[metric["name"]] = (has_model, has_marts, reports)
    assert alone == {}


def test_ratings_come_from_the_register_of_schools(manifest):
    view = "model.schoolhouse.platform__metric_rag"
    assert manifest["nodes"][view]["alias"] == "MetricRAG"
    assert "source.schoolhouse.dfe.gias" in ancestors(manifest, view)
