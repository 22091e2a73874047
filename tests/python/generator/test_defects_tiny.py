"""Defects in a district as the generator makes it, preset tiny."""

import csv
from pathlib import Path

import pyarrow as pa
import pytest
from answer_key import miscounted, rows_not_explained
from defects_rules import RULES, findings
from test_defects import check_key, check_nothing_else, written

from generator import district as district_package
from generator.defects import inject
from generator.defects.catalogue import rates_of
from generator.defects.evaluate import evaluate
from generator.defects.family import IN_FILE, parents_of
from generator.district.build import build_district
from generator.district.parameters import parameters
from generator.resolve import resolve

AS_OF = "2026-05-29"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """(world with defects, folder of its clean files, folder of its files)."""
    config, _ = resolve({"preset": "tiny", "defects": "default"})
    world = build_district(config)
    clean = written(world, tmp_path_factory.mktemp("clean"))
    inject(world)
    return world, clean, written(world, tmp_path_factory.mktemp("injected"))


def test_the_key_is_in_the_files_and_nothing_else_differs(tiny):
    world, clean, folder = tiny
    check_key(world, clean, folder)
    check_nothing_else(world, clean, folder)


def test_plain_rules_find_all_of_it_and_nothing_else(tiny):
    world, clean, folder = tiny
    assert findings(clean, AS_OF, fields()) == []
    found = findings(folder, AS_OF, fields())
    parents = parents_of(found, {file: whole(world, file) for _, file, *_ in IN_FILE})
    by_rule, _ = evaluate(found, world.truth["defect_entities"], parents)
    for rule in RULES:
        score = by_rule[rule]
        if score["injected"]:
            assert (score["precision"], score["recall"]) == (1, 1), (rule, score)
        assert score["negatives_hit"] == 0, rule


def test_every_code_is_injected_at_its_rate(tiny):
    world, clean, folder = tiny
    names = ("defects", "hard_negatives", "defect_rates")
    truth = {name: world.truth[name].to_pylist() for name in names}
    before, after = (rows_by_file(files) for files in (clean, folder))
    assert miscounted(truth, rates_of("default"), before) == []
    key = truth["defects"] + truth["hard_negatives"]
    assert rows_not_explained(key, after, before) == []


def rows_by_file(folder):
    """File without .csv -> number of rows; no cell of ours has a line end."""
    return {path.stem: path.read_bytes().count(b"\n") - 1 for path in folder.iterdir()}


def test_tables_keep_their_types(tiny):
    """Writers of other rosters compute with dates and numbers."""
    world, _, _ = tiny
    config, _ = resolve({"preset": "tiny", "defects": "none"})
    clean = build_district(config)
    for name, table in clean.tables.items():
        assert whole(world, name).schema.equals(table.schema), name


def whole(world, name):
    """The table of a file that may be streamed."""
    if name in world.tables:
        return world.tables[name]
    return pa.Table.from_batches(world.batches[name]())


def fields():
    """{course_id: area of its certificate}, as the generator's catalogue has it."""
    areas = parameters("staff")["certificates"]["areas"]
    path = Path(district_package.__path__[0]) / "parameters" / "courses.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["course_id"]: areas[row["area"]]["name"] for row in csv.DictReader(file)
        }
