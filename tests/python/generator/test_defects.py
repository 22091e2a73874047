"""Defects: the answer key says what stands in the files, and rules find it there."""

import csv
from collections import Counter

import defects_district
import pyarrow as pa
import pytest
from answer_key import BASES, not_as_described
from defects_rules import RULES, findings

from generator.defects import inject
from generator.defects.catalogue import CATALOGUE, SEVERITY, rates_of
from generator.output import Root
from generator.writers import sis

SHAPE = "defect_id code domain file row_key column original_value injected_value"
SHAPE = [*SHAPE.split(), "partner_key", "expected_check", "severity", "seed"]


def written(world, folder):
    """Write the sis files; the folder of the district."""
    with Root(folder) as root:
        root.write_all(sis.files(world), ["csv"])
    return folder / "sis" / world.name


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return written(defects_district.district("none"), tmp_path_factory.mktemp("clean"))


@pytest.fixture(
    scope="module", params=[("default", False), ("heavy", False), ("heavy", True)]
)
def injected(request, tmp_path_factory):
    """(world, folder of its files) with defects."""
    level, overlap = request.param
    world = defects_district.district(level, overlap=overlap)
    inject(world)
    return world, written(world, tmp_path_factory.mktemp("injected"))


def lines(world, name):
    return world.truth[name].to_pylist()


def test_every_code_is_there_and_the_key_has_its_shape(injected):
    world, _ = injected
    for name in ("defects", "hard_negatives"):
        assert world.truth[name].column_names == SHAPE
    rates = {row["code"]: row for row in lines(world, "defect_rates")}
    assert list(rates) == list(CATALOGUE)
    for code, row in rates.items():
        assert row["defects"] >= 1, code
        assert (row["hard_negatives"] >= 1) == (
            CATALOGUE[code].hard_negative is not None
        )
    for row in lines(world, "defects"):
        assert row["expected_check"] in CATALOGUE[row["code"]].rules
        assert row["severity"] == SEVERITY[row["expected_check"]]
        assert (row["domain"], row["seed"]) == (CATALOGUE[row["code"]].domain, "1")


def test_the_key_says_what_stands_in_the_files(injected, clean):
    world, folder = injected
    check_key(world, clean, folder)


def check_key(world, clean, folder):
    """Each line of the key describes the files."""
    key = lines(world, "defects") + lines(world, "hard_negatives")
    assert not_as_described(key, folder, clean) == []


def test_nothing_else_differs(injected, clean):
    world, folder = injected
    check_nothing_else(world, clean, folder)


def check_nothing_else(world, clean, folder):
    """Each line that differs is one that the key names."""
    named = {(r["file"], r["row_key"]): [] for r in lines(world, "defects")}
    named |= {(r["file"], r["row_key"]): [] for r in lines(world, "hard_negatives")}
    for row in lines(world, "defects") + lines(world, "hard_negatives"):
        if row["column"] != "*":
            named[row["file"], row["row_key"]].append(row)
    assert sorted(p.name for p in folder.iterdir()) == sorted(
        p.name for p in clean.iterdir()
    )
    for path in clean.iterdir():
        after = (folder / path.name).read_bytes().removeprefix(b"\xef\xbb\xbf")
        old = path.read_bytes().splitlines()
        new = after.replace(b"\r\n", b"\n").splitlines()
        is_same = old == new
        # The rows that both have stand in the same order.
        common = set(old) & set(new)
        assert [x for x in old if x in common] == list(
            dict.fromkeys(x for x in new if x in common)
        )
        gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
        assert bool(gone or come) != is_same
        header = old[0].decode()
        for line in come:
            key, row = keyed(path.stem, header, line)
            assert (path.name, key) in named, line
        for line in gone:
            key, row = keyed(path.stem, header, line)
            assert is_explained(path.name, key, row, named), line


def keyed(file, header, line):
    names = next(csv.reader([header]))
    row = dict(zip(names, next(csv.reader([line.decode()])), strict=True))
    return "|".join(row[name] for name in sis.layout()[file]["key"]), row


def is_explained(file, key, row, named):
    """Whether the key names the row, or names it by a key that was changed."""
    keys = sis.layout()[file.removesuffix(".csv")]["key"]
    if (file, key) in named:
        return True
    for (other, new_key), changes in named.items():
        if other == file and changes:
            old = dict(zip(keys, new_key.split("|"), strict=True))
            old |= {c["column"]: c["original_value"] for c in changes}
            if "|".join(old[name] for name in keys) == key:
                return True
    return False


def test_rules_find_every_defect_and_no_hard_negative(injected, clean):
    world, folder = injected
    fields = {subject: subject for subject in defects_district.SUBJECTS}
    assert findings(clean, defects_district.AS_OF, fields) == []
    found = set(findings(folder, defects_district.AS_OF, fields))
    expected, negatives = {}, {}
    for row in lines(world, "defect_entities"):
        place = row["rule_id"], row["entity_type"], row["entity_key"]
        if row["relation"] == "expected":
            expected.setdefault((row["rule_id"], row["defect_id"]), set()).add(place)
        elif row["relation"] == "hard_negative":
            negatives.setdefault(row["defect_id"], set()).add(place)
    if world.config.overlap:
        return  # one defect may hide another
    for (rule, defect), places in expected.items():
        if rule in RULES:
            assert places & found, (rule, defect, places)
    for negative, places in negatives.items():
        assert not places & found, (negative, places & found)
    if world.config.defects == "heavy":
        assert {rule for rule, _ in expected} >= set(RULES)


def test_entities_are_disjoint_unless_overlap_is_allowed(injected):
    world, _ = injected
    owners = Counter()
    for row in lines(world, "defect_entities"):
        if row["relation"] == "owner":
            owners[row["entity_type"], row["entity_key"]] += 1
    # Educators put into sections of others' fields may be put into several (D06).
    once = [o for o, n in owners.items() if n > 1 and not is_of_d06(world, o)]
    assert bool(once) == world.config.overlap


def is_of_d06(world, owner):
    kind, key = owner
    return {"D06"} == {
        row["code"]
        for row in lines(world, "defect_entities")
        if (row["entity_type"], row["entity_key"]) == (kind, key)
    }


def test_rates_and_switches():
    world = defects_district.district("default")
    inject(world, overrides={"D07": 0.1, "D04": 0})
    counts = {row["code"]: row["defects"] for row in lines(world, "defect_rates")}
    # 54 educators; 54 · 0.1 = 5.4
    assert (counts["D07"], counts["D04"]) == (5, 0)
    assert counts["D16"] == 24  # 47,920 attendance rows · 0.0005 = 23.96
    assert rates_of("heavy")["D07"] == pytest.approx(0.045)
    assert set(rates_of("none").values()) == {0}


def test_bases_are_the_rows_of_the_files(clean):
    world = defects_district.district("default")
    inject(world)
    bases = {row["code"]: row["base_rows"] for row in lines(world, "defect_rates")}
    number = {p.stem: p.read_bytes().count(b"\n") - 1 for p in clean.iterdir()}
    for code, files in BASES.items():
        assert bases[code] == sum(number[file] for file in files), code


def test_the_seed_decides():
    def key(seed):
        world = defects_district.district("default", seed=seed)
        inject(world)
        return world.truth["defects"].drop_columns("seed")

    assert key(1).equals(key(1))
    assert not key(1).equals(key(2))


def test_a_streamed_file_is_like_a_whole_one(tmp_path):
    """Large facts come in batches; where they are cut does not show."""
    streamed = ("attendance_daily", "assessment_results", "section_enrollments")
    folders = []
    for number, names in enumerate([(), streamed]):
        world = defects_district.district("heavy", streamed=names)
        inject(world, overrides={"D17": 0})
        folders.append(written(world, tmp_path / str(number)))
    for path in folders[0].iterdir():
        assert path.read_bytes() == (folders[1] / path.name).read_bytes(), path.name


def test_a_district_without_most_files():
    """What a defect needs and the extract lacks is left out."""
    world = defects_district.district("default")
    kept = ("students", "enrollments", "schools", "calendars", "terms")
    world.tables = {name: world.tables[name] for name in kept}
    world.batches = {}
    inject(world)
    codes = {row["code"] for row in lines(world, "defects")}
    assert codes == {"D02", "D09", "D10", "D13", "D17"}
    assert isinstance(world.truth["hard_negatives"], pa.Table)
