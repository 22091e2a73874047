"""Educators, their posts over the years, and their certificates."""

import pytest
from district_teaching import rows, value

SMALL = {"schools": 12, "students": 7_000}
TEACHERS = "('teacher', 'special_education_teacher', 'el_teacher')"
# What certificates cover a subject; written down here apart from the generator
AREAS = {
    "general_elementary": ["elementary"],
    "english_language_arts": ["english_language_arts", "esl_bilingual"],
    "mathematics": ["mathematics"],
    "science": ["biology", "chemistry", "physics", "general_science"],
    "social_studies": ["social_studies"],
    "world_language": ["world_language"],
    "fine_and_performing_arts": ["art", "music"],
    "physical_and_health_education": ["physical_and_health_education"],
    "technology_and_engineering": ["career_and_technical_education"],
    "career_and_technical_education": ["career_and_technical_education"],
    "intervention_and_online_learning": ["special_education"],
}
GRADES = ["PK", "KG", *(f"{grade:02d}" for grade in range(1, 13))]
COVERED = """
    with areas(subject, area) as (values {areas}),
    taught as (
        select educator_id, section_id, courses.subject, sections.grade_level,
            unnest(
                generate_series(terms.start_date, terms.end_date - 1, interval 5 day)
            )::date as day
        from section_educators
        inner join sections using (section_id)
        inner join courses using (course_id)
        inner join terms using (term_id)
    ),
    valid as (
        select taught.*, certifications.certificate_type
        from taught
        inner join areas using (subject)
        inner join certifications using (educator_id, area)
        where certifications.issue_date <= taught.day
            and certifications.expiry_date > taught.day
            and (
                taught.grade_level is null
                or list_position({grades}, taught.grade_level) between
                    list_position({grades}, certifications.low_grade)
                    and list_position({grades}, certifications.high_grade)
            )
    )
"""


def _covered():
    pairs = [f"('{s}', '{area}')" for s, areas in AREAS.items() for area in areas]
    return COVERED.format(areas=", ".join(pairs), grades=GRADES)


@pytest.mark.parametrize("options", [{}, SMALL, {"years": 1, "terms": 3}])
def test_everybody_is_certified_on_every_day_for_what_they_teach(options):
    uncovered = value(
        _covered()
        + """
        select count(*) from taught
        anti join valid using (educator_id, section_id, day)
        """,
        **options,
    )
    assert uncovered == 0


def test_some_teach_one_section_out_of_field_and_only_by_waiver():
    sections = rows(
        _covered()
        + """
        , by_section as (
            select educator_id, section_id,
                bool_and(certificate_type = 'waiver') as waived
            from valid group by educator_id, section_id
        )
        select count(*) from by_section
        inner join sections using (section_id)
        inner join terms using (term_id)
        where waived and term_type = 'year'
        group by educator_id, school_year
        """,
        **SMALL,
    )
    assert sections
    assert {count for (count,) in sections} == {1}
    teachers = value(
        """
        select count(*) from (
            select distinct educator_id, school_year from section_educators
            inner join sections using (section_id) inner join terms using (term_id)
        )
        """,
        **SMALL,
    )
    assert len(sections) / teachers < 0.06


def test_licences_run_without_a_gap_until_30_june():
    gaps = value(
        """
        select count(*) from (
            select issue_date, expiry_date,
                lag(expiry_date) over (
                    partition by educator_id, area order by issue_date
                ) as before
            from certifications where certificate_type <> 'waiver'
        ) where before <> issue_date
            or strftime(expiry_date, '%m-%d') <> '06-30' or expiry_date <= issue_date
        """,
        **SMALL,
    )
    assert gaps == 0


@pytest.mark.parametrize("kind, most", [
    ("standard", 5), ("provisional", 3), ("emergency", 1), ("waiver", 1),
])  # fmt: skip
def test_certificates_are_valid_for_their_time(kind, most):
    # issued up to four months before the 30 June from which years count
    longest = value(
        f"""
        select max(expiry_date - issue_date) from certifications
        where certificate_type = '{kind}'
        """,
        **SMALL,
    )
    assert longest <= most * 366 + 125


def test_shares_of_certificates():
    shares = """
        with held as (
            select educator_id, bool_or(certificate_type = 'standard') as is_regular
            from certifications
            where issue_date <= date '2026-05-29' and expiry_date > date '2026-05-29'
            group by educator_id
        )
        select avg((not is_regular)::int) from held
        inner join educators using (educator_id)
        semi join section_educators using (educator_id)
        where separation_date is null and experience_years {which}
    """
    assert 0.035 < value(shares.format(which=">= 0"), **SMALL) < 0.10
    assert 0.12 < value(shares.format(which="<= 3"), **SMALL) < 0.40
    assert value(shares.format(which="> 9"), **SMALL) < 0.08


def test_endorsements_per_teacher():
    mean = value(
        """
        select avg(areas) from (
            select count(distinct area) as areas from certifications
            semi join section_educators using (educator_id)
            where certificate_type <> 'waiver' group by educator_id
        )
        """,
        **SMALL,
    )
    assert 1.3 < mean < 1.55


def test_full_time_teachers_have_five_or_six_classes_in_secondary_schools():
    loads = rows(
        """
        with loads as (
            select educator_id, school_year, count(distinct period) as classes
            from section_educators
            inner join sections using (section_id)
            inner join terms using (term_id)
            where role = 'primary' and term_type = 'year'
            group by educator_id, school_year
        )
        select classes, count(*) from loads group by classes order by classes
        """,
        **SMALL,
    )
    by_load = dict(loads)
    assert max(by_load) <= 6
    many = sum(by_load.get(load, 0) for load in (5, 6))
    # the others: homerooms (1), special education, part-time
    assert many > 0.8 * (sum(by_load.values()) - by_load[1] - by_load.get(3, 0))


def test_schools_are_staffed_by_their_need():
    ratios = rows(
        f"""
        with pupils as (
            select school_id, count(*) as pupils from enrollments
            where entry_date <= date '2025-10-01'
                and known(exit_date) > date '2025-10-01'
            group by school_id
        ),
        teachers as (
            select coalesce(crosswalk.school_id, school_code) as school_id,
                sum(fte)::double as fte
            from assignments
            left join school_crosswalk as crosswalk using (school_code)
            where position in {TEACHERS} and end_date is null
            group by 1
        )
        select school_id, pupils, pupils / fte from pupils
        left join teachers using (school_id)
        """,
        **SMALL,
    )
    assert len(ratios) == 12
    assert all(5 <= ratio <= 40 for _, _, ratio in ratios)
    pupils = sum(count for _, count, _ in ratios)
    assert 13.5 < pupils / sum(n / ratio for _, n, ratio in ratios) < 17


def test_contracts_add_up():
    people = rows(
        """
        select educator_id, sum(fte) filter (not is_overload) as fte,
            count(distinct school_code) as schools, bool_or(is_on_leave) as away
        from assignments where end_date is null group by educator_id
        """,
        **SMALL,
    )
    assert max(fte for _, fte, _, _ in people) == 1
    here = [person for person in people if not person[3]]
    assert min(fte for _, fte, _, _ in here) > 0
    travelling = [person for person in here if person[2] > 1]
    assert {schools for _, _, schools, _ in travelling} <= {2, 3, 4}
    assert {fte for _, fte, _, _ in travelling} == {1}
    part_time = sum(fte < 1 for _, fte, _, _ in here) / len(here)
    assert 0.02 < part_time < 0.13
    full_time = sum(fte == 1 and n == 1 for _, fte, n, _ in here) / len(here)
    assert 0.84 < full_time < 0.95


def test_one_assignment_is_at_most_full_time_and_none_only_on_leave():
    odd = value(
        """
        select count(*) from assignments
        where fte > 1 or fte < 0 or (fte = 0) <> is_on_leave
            or (is_overload and fte > 0.2)
        """,
        **SMALL,
    )
    assert odd == 0
    assert value("select count(*) from assignments where is_on_leave", **SMALL) > 0
    assert value("select count(*) from assignments where is_overload", **SMALL) > 0


def test_who_teaches_has_a_post_and_who_has_a_post_teaches():
    posts = f"""
        select distinct educator_id from assignments
        where position in {TEACHERS} and end_date is null and fte > 0
    """
    teachers = """
        select distinct educator_id from section_educators
        inner join sections using (section_id) inner join terms using (term_id)
        where school_year = 2026
    """
    for one, other in ((posts, teachers), (teachers, posts)):
        sql = f"select count(*) from ({one}) anti join ({other}) using (educator_id)"
        assert value(sql, **SMALL) == 0


def test_assignments_lie_within_employment_and_follow_one_another():
    assert (
        value(
            """
            select count(*) from assignments inner join educators using (educator_id)
            where begin_date < hire_date or end_date <= begin_date
                or known(end_date) > known(separation_date)
            """,
            **SMALL,
        )
        == 0
    )
    # two contracts of one person at one school at a time: only overload
    assert (
        value(
            """
            select count(*) from assignments as one
            inner join assignments as other using (educator_id, school_code)
            where one.assignment_id < other.assignment_id
                and not one.is_overload and not other.is_overload
                and one.begin_date < known(other.end_date)
                and other.begin_date < known(one.end_date)
            """,
            **SMALL,
        )
        == 0
    )


def test_staff_come_and_go():
    yearly = rows(
        """
        select year(separation_date) as year, count(*) from educators
        where separation_date is not null group by year order by year
        """,
        **SMALL,
    )
    assert [year for year, _ in yearly] == [2022, 2023, 2024, 2025]
    staff = value(
        "select count(*) from educators where separation_date is null", **SMALL
    )
    for _, count in yearly:
        assert 0.04 < count / staff < 0.13


def test_teachers_stay_at_their_school():
    kept = value(
        """
        with homes as (
            select distinct educator_id, school_year, school_id from section_educators
            inner join sections using (section_id) inner join terms using (term_id)
        )
        select avg((later.school_id is not null)::int) from homes
        left join homes as later on later.educator_id = homes.educator_id
            and later.school_id = homes.school_id
            and later.school_year = homes.school_year + 1
        where homes.school_year < 2026
        """,
        **SMALL,
    )
    assert 0.75 < kept < 0.95


def test_experience_and_age():
    bands = rows(
        """
        select avg((experience_years <= 3)::int), avg((experience_years >= 15)::int),
            avg(experience_years), avg(date_diff('day', birth_date, date '2026-05-29'))
        from educators semi join section_educators using (educator_id)
        where separation_date is null
        """,
        **SMALL,
    )[0]
    assert abs(bands[0] - 0.118) < 0.06
    assert abs(bands[1] - 0.469) < 0.07
    assert abs(bands[2] - 14.5) < 1.5
    assert abs(bands[3] / 365.25 - 43) < 2
    youngest = "select min(date_diff('day', birth_date, hire_date)) from educators"
    assert value(youngest, **SMALL) > 18 * 366


def test_every_school_has_a_principal_and_one_only():
    counts = rows(
        """
        select count(*) from assignments
        where position = 'principal' and end_date is null group by school_code
        """,
        **SMALL,
    )
    assert counts == [(1,)] * 12


def test_emails_are_unique_and_names_change():
    emails = rows("select email from educators", **SMALL)
    assert len(set(emails)) == len(emails)
    assert all(email.endswith(".example.org") for (email,) in emails)
    share = value("select avg((former_last_name is not null)::int) from educators")
    assert 0.02 < share < 0.25


def test_staff_without_classes_may_have_no_certificate():
    without = value(
        """
        select count(*) from assignments
        anti join certifications using (educator_id)
        where position in ('paraprofessional', 'other', 'specialist')
        """
    )
    assert without > 0
    for position in ("principal", "counselor", "librarian", "teacher"):
        missing = value(
            f"""
            select count(*) from assignments
            anti join certifications using (educator_id)
            where position = '{position}'
            """
        )
        assert missing == 0, position
