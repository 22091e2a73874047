"""The files of the next school day, from canonical files written by hand."""

import json

import numpy as np
import pyarrow.csv
import pytest
import small_roster
from roster_folders import written

from generator import deltas
from generator.settings import BadOption
from generator.writers import sis

FIRST, SECOND = "2026-03-04", "2026-03-05"


def extract(root, as_of="2026-03-02", seed=7, **changes):
    """A raw root with the canonical files and a manifest."""
    written(sis.files(small_roster.world(**changes)), root)
    manifest = {"as_of_date": as_of, "seed": seed, "files": [], "synthetic": True}
    (root / "_manifest.json").write_text(json.dumps(manifest))
    return root


def delta(root, day):
    """File name -> rows of a delta folder, dicts of texts."""
    folder = root / "sis" / "quail_hollow" / "deltas" / day
    found = {}
    for path in sorted(folder.iterdir()):
        names = path.read_text("utf-8").splitlines()[0].split(",")
        options = pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pyarrow.string()),
            strings_can_be_null=True,
            null_values=[""],
        )
        table = pyarrow.csv.read_csv(path, convert_options=options)
        found[path.stem] = table.to_pylist()
    return found


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    made = extract(tmp_path_factory.mktemp("raw"))
    list(deltas.write_deltas(made, days=2))
    return made


@pytest.fixture(scope="module")
def first(root):
    return delta(root, FIRST)


def test_the_next_school_day_of_the_calendar(root):
    # 3 March is a staff day
    folders = sorted(p.name for p in (root / "sis/quail_hollow/deltas").iterdir())
    assert folders == [FIRST, SECOND]


def test_same_columns_and_deleted(root, first):
    for name, rows in first.items():
        assert list(rows[0]) == [*sis.columns_of(name), "_deleted"]
        assert {row["_deleted"] for row in rows} <= {"true", "false"}


def test_somebody_comes_with_everything_that_belongs_to_a_student(first):
    (student,) = first["students"]
    assert student["student_id"] not in {"S1", "S2", "S3", "S4", "S5"}
    (spell,) = [row for row in first["enrollments"] if row["entry_date"] == FIRST]
    assert spell["student_id"] == student["student_id"]
    assert (spell["exit_date"], spell["enrollment_status"]) == (None, "enrolled")
    members = [
        row
        for row in first["section_enrollments"]
        if row["student_id"] == student["student_id"]
    ]
    assert members
    assert {(m["begin_date"], m["end_date"]) for m in members} == {(FIRST, None)}
    (contact,) = first["contacts"]
    links = [row for row in first["student_contacts"] if row["_deleted"] == "false"]
    assert [(row["student_id"], row["contact_id"]) for row in links] == [
        (student["student_id"], contact["contact_id"])
    ]
    assert contact["full_name"].endswith(student["last_name"])


def test_somebody_leaves_school_and_sections(first):
    (spell,) = [row for row in first["enrollments"] if row["exit_date"]]
    assert spell["exit_date"] == FIRST
    assert spell["exit_code"] in {"in_state", "out_of_state"}
    # the key stays, so that the row replaces the open one
    assert spell["enrollment_id"] in {"N1", "N2", "N5"}
    ended = [
        row
        for row in first["section_enrollments"]
        if row["student_id"] == spell["student_id"]
    ]
    assert [row["end_date"] for row in ended] == [FIRST]


def test_attendance_of_everybody_enrolled_on_the_day(first):
    (gone,) = [r["student_id"] for r in first["enrollments"] if r["exit_date"]]
    (new,) = [r["student_id"] for r in first["students"]]
    today = [r for r in first["attendance_daily"] if r["attendance_date"] == FIRST]
    expected = {"S1", "S2", "S5", new} - {gone}
    assert sorted(r["student_id"] for r in today) == sorted(expected)
    known = {"P": "0.00", "A": "1.00", "E": "0.50", "T": "0.00"}
    for row in today:
        assert row["absent_share"] == known[row["attendance_code"]]


def test_a_contact_is_deleted_by_its_key(first):
    removed = [row for row in first["student_contacts"] if row["_deleted"] == "true"]
    # the only contact of somebody enrolled that is not the first one
    assert [(row["student_id"], row["contact_id"]) for row in removed] == [("S1", "C2")]


def test_the_second_day_builds_on_the_first(root, first):
    second = delta(root, SECOND)
    (gone,) = [r["student_id"] for r in first["enrollments"] if r["exit_date"]]
    present = {
        r["student_id"]
        for r in second["attendance_daily"]
        if r["attendance_date"] == SECOND
    }
    assert gone not in present
    assert not any(row["_deleted"] == "true" for row in second["student_contacts"])


def test_a_day_behind_the_calendar_is_a_makeup_day(root):
    """The hand-written calendar ends on 4 March."""
    second = delta(root, SECOND)
    assert {row["day_type"] for row in second["calendars"]} == {"makeup"}
    assert {row["calendar_date"] for row in second["calendars"]} == {SECOND}
    assert "calendars" not in delta(root, FIRST)


def test_terms_that_ended_with_the_year_grow_by_the_makeup_day(tmp_path):
    terms = small_roster.ROWS["terms"].replace("2026-05-30", "2026-03-05")
    root = extract(tmp_path, as_of="2026-03-04", terms=terms)
    list(deltas.write_deltas(root))
    rows = delta(root, SECOND)["terms"]
    assert [(row["term_id"], row["end_date"]) for row in rows] == [
        ("T26", "2026-03-06"),
        ("T262", "2026-03-06"),
    ]


def test_the_manifest_moves_on_and_lists_the_files(root):
    manifest = json.loads((root / "_manifest.json").read_text("utf-8"))
    assert manifest["as_of_date"] == SECOND
    paths = [entry["path"] for entry in manifest["files"]]
    assert f"sis/quail_hollow/deltas/{FIRST}/students.csv" in paths
    assert paths == sorted(paths)
    assert all((root / path).exists() for path in paths)


def test_the_same_seed_gives_the_same_and_another_seed_other_deltas(tmp_path):
    found = []
    for number, seed in enumerate((7, 7, 8)):
        root = extract(tmp_path / str(number), seed=seed)
        list(deltas.write_deltas(root))
        found.append(delta(root, FIRST))
    assert found[0] == found[1]
    assert found[0] != found[2]


def test_an_absence_can_be_excused_later(tmp_path):
    """The one unexcused absence of the last days of a student who is still there."""
    changed = []
    for seed in range(12):
        root = extract(tmp_path / str(seed), seed=seed)
        list(deltas.write_deltas(root))
        rows = delta(root, FIRST).get("attendance_daily", [])
        changed += [r for r in rows if r["attendance_date"] != FIRST]
    # a tenth of them
    assert 0 < len(changed) < 6
    assert {(r["student_id"], r["attendance_date"]) for r in changed} == {
        ("S1", "2026-02-27")
    }
    assert {(r["attendance_code"], r["absent_share"]) for r in changed} == {
        ("E", "1.00")
    }


def test_a_day_of_choice(tmp_path):
    root = extract(tmp_path)
    assert deltas.main(["--out", str(root), "--date", "2026-03-10"]) == 0
    assert delta(root, "2026-03-10")["attendance_daily"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--date", "2026-03-02"], "--date: 2026-03-02 is not allowed"),
        (["--date", "soon"], "--date: soon is not allowed"),
        (["--out", "/nonexistent/raw"], "--out: /nonexistent/raw is not allowed"),
    ],
)
def test_bad_use_is_told(tmp_path, capsys, arguments, problem):
    root = extract(tmp_path)
    assert deltas.main(["--out", str(root), *arguments]) == 2
    assert problem in capsys.readouterr().err
    assert not (root / "sis/quail_hollow/deltas").exists()


def test_a_year_that_is_long_over_has_no_next_day(tmp_path):
    root = extract(tmp_path, as_of="2026-07-20")
    with pytest.raises(BadOption, match="school year is not over"):
        list(deltas.write_deltas(root))


def test_raw_files_without_a_manifest_are_refused(tmp_path):
    root = extract(tmp_path)
    (root / "_manifest.json").unlink()
    with pytest.raises(BadOption, match=r"_manifest\.json"):
        list(deltas.write_deltas(root, np.datetime64("2026-03-10")))
