"""OneRoster 1.1 and 1.2 packages of a district written by hand."""

import shutil
import zipfile
from pathlib import Path

import pytest
import roster_checks
import small_roster
from roster_folders import replace, unpacked, written

from generator.writers import clever, oneroster

VERSIONS = ["1.1", "1.2"]


@pytest.fixture(scope="module")
def roots(tmp_path_factory):
    made = {}
    for version in VERSIONS:
        made[version] = tmp_path_factory.mktemp(f"oneroster{version}")
        written(oneroster.files(small_roster.world(), version), made[version])
    return made


@pytest.fixture(scope="module")
def folders(roots):
    return {
        version: unpacked(root, "quail_hollow", root / "files")
        for version, root in roots.items()
    }


@pytest.fixture(scope="module")
def tables():
    return {
        version: oneroster.package_tables(small_roster.world(), version)
        for version in VERSIONS
    }


def rows(table):
    """Rows by sourcedId."""
    return {row["sourcedId"]: row for row in table.to_pylist()}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_package_follows_the_specification(folders, version):
    assert roster_checks.oneroster_problems(folders[version], version) == []


def test_one_zip_with_all_files_at_its_root(roots):
    with zipfile.ZipFile(roots["1.2"] / "oneroster" / "quail_hollow.zip") as archive:
        names = archive.namelist()
        times = {member.date_time for member in archive.infolist()}
    assert sorted(names) == [
        "academicSessions.csv",
        "classes.csv",
        "courses.csv",
        "demographics.csv",
        "enrollments.csv",
        "manifest.csv",
        "orgs.csv",
        "roles.csv",
        "users.csv",
    ]
    assert times == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(("version", "count"), [("1.1", 13), ("1.2", 21)])
def test_the_manifest_lists_every_file_of_the_version(folders, version, count):
    lines = (folders[version] / "manifest.csv").read_text("utf-8").splitlines()
    assert lines[:3] == [
        "propertyName,value",
        "manifest.version,1.0",
        f"oneroster.version,{version}",
    ]
    listed = [line for line in lines if line.startswith("file.")]
    assert len(listed) == count
    assert "file.results,absent" in listed
    assert "file.users,bulk" in listed


def test_the_year_stands_over_its_terms(tables):
    sessions = tables["1.1"]["academicSessions"].to_pylist()
    assert [(s["sourcedId"], s["type"], s["parentSourcedId"]) for s in sessions] == [
        ("2026-school-year", "schoolYear", None),
        # a year-long term is a term
        ("T26", "term", "2026-school-year"),
        ("T261", "semester", "2026-school-year"),
        ("T262", "semester", "2026-school-year"),
    ]
    assert {session["schoolYear"] for session in sessions} == {2026}
    # the first day that is not in the term
    assert str(sessions[1]["endDate"]) == "2026-05-30"


def test_grades_of_schools_are_extension_columns(tables):
    orgs = rows(tables["1.1"]["orgs"])
    assert orgs["quail_hollow"]["type"] == "district"
    assert (orgs["E1"]["metadata.lowGrade"], orgs["E1"]["metadata.highGrade"]) == (
        "KG",
        "05",
    )
    assert set(orgs) == {"quail_hollow", "E1", "H1"}


def test_users_of_1_1_have_one_role(tables):
    users = rows(tables["1.1"]["users"])
    roles = {user_id: user["role"] for user_id, user in users.items()}
    # no word for a librarian; a friend of the family has no role either
    assert roles == {
        "S1": "student",
        "S2": "student",
        "S5": "student",
        "D1": "teacher",
        "D2": "teacher",
        "D3": "administrator",
        "D4": "aide",
        "C1": "parent",
    }
    assert users["D1"]["orgSourcedIds"] == "E1,H1"
    assert users["S1"]["agentSourcedIds"] == "C1"
    assert (users["C1"]["givenName"], users["C1"]["familyName"]) == (
        "Rosa Lopez",
        "Diaz",
    )
    assert users["C1"]["sms"] == "3035550111"
    assert users["S1"]["grades"] == "04"


def test_roles_of_1_2_stand_in_their_own_file(tables):
    assert "role" not in tables["1.2"]["users"].column_names
    roles = tables["1.2"]["roles"].to_pylist()
    found = {(r["userSourcedId"], r["orgSourcedId"]): r["role"] for r in roles}
    assert found[("D3", "E1")] == "principal"
    assert found[("D1", "H1")] == found[("D1", "E1")] == "teacher"
    assert {role["roleType"] for role in roles} == {"primary"}
    users = rows(tables["1.2"]["users"])
    assert users["S1"]["preferredGivenName"] == "Annie"
    assert users["D2"]["primaryOrgSourcedId"] == "H1"


def test_two_posts_at_one_school_are_a_primary_and_a_secondary_role():
    text = small_roster.ROWS["assignments"] + (
        "\nA7|D3|07|paraprofessional||0.2|2025-08-01||false|false"
    )
    roles = oneroster.package_tables(small_roster.world(assignments=text), "1.2")[
        "roles"
    ].to_pylist()
    found = [(r["role"], r["roleType"]) for r in roles if r["userSourcedId"] == "D3"]
    assert found == [("principal", "primary"), ("aide", "secondary")]


def test_sex_and_race(tables):
    for version, other in (("1.1", None), ("1.2", "other")):
        people = rows(tables[version]["demographics"])
        assert people["S1"]["sex"] == "female"
        assert people["S5"]["sex"] == other
        assert people["S1"]["white"] is True
        assert people["S1"]["hispanicOrLatinoEthnicity"] is True
        assert people["S2"]["demographicRaceTwoOrMoreRaces"] is True
        # nothing is known of the race
        assert people["S5"]["white"] is None


def test_enrollments_of_the_day(tables):
    found = rows(tables["1.1"]["enrollments"])
    assert list(found) == ["X1-D1", "X2-D1", "X2-D2", "X1-S1", "X1-S2", "X2-S5"]
    assert [found[e]["primary"] for e in ("X2-D1", "X2-D2", "X2-S5")] == [
        True,
        False,
        None,
    ]


def test_the_same_identifiers_as_in_clever(tables):
    other, package = clever.roster_tables(small_roster.world()), tables["1.1"]

    def ids(table, column):
        return set(table[column].to_pylist())

    users = ids(package["users"], "sourcedId")
    assert ids(other["students"], "Student_id") <= users
    assert ids(other["teachers"], "Teacher_id") <= users
    assert ids(other["sections"], "Section_id") == ids(package["classes"], "sourcedId")
    assert ids(other["schools"], "School_id") < ids(package["orgs"], "sourcedId")
    assert ids(other["sections"], "Course_number") == ids(
        package["courses"], "courseCode"
    )


def test_a_student_and_an_educator_under_one_identifier_stop_the_writer():
    changes = {
        name: small_roster.ROWS[name].replace("D4|", "S1|")
        for name in ("educators", "section_educators", "assignments")
    }
    world = small_roster.world(**changes)
    with pytest.raises(oneroster.BadIdentifier, match=r"users\.csv"):
        oneroster.package_tables(world, "1.1")
    # unless it is meant to be so
    world.config.defects = "default"
    users = oneroster.package_tables(world, "1.1")["users"]
    assert users["sourcedId"].to_pylist().count("S1") == 2


def test_two_runs_write_the_same_bytes(roots):
    again = oneroster.files(small_roster.world(), "1.2")[0].data
    path = roots["1.2"] / "oneroster" / "quail_hollow.zip"
    assert path.read_bytes() == again


BROKEN = [
    ("1.1", "users", "sourcedId,status", "sourcedID,status", "incorrect-label"),
    ("1.1", "users", "S1,,,true", "S1,active,,true", "constraint-error"),
    ("1.1", "users", ",student,ana", ",pupil,ana", "constraint-error"),
    ("1.1", "users", "S1,,,true", "S 1,,,true", "constraint-error"),
    ("1.1", "users", "S2,,,true", "S1,,,true", "primary-key"),
    ("1.1", "users", ",C1,04", ",C9,04", "agents_resolve"),
    ("1.1", "users", '"E1,H1"', '"E1,H9"', "user_orgs_resolve"),
    ("1.1", "users", "luis@example.org,{", "ana@example.org,{", "usernames_are_unique"),
    ("1.1", "manifest", "file.results,absent", "file.results,bulk", "manifest_lists"),
    ("1.1", "manifest", "file.users,bulk", "file.users,absent", "manifest_lists"),
    ("1.1", "manifest", "file.results,absent\n", "", "every_file_of_the_version"),
    ("1.1", "manifest", "version,1.1", "version,1.3", "manifest_says_its_version"),
    ("1.1", "academicSessions", "schoolYear,2025", "term,2025", "name_a_school_year"),
    (
        "1.1",
        "academicSessions",
        "2025-2026,schoolYear",
        ",schoolYear",
        "constraint-error",
    ),
    ("1.1", "academicSessions", ",,2026", ",T26,2026", "sessions_have_no_cycle"),
    (
        "1.1",
        "academicSessions",
        "semester,2025-08",
        "semester,2025-07",
        "their_parents",
    ),
    ("1.1", "academicSessions", "2025-08-18", "18/08/2025", "type-error"),
    ("1.1", "orgs", "district,,,", "district,,E1,", "orgs_have_no_cycle"),
    ("1.1", "orgs", "Quail High,school", "Quail High,local", "classes_are_at_schools"),
    ("1.1", "classes", ",T262,", ",T269,", "class_terms_resolve"),
    ("1.1", "classes", "K1,X1", "K9,X1", "foreign-key"),
    ("1.1", "classes", "homeroom", "assembly", "constraint-error"),
    ("1.1", "enrollments", "X1,E1,S1", "X1,H1,S1", "enrollment_and_class_at_one"),
    ("1.1", "enrollments", "X1,E1,S1,student", "X1,E1,S1,teacher", "have_the_role"),
    (
        "1.1",
        "enrollments",
        "D2,teacher,false",
        "D2,teacher,true",
        "one_primary_teacher",
    ),
    ("1.1", "enrollments", "student,,2026-03-02", "student,,2026-06-02", "their_terms"),
    ("1.1", "demographics", "female", "F", "constraint-error"),
    ("1.1", "demographics", "true", "TRUE", "type-error"),
    ("1.2", "roles", "principal,,", "librarian,,", "constraint-error"),
    ("1.2", "roles", "D2-H1-teacher,,,D2", "D2-H1-teacher,,,D1", "one_primary_role"),
    (
        "1.2",
        "roles",
        "S5,primary,student,,,H1",
        "S5,primary,student,,,E1",
        "primary_org",
    ),
    ("1.2", "roles", "parent,,,E1,", "parent,,,E1,P1", "role_profile_is_of_the_user"),
]


@pytest.mark.parametrize(("version", "name", "old", "new", "problem"), BROKEN)
def test_the_check_finds_what_is_broken(
    folders, tmp_path, version, name, old, new, problem
):
    folder = Path(shutil.copytree(folders[version], tmp_path / "files"))
    replace(folder / f"{name}.csv", old, new)
    if roster_checks.is_structural(problem):
        schema = roster_checks.oneroster_schema(version)
        found = roster_checks.structural_problems(folder, schema)
    else:
        found = roster_checks.oneroster_rules(folder, version)
    assert problem in "\n".join(found)


def test_the_check_finds_faults_of_the_gradebook(folders, tmp_path):
    folder = Path(shutil.copytree(folders["1.1"], tmp_path / "files"))
    (folder / "categories.csv").write_text(
        "sourcedId,status,dateLastModified,title\nG1,,,Homework\n"
    )
    (folder / "lineItems.csv").write_text(
        "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,"
        "classSourcedId,categorySourcedId,gradingPeriodSourcedId,resultValueMin,"
        "resultValueMax\n"
        "L1,,,Essay,,2026-03-01,2026-03-02,X2,G1,2026-school-year,10,0\n"
        "L2,,,Essay,,2026-03-01,2026-03-02,X2,G1,T262,0,10\n"
    )
    (folder / "results.csv").write_text(
        "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,"
        "scoreStatus,score,scoreDate,comment\n"
        "R1,,,L2,S5,fully graded,11,2026-03-02,\n"
        "R2,,,L2,S1,fully graded,5,2026-03-02,\n"
    )
    found = "\n".join(roster_checks.oneroster_rules(folder, "1.1"))
    for rule in (
        "line_item_session_is_no_school_year: ('L1',)",
        "result_values_are_ordered: ('L1',)",
        "score_is_within_the_values: ('R1',)",
        "result_student_is_in_the_class: ('R2',)",
        "manifest_lists_the_files_that_are_there",
    ):
        assert rule in found


def test_the_check_finds_a_byte_order_mark_and_a_foreign_file(folders, tmp_path):
    folder = Path(shutil.copytree(folders["1.1"], tmp_path / "files"))
    path = folder / "orgs.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (folder / "lunches.csv").write_text("sourcedId\n")
    found = roster_checks.structural_problems(folder, "oneroster_1_1")
    assert "orgs: byte order mark" in found
    assert "lunches: not a file of the format" in found
