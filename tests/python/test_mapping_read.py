"""mapping.yml as it is read: mistakes, the files that it claims, the templates."""

import pytest
from conftest import REPO
from edstats.landing.claims import claim_files
from edstats.landing.contracts import canonical_columns, read_contracts
from edstats.landing.mapping import read_mapping

CATALOGUE = {
    "students": {"student_id": None, "birth_date": "date", "sex": None},
    "schools": {"school_id": None},
}
TEMPLATES = sorted((REPO / "examples/mappings").glob("*.yml"))
BROKEN = {
    "no-yaml": ("students: [", "cannot be read as YAML"),
    "empty": ("", "it is empty"),
    "list": ("- students\n", "names with values are expected"),
    "file": ("pupils: {file: a.csv}\n", "line 1, pupils: there is no such canonical"),
    "key": ("students: {files: a.csv}\n", "unknown key 'files'; allowed are: file, co"),
    "pattern": ("students: {columns: {sex: S}}\n", "students: the key file is missing"),
    "outside": ("students: {file: ../a.csv}\n", "below the district's folder"),
    "column": (
        "students:\n  file: a.csv\n  columns:\n    gender: S\n",
        "line 4, students.columns: there is no canonical column 'gender'; there are:"
        " student_id,",
    ),
    "constant": ("students: {file: a, constants: {x: 1}}\n", "no canonical column 'x'"),
    "value": ("students: {file: a, values: {x: {a: b}}}\n", "no canonical column 'x'"),
    "values": ("students: {file: a, values: {sex: F}}\n", "students.values.sex: names"),
    "twice": ("students: {file: a}\nstudents: {file: b}\n", "'students' stands here"),
    "both": (
        "students: {file: a, columns: {sex: S}, constants: {sex: F}}\n",
        "sex stands under columns and under constants",
    ),
    "date": ("students: {file: a, date_format: MM/DD/YYYY}\n", "is no date format"),
    "part": ('students: {file: a, date_format: "%m/%d/%Q"}\n', "is no date format"),
    "delimiter": ("students: {file: a, delimiter: ','}\n", "comma, tab, semicolon, pi"),
    "last": ("students: {file: a, last_day: sex}\n", "no canonical column 'sex'"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_mistake_is_named_with_its_place_and_what_is_allowed(text, message):
    mapping = read_mapping(text, CATALOGUE)
    (problem,) = mapping.problems
    assert message in problem
    assert mapping.entries == []


def test_one_mistake_does_not_hide_another():
    text = (
        "students: {file: a, columns: {x: S}}\npupils: {file: b}\nschools: {file: c}\n"
    )
    mapping = read_mapping(text, CATALOGUE)
    assert len(mapping.problems) == 2
    assert [entry.canonical_file for entry in mapping.entries] == ["schools"]


def claimed(text, *names):
    mapping = read_mapping(text, CATALOGUE)
    assert mapping.problems == []
    claims, problems, unmatched = claim_files(
        mapping.entries, "sis/d/", [f"sis/d/{name}" for name in names]
    )
    pairs = [(entry.canonical_file, name) for entry, name in claims]
    return pairs, problems, [entry.pattern for entry in unmatched]


def test_patterns_hold_in_the_folder_and_in_those_of_changes():
    text = "students: {file: 'P*.csv'}\n"
    names = ["P1.csv", "p2.csv", "x/P3.csv", "deltas/2026-01-02/P4.csv", "P.txt"]
    pairs, problems, unmatched = claimed(text, *names)
    assert [name for _, name in pairs] == [
        "sis/d/P1.csv",
        "sis/d/deltas/2026-01-02/P4.csv",
    ]
    assert (problems, unmatched) == ([], [])


def test_brackets_in_a_pattern_are_brackets():
    pairs, _, _ = claimed("students: {file: 'P [1].csv'}\n", "P [1].csv", "P 1.csv")
    assert [name for _, name in pairs] == ["sis/d/P [1].csv"]


def test_one_export_feeds_two_canonical_files_under_the_same_pattern():
    text = "students: {file: P.csv}\nschools: {file: P.csv}\n"
    pairs, problems, _ = claimed(text, "P.csv")
    assert [name for name, _ in pairs] == ["students", "schools"]
    assert problems == []


def test_different_patterns_for_one_file_overlap():
    text = "students: {file: 'P*.csv'}\nschools: {file: P.csv}\n"
    pairs, (problem,), _ = claimed(text, "P.csv", "P1.csv")
    assert pairs == [("students", "sis/d/P1.csv")]
    assert (
        "students and schools both claim P.csv, as 'P*.csv' and as 'P.csv'" in problem
    )


def test_two_entries_for_one_canonical_file_need_where():
    text = "students:\n  - {file: P.csv, columns: {sex: A}}\n  - {file: P.csv}\n"
    _, (problem,), _ = claimed(text, "P.csv")
    assert "students (entry 1) and students (entry 2) both claim P.csv" in problem
    text = text.replace("{file: P.csv", "{where: {A: x}, file: P.csv")
    assert claimed(text, "P.csv")[1] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_is_a_sound_mapping(path):
    contracts = read_contracts("sis")
    mapping = read_mapping(
        path.read_text(encoding="utf-8"), canonical_columns(contracts)
    )
    assert mapping.problems == []
    fed = {entry.canonical_file for entry in mapping.entries}
    assert {"schools", "students", "enrollments", "attendance_daily"} <= fed
    for entry in mapping.entries:
        given = {c for c, theirs in entry.settings["columns"].items() if any(theirs)}
        given |= entry.settings["constants"].keys()
        meta = contracts[entry.canonical_file]
        missing = {*meta["key"], *meta.get("required", [])} - given
        assert missing == set(), f"{path.stem}, {entry.settings['label']}"


def test_there_is_a_template_for_each_of_the_four_systems():
    names = [path.stem for path in TEMPLATES]
    assert names == ["aeries", "infinite_campus", "powerschool", "skyward"]
