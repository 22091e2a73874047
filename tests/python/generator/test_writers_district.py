"""One generated district in all roster formats: valid, and the same people in each.

The codes of the formats are read through the warehouse's crosswalk, so that what the
writers send comes back as what the canonical extract says.
"""

from pathlib import Path

import duckdb
import pytest
import roster_checks
from roster_folders import unpacked, written

from generator.config import Config, DistrictOptions
from generator.district.build import build_district
from generator.writers import clever, oneroster, sis

CROSSWALK = Path(__file__).parents[3] / "seeds" / "crosswalks" / "code_crosswalk.csv"
AS_OF = "2026-03-02"

# The roster of the day by source; each select gives the columns of one entity.
# {name:set} is the value of a code in the warehouse.
ENTITIES = {
    "schools": {
        "sis": "select school_id, school_name, {low_grade:grade_level},"
        " {high_grade:grade_level} from schools",
        "clever": "select School_id, School_name, {Low_grade:grade_level},"
        " {High_grade:grade_level} from schools",
        "oneroster": 'select sourcedId, name, {"metadata.lowGrade":grade_level},'
        " {\"metadata.highGrade\":grade_level} from orgs where type = 'school'",
    },
    "students": {
        "sis": """
            select student_id, first_name, middle_name, last_name,
                {grade_level:grade_level}, {sex:sex}, birth_date, {race:race},
                is_hispanic = 'true', email
            from students inner join enrolled using (student_id)
        """,
        "clever": """
            select distinct Student_id, First_name, Middle_name, Last_name,
                {Grade:grade_level}, {Gender:sex},
                cast(cast(strptime(DOB, '%m/%d/%Y') as date) as varchar),
                {Race:race}, Hispanic_Latino = 'Y', Student_email
            from students
        """,
        "oneroster": """
            select users.sourcedId, givenName, middleName, familyName,
                {grades:grade_level}, {sex:sex}, birthDate,
                case
                    when demographicRaceTwoOrMoreRaces = 'true' then 'two_or_more_races'
                    when white = 'true' then 'white'
                    when asian = 'true' then 'asian'
                    when blackOrAfricanAmerican = 'true'
                        then 'black_or_african_american'
                    when americanIndianOrAlaskaNative = 'true'
                        then 'american_indian_or_alaska_native'
                    when nativeHawaiianOrOtherPacificIslander = 'true'
                        then 'native_hawaiian_or_other_pacific_islander'
                end,
                hispanicOrLatinoEthnicity = 'true', email
            from users
            inner join demographics on users.sourcedId = demographics.sourcedId
        """,
    },
    "educators who teach": {
        "sis": """
            select distinct educator_id, first_name, middle_name, last_name, email
            from educators inner join teaching using (educator_id)
        """,
        "clever": """
            select distinct
                Teacher_id, First_name, Middle_name, Last_name, Teacher_email
            from teachers where Teacher_id in (
                select Teacher_id from sections union select Teacher_2_id from sections
            )
        """,
        "oneroster": """
            select sourcedId, givenName, middleName, familyName, email
            from users where sourcedId in (
                select userSourcedId from enrollments where role = 'teacher'
            )
        """,
    },
    "terms": {
        "sis": "select distinct term_name, start_date, end_date from running",
        "clever": """
            select distinct Term_name,
                cast(cast(strptime(Term_start, '%m/%d/%Y') as date) as varchar),
                cast(cast(strptime(Term_end, '%m/%d/%Y') as date) + 1 as varchar)
            from sections
        """,
        "oneroster": """
            select distinct academicSessions.title, startDate, endDate
            from academicSessions
            inner join classes on classes.termSourcedIds = academicSessions.sourcedId
        """,
    },
    "sections": {
        "sis": """
            select section_id, section_name, school_id, course_id, term_name,
                list_sort(list(educator_id))
            from running left join teaching using (section_id) group by all
        """,
        "clever": """
            select Section_id, Name, School_id, Course_number, Term_name,
                list_sort(list_filter(
                    [Teacher_id, Teacher_2_id, Teacher_3_id, Teacher_4_id],
                    lambda teacher: teacher is not null
                ))
            from sections
        """,
        "oneroster": """
            select classes.sourcedId, classes.title, classes.schoolSourcedId,
                courses.courseCode, academicSessions.title,
                list_sort(list(userSourcedId))
            from classes
            inner join courses on classes.courseSourcedId = courses.sourcedId
            inner join academicSessions
                on classes.termSourcedIds = academicSessions.sourcedId
            left join enrollments on
                enrollments.classSourcedId = classes.sourcedId
                and enrollments.role = 'teacher'
            group by all
        """,
    },
    "section enrolments": {
        "sis": """
            select section_id, student_id
            from section_enrollments inner join running using (section_id)
            where begin_date <= '{day}' and coalesce(section_enrollments.end_date, '9')
                > '{day}'
        """,
        "clever": "select Section_id, Student_id from enrollments",
        "oneroster": """
            select classSourcedId, userSourcedId from enrollments where role = 'student'
        """,
    },
    "flags and home language": {
        "sis": """
            select student_id, {home_language:home_language},
                bool_or(service = 'iep') is true, bool_or(service = 'el') is true,
                bool_or(service = 'section_504') is true,
                bool_or(service = 'gifted') is true,
                case when bool_or(service = 'frl_free') then 'free'
                    when bool_or(service = 'frl_reduced') then 'reduced'
                    else 'paid' end,
                any_value({detail:disability_type}) filter (service = 'iep')
            from students inner join enrolled using (student_id)
            left join (
                select * from student_services
                where begin_date <= '{day}' and coalesce(end_date, '9') > '{day}'
            ) using (student_id)
            group by all
        """,
        "clever": """
            select distinct Student_id, {Home_language:home_language}, IEP_status = 'Y',
                Ell_status = 'Y', Section_504_status = 'Y', Gifted_status = 'Y',
                {Frl_status:frl_status}, {Disability_type:disability_type}
            from students
        """,
    },
    "contacts": {
        "sis": """
            select student_id, contact_id, full_name, phone, {phone_type:phone_type},
                email, {contact_type:contact_type}
            from student_contacts inner join contacts using (contact_id)
            inner join enrolled using (student_id)
        """,
        "clever": """
            select Student_id, Contact_sis_id, Contact_name, Contact_phone,
                {Contact_phone_type:phone_type}, Contact_email,
                {Contact_type:contact_type}
            from students where Contact_sis_id is not null
        """,
    },
}
SIS_VIEWS = f"""
    create view enrolled as select * from enrollments
    where entry_date <= '{AS_OF}' and coalesce(exit_date, '9') > '{AS_OF}'
        and enrollment_status = 'enrolled';
    create view running as
    select sections.*, term_name, start_date, terms.end_date
    from sections inner join terms using (term_id)
    where start_date <= '{AS_OF}' and terms.end_date > '{AS_OF}';
    create view teaching as
    select section_id, educator_id from section_educators
    inner join running using (section_id)
    where begin_date <= '{AS_OF}' and coalesce(section_educators.end_date, '9')
        > '{AS_OF}' and role in ('primary', 'co_teacher');
"""


@pytest.fixture(scope="module")
def world():
    options = DistrictOptions(schools=3, students=240)
    return build_district(
        Config(seed=5, as_of=AS_OF, years=2, defects="none", district=options)
    )


@pytest.fixture(scope="module")
def folders(world, tmp_path_factory):
    root = tmp_path_factory.mktemp("rosters")
    written(sis.files(world), root)
    written(clever.files(world), root)
    made = {source: root / source / world.name for source in ("sis", "clever")}
    for version in ("1.1", "1.2"):
        place = root / version
        written(oneroster.files(world, version), place)
        made[version] = unpacked(place, world.name, place / "files")
    return made


@pytest.fixture(scope="module")
def rosters(folders):
    """Source or OneRoster version -> DuckDB with a table of texts per file."""
    made = {}
    for source, folder in folders.items():
        connection = made[source] = duckdb.connect()
        connection.execute(f"create table crosswalk as from read_csv('{CROSSWALK}')")
        for path in folder.glob("*.csv"):
            connection.execute(
                f"create table {path.stem} as from read_csv('{path}',"
                " all_varchar = true, header = true, delim = ',')"
            )
    made["sis"].execute(SIS_VIEWS)
    return made


def rows(rosters, entity, source, key):
    query = ENTITIES[entity][source].replace("{day}", AS_OF)
    while "{" in query:
        start, end = query.index("{"), query.index("}")
        name, code_set = query[start + 1 : end].rsplit(":", 1)
        value = (
            f"(select value from crosswalk where source = '{source}'"
            f" and code_set = '{code_set}' and source_value = lower({name}))"
        )
        query = query[:start] + value + query[end + 1 :]
    return sorted(rosters[key].execute(query).fetchall(), key=str)


@pytest.mark.parametrize("entity", ENTITIES)
def test_clever_says_the_same_as_sis(rosters, entity):
    expected = rows(rosters, entity, "sis", "sis")
    assert expected
    assert rows(rosters, entity, "clever", "clever") == expected


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("entity", [e for e in ENTITIES if "oneroster" in ENTITIES[e]])
def test_oneroster_says_the_same_as_sis(rosters, entity, version):
    expected = rows(rosters, entity, "sis", "sis")
    found = rows(rosters, entity, "oneroster", version)
    if entity == "students":
        expected, found = two_sexes(expected), two_sexes(found)
    assert found == expected


def two_sexes(rows):
    """Rows of students with another sex than F and M left open: 1.1 knows no other."""
    return [
        (*row[:5], row[5] if row[5] in ("F", "M") else None, *row[6:]) for row in rows
    ]


def test_clever_follows_the_specification(folders, tmp_path):
    for path in folders["clever"].iterdir():
        # the first weeks of attendance are like the rest
        lines = path.read_text("utf-8").splitlines(keepends=True)
        kept = lines[:2_000] if path.stem == "attendance" else lines
        (tmp_path / path.name).write_text("".join(kept), "utf-8")
    assert roster_checks.clever_problems(tmp_path) == []


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_oneroster_follows_the_specification(folders, version):
    assert roster_checks.oneroster_problems(folders[version], version) == []


def test_attendance_is_that_of_the_extract(rosters):
    """Days by student of the roster, of the year that began in August 2025."""
    expected = (
        rosters["sis"]
        .execute(f"""
        select student_id, count(*) from attendance_daily
        inner join enrolled using (student_id, school_id)
        where attendance_date >= '2025-07-01' and attendance_date <= '{AS_OF}'
        group by all order by all
    """)
        .fetchall()
    )
    found = (
        rosters["clever"]
        .execute(
            "select student_id, count(*) from attendance group by all order by all"
        )
        .fetchall()
    )
    assert len(expected) > 100
    assert found == expected
