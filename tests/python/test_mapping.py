"""mapping.yml: an export lands the canonical rows, and what blocks its district."""

import csv
import json
import shutil

import pytest
from conftest import OTHERS, REPO, copy_of, dbt, differing_tables, query
from landed import Landed

FIXTURES = REPO / "tests/python/fixtures"
ENTITIES = sorted(path.stem for path in (FIXTURES / "sis_canonical").glob("*.csv"))


def columns_of(entity):
    path = FIXTURES / f"sis_canonical/{entity}.csv"
    with open(path, newline="", encoding="utf-8") as file:
        return next(csv.reader(file))


def district(root, name, kind):
    """A district's folder with a copy of the fixture `sis_<kind>`."""
    return shutil.copytree(FIXTURES / f"sis_{kind}", root / "sis" / name)


@pytest.fixture
def landing(tmp_path):
    (tmp_path / "sis").mkdir()
    return Landed(tmp_path)


# -- the same rows -----------------------------------------------------------------


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """A raw root with the same district as canonical files and as an export."""
    root = tmp_path_factory.mktemp("both")
    district(root, "canonical", "canonical")
    district(root, "export", "export")
    landed = Landed(root)
    landed.build(*ENTITIES)
    return landed


@pytest.mark.parametrize("entity", ENTITIES)
def test_an_export_lands_the_rows_of_the_canonical_file(both, entity):
    rows = {"canonical": [], "export": []}
    for name, *row in both.rows(entity, ["district_id", *columns_of(entity)]):
        rows[name].append(row)
    assert len(rows["canonical"]) >= 2
    assert sorted(map(str, rows["export"])) == sorted(map(str, rows["canonical"]))


def test_a_sound_export_is_neither_blocked_nor_remarked_upon(both):
    assert both.blocked(*ENTITIES) == []
    assert [both.findings(entity) for entity in ENTITIES] == [[]] * len(ENTITIES)


def test_columns_that_the_mapping_does_not_name_are_not_kept(both):
    """Exports carry such things as social security numbers."""
    for entity in ENTITIES:
        whole = both.session.sql(
            f"select cast(landed as varchar) from raw_sis__{entity} as landed"
            " where district_id = 'export' and row_status <> 'landed'"
        ).fetchall()
        assert whole
        assert not any("111-11-1111" in row for (row,) in whole)


def test_rows_that_where_does_not_choose_are_counted_as_padding(both):
    lines = both.rows("student_services", ["line_number"], "padding")
    # lines 3 of the first entry; 2 and 4 of the second
    assert sorted(line for (line,) in lines) == [2, 3, 4]


def test_every_line_of_an_export_is_a_row(both):
    for entity in ENTITIES:
        counts = both.session.sql(
            "select file_path, file_key, max(line_number) - 1, count(*) - 1"
            f" from raw_sis__{entity} group by all"
        ).fetchall()
        assert all(lines == rows for _, _, lines, rows in counts), counts


def test_the_settings_of_a_claim_are_json(both):
    for (settings,) in both.rows("mappings", ["settings"]):
        assert json.loads(settings)["label"]


# -- values ------------------------------------------------------------------------

HEADER = "Num,DOB,Sex,First,Last\n"


def one_file(landing, mapping, text, name="Pupils.csv"):
    """Land one export as the students of district d."""
    folder = landing.root / "sis" / "d"
    folder.mkdir(exist_ok=True)
    (folder / "mapping.yml").write_text(mapping, encoding="utf-8")
    if isinstance(text, str):
        text = text.encode()
    (folder / name).write_bytes(text)
    landing.build("students")
    return landing


PUPILS = """\
students:
  file: Pupils.csv
  columns:
    {student_id: Num, birth_date: DOB, first_name: First, last_name: Last, sex: Sex}
"""


def test_values_that_the_mapping_lacks_stay_and_are_found(landing):
    mapping = PUPILS + '  values: {sex: {Female: F, Male: M, "": X}}\n'
    text = HEADER + "1,,Female,A,B\n2,,Martian,A,B\n3,,M,A,B\n4,,Martian,A,B\n5,,,A,B\n"
    one_file(landing, mapping, text)
    assert landing.rows("students", ["sex"]) == [
        ("F",),
        ("Martian",),
        ("M",),
        ("Martian",),
        ("X",),
    ]
    ((rule, column, value, line, count, message),) = landing.findings("students")
    assert (rule, column, value, line, count) == ("LND-024", "sex", "Martian", 3, 2)
    assert "values.sex" in message


def test_a_star_stands_for_every_other_value_but_not_for_none(landing):
    mapping = PUPILS + '  values: {sex: {Female: F, "*": X}}\n'
    one_file(landing, mapping, HEADER + "1,,Female,A,B\n2,,Zed,A,B\n3,,,A,B\n")
    assert landing.rows("students", ["sex"]) == [("F",), ("X",), (None,)]
    assert landing.findings("students") == []


def test_where_chooses_rows_by_values_or_by_any_value(landing):
    text = HEADER + "1,,F,A,B\n2,,M,A,B\n3,, ,A,B\n4,,X,A,\n"
    for chosen, ids in {'"*"': "124", "[F, M]": "12", '["", X]': "34"}.items():
        one_file(landing, PUPILS + f"  where: {{Sex: {chosen}}}\n", text)
        assert landing.rows("students", ["student_id"]) == [(each,) for each in ids]
        assert len(landing.rows("students", ["line_number"], "padding")) == 4 - len(ids)
    one_file(landing, PUPILS + '  where: {Sex: "*", Last: B}\n', text)
    assert landing.rows("students", ["student_id"]) == [("1",), ("2",)]


def test_dates_that_do_not_fit_the_format_stay_and_are_found(landing):
    mapping = PUPILS + '  date_format: "%d/%m/%Y"\n'
    text = HEADER + "1,31/12/2015,,A,B\n2,12/31/2015,,A,B\n3,2015-01-02,,A,B\n4,,,A,B\n"
    one_file(landing, mapping, text)
    assert landing.rows("students", ["birth_date"]) == [
        ("2015-12-31",),
        ("12/31/2015",),
        ("2015-01-02",),
        (None,),
    ]
    (finding,) = landing.findings("students")
    assert finding[:5] == ("LND-024", "birth_date", "12/31/2015", 3, 1)


def test_yaml_does_not_turn_texts_into_booleans_and_numbers(landing):
    mapping = PUPILS + "  values: {sex: {Yes: F, No: M, 01: X, NULL: U}}\n"
    text = HEADER + "1,,Yes,A,B\n2,,No,A,B\n3,,01,A,B\n4,,NULL,A,B\n"
    one_file(landing, mapping, text)
    assert landing.rows("students", ["sex"]) == [("F",), ("M",), ("X",), ("U",)]


def test_several_columns_make_one_value(landing):
    mapping = """\
students:
  file: Pupils.csv
  columns: {student_id: [Num, DOB], first_name: [First, Sex], last_name: Last}
"""
    one_file(landing, mapping, HEADER + "1,x,,A,B\n,,m,A,B\n3,,f,,B\n")
    assert landing.rows("students", ["student_id", "first_name"]) == [
        ("1-x", "A"),
        (None, "A m"),
        ("3-", "f"),
    ]


@pytest.mark.parametrize(
    ("delimiter", "character"), [("tab", "\t"), ("semicolon", ";"), ("pipe", "|")]
)
@pytest.mark.parametrize("is_plain", [True, False])
def test_other_characters_between_the_values(landing, delimiter, character, is_plain):
    text = (HEADER + "1,,,Ann,Ames\n2,,,Ben,Boyd\n").replace(",", character)
    text += f'3{character * 3}"C{character}""C""",O\'Neil, Jr\n'.replace(
        '",', f'"{character}'
    )
    if not is_plain:
        text += "too few\n"
    one_file(landing, PUPILS + f"  delimiter: {delimiter}\n", text)
    assert landing.rows("students", ["student_id", "first_name", "last_name"]) == [
        ("1", "Ann", "Ames"),
        ("2", "Ben", "Boyd"),
        ("3", f'C{character}"C"', "O'Neil, Jr"),
    ]
    quarantined = landing.rows("students", ["line_number"], "quarantined")
    assert quarantined == ([] if is_plain else [(5,)])


def test_an_export_in_windows_1252_with_byte_order_faults(landing):
    text = (HEADER + "1,,,Núñez,B\n").encode("cp1252")
    one_file(landing, PUPILS, text)
    assert landing.rows("students", ["first_name"]) == [("Núñez",)]
    assert [finding[0] for finding in landing.findings("students")] == ["LND-017"]


def test_a_canonical_name_in_the_export_needs_no_mention(landing):
    mapping = "students: {file: Pupils.csv, columns: {first_name: First}}\n"
    one_file(landing, mapping, "Student ID,First,LAST_NAME,SEX\n1,Ann,Ames,F\n")
    columns = ["student_id", "first_name", "last_name", "sex"]
    assert landing.rows("students", columns) == [("1", "Ann", "Ames", "F")]


def test_an_empty_name_leaves_a_column_out(landing):
    mapping = "students: {file: Pupils.csv, columns: {sex: ~, first_name: First}}\n"
    one_file(landing, mapping, "Student ID,First,LAST_NAME,SEX\n1,Ann,Ames,F\n")
    assert landing.rows("students", ["sex"]) == [(None,)]


# -- what blocks a district --------------------------------------------------------


def test_a_broken_mapping_blocks_its_own_district_alone(landing):
    district(landing.root, "good", "export")
    broken = district(landing.root, "broken", "export")
    text = (broken / "mapping.yml").read_text(encoding="utf-8")
    (broken / "mapping.yml").write_text(text.replace("student_id:", "pupil_id:"))
    landing.build(*ENTITIES)
    ((entity, path, rule, message),) = landing.blocked(*ENTITIES)
    assert (entity, path, rule) == ("mappings", "sis/broken/mapping.yml", "LND-023")
    assert "there is no canonical column 'pupil_id'" in message
    assert len(landing.rows("schools", ["school_id"])) == 4


def test_a_source_column_that_is_not_there_blocks(landing):
    one_file(landing, PUPILS, "Num,Birthday,Sex,First,Last\n1,,,A,B\n")
    ((entity, path, rule, message),) = landing.blocked("students")
    assert (entity, path, rule) == ("students", "sis/d/Pupils.csv", "LND-023")
    assert "students.columns.birth_date: the file has no column 'DOB'" in message
    assert "it has: Num, Birthday" in message
    assert landing.rows("students", ["student_id"]) == []


def test_a_required_column_that_nobody_gives_blocks(landing):
    mapping = "students: {file: Pupils.csv, columns: {student_id: Num}}\n"
    one_file(landing, mapping, HEADER + "1,,,A,B\n")
    ((_, _, rule, message),) = landing.blocked("students")
    assert rule == "LND-002"
    assert message.startswith("required column missing: first_name, last_name")


def test_a_pattern_that_fits_no_file_is_found(landing):
    one_file(landing, PUPILS + "schools: {file: 'Buildings*.csv'}\n", HEADER)
    ((rule, column, value, line, _, message),) = landing.findings("mappings")
    assert (rule, column, value, line) == ("LND-026", "file", "Buildings*.csv", 5)
    assert "schools" in message
    assert landing.blocked("students") == []


def test_canonical_names_are_not_read_where_a_mapping_speaks_of_the_file(landing):
    folder = district(landing.root, "d", "export")
    shutil.copy(FIXTURES / "sis_canonical/students.csv", folder)
    shutil.copy(FIXTURES / "sis_canonical/schools.csv", folder / "terms.csv")
    landing.build(*ENTITIES)
    assert {path for (path,) in landing.rows("students", ["file_path"])} == {
        "sis/d/Students_Export_20250901.txt"
    }


# -- what is landed again ----------------------------------------------------------


def keys(landing, entity):
    return dict(landing.rows(entity, ["file_path", "file_key"], "landed"))


def test_a_changed_mapping_lands_the_files_of_its_entry_again(landing):
    folder = district(landing.root, "d", "export")
    landing.build(*ENTITIES)
    before = {entity: keys(landing, entity) for entity in ENTITIES}
    landing.build(*ENTITIES)
    assert {entity: keys(landing, entity) for entity in ENTITIES} == before

    path = folder / "mapping.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text("# a comment\n" + text.replace("Nonbinary: X", "Nonbinary: U"))
    landing.build(*ENTITIES)
    changed = {e for e in ENTITIES if keys(landing, e) != before[e]}
    assert changed == {"students"}
    assert landing.rows("students", ["sex"]) == [("F",), ("M",), ("U",)]


def test_a_file_that_came_later_is_claimed(landing):
    folder = district(landing.root, "d", "export")
    late = folder / "enroll/Enrollments_102.csv"
    away = late.rename(landing.root / "away")
    landing.build("enrollments")
    assert len(landing.rows("enrollments", ["enrollment_id"])) == 1
    away.rename(late)
    landing.build("enrollments")
    assert len(landing.rows("enrollments", ["enrollment_id"])) == 3
    shutil.rmtree(folder / "enroll")
    landing.build("enrollments")
    assert landing.rows("enrollments", ["enrollment_id"]) == []
    assert [finding[0] for finding in landing.findings("mappings")] == ["LND-026"]


def test_files_of_changes_say_which_records_are_gone(landing):
    folder = district(landing.root, "d", "canonical")
    delta = folder / "deltas/2026-01-02"
    delta.mkdir(parents=True)
    (delta / "courses.csv").write_text(
        "course_id,course_title,_deleted\nC1,,true\nC2,Art,false\n"
    )
    (folder / "courses.csv").write_text("course_id,course_title\nC1,Music\n")
    landing.build("courses")
    columns = ["file_path", "course_id", "course_title", "_deleted"]
    assert landing.rows("courses", columns) == [
        ("sis/d/courses.csv", "C1", "Music", None),
        ("sis/d/deltas/2026-01-02/courses.csv", "C1", None, "true"),
        ("sis/d/deltas/2026-01-02/courses.csv", "C2", "Art", "false"),
    ]
    assert landing.findings("courses") == []


def test_a_folder_of_changes_without_a_date_is_not_read(landing):
    folder = district(landing.root, "d", "canonical")
    export = district(landing.root, "e", "export")
    for place in ("deltas/2026-13-01", "deltas/2026-01-02"):
        for source, name in ((folder, "schools.csv"), (export, "Schools.csv")):
            (source / place).mkdir(parents=True)
            shutil.copy(source / name, source / place)
    landing.build("schools")
    assert {path for (path,) in landing.rows("schools", ["file_path"])} == {
        "sis/d/schools.csv",
        "sis/d/deltas/2026-01-02/schools.csv",
        "sis/e/Schools.csv",
        "sis/e/deltas/2026-01-02/Schools.csv",
    }


# -- a whole build -----------------------------------------------------------------


MARTS = f"run -s +path:models/marts/district{OTHERS}"


def test_the_marts_of_an_export_are_those_of_the_canonical_files(
    example_warehouse, tmp_path
):
    warehouse = copy_of(example_warehouse, tmp_path / "warehouse")
    raw = tmp_path / "raw"
    folder = district(raw, "d", "canonical")
    dbt(MARTS, raw=raw, warehouse=warehouse, check=True)
    canonical = copy_of(warehouse, tmp_path / "canonical")
    shutil.rmtree(folder)
    district(raw, "d", "export")
    dbt(MARTS, raw=raw, warehouse=warehouse, check=True)

    people = "select count(*) from district.dim_students"
    days = "select count(*) from district.fct_attendance_daily"
    assert [query(warehouse, sql) for sql in (people, days)] == [[(3,)], [(3,)]]
    assert query(warehouse, "from quality.blocked_sources") == []
    differing = differing_tables(canonical, warehouse)
    marts = {table for table in differing if table.startswith("district.")}
    # a fact also says of which file each row is
    assert marts <= {"district.fct_attendance_daily"}
    rows = "select * exclude (load_key) from district.fct_attendance_daily order by all"
    assert query(canonical, rows) == query(warehouse, rows)
