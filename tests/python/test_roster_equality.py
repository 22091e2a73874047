"""One district as canonical extract, as Clever and as OneRoster: three districts of
one build, the same roster on the as-of date.

What is compared is what the formats share. Schools are those with students on that day:
the canonical extract has closed ones too. OneRoster has the grades of schools as
extensions; contacts, flags and home languages are compared between the canonical
extract and Clever, with relationships as coarse as Clever's.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import REPO, WAREHOUSE_NAME, dbt, environment, query

MARTS = (
    "build -s +path:models/marts/district"
    " --exclude-resource-type test --exclude-resource-type unit_test"
)
ROSTERS = ("sis", "clever", "oneroster12")

# between the last term and the summer the roster is that of the term's last day
AS_OF = """(
    select least(max(as_of_date), max(end_date) - 1)
    from intermediate.int_district__as_of_date
    inner join district.dim_terms on start_date <= as_of_date
)"""
IN_FORCE = f"begin_date <= {AS_OF} and coalesce(end_date > {AS_OF}, true)"

# entity -> the roster's rows, on columns that all three formats have
SHARED = {
    "schools": """
        select school_id, school_name, low_grade, high_grade
        from district.dim_schools
        where school_key in (select school_key from district.bridge_student_schools)
    """,
    "students": """
        select
            student_id, first_name, middle_name, last_name, grade_level,
            case when sex in ('F', 'M') then sex end as sex,
            birth_date, coalesce(race, 'unknown') as race, is_hispanic,
            dim_students.email, school_id
        from district.dim_students
        inner join district.dim_schools on main_school_key = school_key
    """,
    "schools of students": """
        select student_id, school_id, bridge_student_schools.grade_level
        from district.bridge_student_schools
        inner join district.dim_students using (student_key)
        inner join district.dim_schools using (school_key)
    """,
    "educators who teach": f"""
        select distinct
            dim_educators.educator_id, first_name, middle_name, last_name, email
        from district.bridge_section_educators
        inner join district.dim_educators using (educator_key)
        where educator_role <> 'aide' and {IN_FORCE}
    """,
    "terms": f"""
        select distinct term_name, start_date, end_date
        from district.dim_terms
        inner join district.bridge_section_terms using (term_key)
        where start_date <= {AS_OF} and end_date > {AS_OF}
    """,
    "sections": f"""
        select section_id, section_name, school_id, course_code, term_name
        from district.dim_sections
        inner join district.dim_schools using (school_key)
        inner join district.dim_courses using (course_key)
        inner join district.bridge_section_terms using (section_key)
        inner join district.dim_terms using (term_key)
        where start_date <= {AS_OF} and end_date > {AS_OF}
    """,
    "educators of sections": f"""
        select section_id, educator_id, educator_role
        from district.bridge_section_educators
        inner join district.dim_sections using (section_key)
        inner join district.dim_educators using (educator_key)
        where educator_role <> 'aide' and {IN_FORCE}
    """,
    "section enrolments": f"""
        select section_id, student_id
        from district.fct_section_enrollments
        inner join district.dim_sections using (section_key)
        inner join district.dim_students using (student_key)
        where {IN_FORCE}
    """,
}

# entity -> rows that the canonical extract and Clever both have
OF_SIS_AND_CLEVER = {
    "contacts": """
        select
            student_id, dim_student_contacts.contact_id, full_name, phone, phone_type,
            dim_student_contacts.email, contact_type,
            case
                when relationship in ('parent', 'step_parent') then 'parent'
                when relationship in ('grandparent', 'aunt_uncle', 'sibling', 'self')
                    then relationship
                else 'other'
            end as relationship
        from district.bridge_student_contacts
        inner join district.dim_student_contacts using (contact_key)
        inner join district.dim_students using (student_key)
        where main_school_key is not null
    """,
    "flags and home language": """
        select
            student_id, sex, frl_status, is_iep, is_el, is_section_504, is_gifted,
            has_disability, disability_type, home_language
        from district.dim_students
        where main_school_key is not null
    """,
}


@pytest.fixture(scope="module")
def warehouses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Roster format -> marts of the same tiny district, sent in that format."""
    folder = tmp_path_factory.mktemp("rosters")
    options = ["--preset", "tiny", "--parts", "district", "--defects", "none"]
    options += ["--out", str(folder / "raw"), "--truth", str(folder / "truth")]
    generated = subprocess.run(
        [sys.executable, "-m", "generator", *options, "--roster", *ROSTERS],
        cwd=REPO,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert generated.returncode == 0, generated.stderr

    raw = folder / "raw"
    (canonical,) = (raw / "sis").iterdir()
    districts = {"sis": canonical.name}
    for roster, source in (("clever", "clever"), ("oneroster12", "oneroster")):
        districts[roster] = f"{canonical.name}_{roster}"
        (sent,) = (folder / f"raw_{roster}" / source).iterdir()
        (raw / source).mkdir()
        sent.rename(raw / source / f"{districts[roster]}{sent.suffix}")
    built = folder / WAREHOUSE_NAME
    dbt(MARTS, raw=raw, warehouse=built, check=True)
    return {roster: only(built, district) for roster, district in districts.items()}


def only(built: Path, district: str) -> Path:
    """A copy of the warehouse whose dimensions have one district left."""
    copied = built.with_name(f"{district}.duckdb")
    shutil.copy2(built, copied)
    with duckdb.connect(str(copied)) as connection:
        dimensions = connection.execute(
            "select table_name from duckdb_columns() where schema_name = 'district'"
            " and column_name = 'district_key' and table_name like 'dim_%'"
        ).fetchall()
        for (table,) in dimensions:
            connection.execute(
                f"delete from district.{table} where district_key not in (select"
                " district_key from district.dim_districts where district_id = ?)",
                [district],
            )
    return copied


def differences(one: Path, other: Path, sql: str) -> list[tuple]:
    """Rows of one roster that the other does not have, each with where it stands."""
    here, there = sorted(query(one, sql), key=str), sorted(query(other, sql), key=str)
    assert here, "there is nothing to compare"
    assert len(set(here)) == len(here)
    only_here = [("first", *row) for row in here if row not in set(there)]
    return only_here + [("second", *row) for row in there if row not in set(here)]


@pytest.mark.parametrize("other", ROSTERS[1:])
@pytest.mark.parametrize("entity", SHARED)
def test_shared_columns(warehouses: dict[str, Path], entity: str, other: str) -> None:
    found = differences(warehouses["sis"], warehouses[other], SHARED[entity])
    assert found[:10] == []


@pytest.mark.parametrize("entity", OF_SIS_AND_CLEVER)
def test_columns_of_sis_and_clever(warehouses: dict[str, Path], entity: str) -> None:
    sql = OF_SIS_AND_CLEVER[entity]
    found = differences(warehouses["sis"], warehouses["clever"], sql)
    assert found[:10] == []
