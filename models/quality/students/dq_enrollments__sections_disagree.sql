-- one row per section enrolment outside the enrolment at its school (ENR-009), and per
-- enrolment without a section (ENR-010)
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

enrollments as (
    select
        source,
        district_id,
        enrollment_id,
        enrollment_key,
        student_id,
        student_key,
        school_id,
        school_key,
        school_year,
        grade_number,
        is_primary,
        is_never_attended,
        is_history_whole,
        entry_date,
        until_date
    from {{ ref('int_district__enrollments_judged') }}
),

years_sent as (
    select district_id, school_year
    from enrollments
    group by district_id, school_year
),

-- one date that cannot be leaves open where the student was
students_in_doubt as (
    select student_key
    from enrollments
    where not is_history_whole
    group by student_key
),

summer_terms as (
    select
        district_id,
        term_name,
        start_date,
        end_date
    from {{ ref('int_district__terms_conformed') }}
    where term_type = 'summer'
    group by district_id, term_name, start_date, end_date
),

-- summer school is held for students of all schools
summer_sections as (
    select
        section_terms.district_id,
        section_terms.school_id,
        section_terms.section_id
    from {{ ref('int_district__section_terms_conformed') }} as section_terms
    inner join summer_terms
        on section_terms.district_id = summer_terms.district_id
        and section_terms.term_name = summer_terms.term_name
        and section_terms.start_date = summer_terms.start_date
        and section_terms.end_date = summer_terms.end_date
    group by
        section_terms.district_id, section_terms.school_id, section_terms.section_id
),

section_enrollments as (
    select
        sent.source,
        sent.district_id,
        sent.school_id,
        {{ surrogate_key(['sent.district_id', 'sent.school_id']) }} as school_key,
        sent.section_id,
        sent.student_id,
        sent.student_key,
        {{ school_year_of('sent.begin_date') }} as school_year,
        sent.begin_date,
        sent.end_date
    from {{ ref('int_district__section_enrollments_resolved') }} as sent
    left join students_in_doubt
        on sent.student_key = students_in_doubt.student_key
    left join summer_sections
        on sent.district_id = summer_sections.district_id
        and sent.school_id = summer_sections.school_id
        and sent.section_id = summer_sections.section_id
    where
        sent.student_key is not null
        and sent.is_section_known
        and (sent.begin_date < sent.end_date or sent.end_date is null)
        and students_in_doubt.student_key is null
        and summer_sections.section_id is null
),

-- the first and the last day may lie in two enrolments at the school
covered as (
    select
        section_enrollments.source,
        section_enrollments.district_id,
        section_enrollments.school_id,
        section_enrollments.school_key,
        section_enrollments.section_id,
        section_enrollments.student_id,
        section_enrollments.school_year,
        section_enrollments.begin_date,
        section_enrollments.end_date,
        max(
            case
                when
                    section_enrollments.begin_date >= enrollments.entry_date
                    and section_enrollments.begin_date < enrollments.until_date
                    then 1
                else 0
            end
        ) = 1 as is_begin_covered,
        max(
            case
                when
                    section_enrollments.end_date > enrollments.entry_date
                    and section_enrollments.end_date <= enrollments.until_date
                    then 1
                else 0
            end
        ) = 1 as is_end_covered
    from section_enrollments
    inner join years_sent
        on section_enrollments.district_id = years_sent.district_id
        and section_enrollments.school_year = years_sent.school_year
    left join enrollments
        on section_enrollments.student_key = enrollments.student_key
        and section_enrollments.school_key = enrollments.school_key
        and not enrollments.is_never_attended
    group by
        section_enrollments.source,
        section_enrollments.district_id,
        section_enrollments.school_id,
        section_enrollments.school_key,
        section_enrollments.section_id,
        section_enrollments.student_id,
        section_enrollments.school_year,
        section_enrollments.begin_date,
        section_enrollments.end_date
),

outside as (
    select
        'ENR-009' as rule_id,
        source,
        district_id,
        'section_enrollment' as entity_type,
        {{ surrogate_key([
            'district_id',
            'school_id',
            'section_id',
            "'student ' || student_id",
            'begin_date',
        ]) }} as entity_key,
        school_key,
        school_year,
        cast(begin_date as {{ dbt.type_string() }}) || ' to '
        || coalesce(cast(end_date as {{ dbt.type_string() }}), 'open') as observed,
        'days on which the student is enrolled at the school' as expected,
        'the student is in a section of a school while not enrolled there' as message,
        {{ json_object({
            'section_id': 'section_id',
            'student_id': 'student_id',
            'begin_date': 'begin_date',
            'school_id': 'school_id',
        }) }} as evidence
    from covered
    where not is_begin_covered or (end_date is not null and not is_end_covered)
),

student_years as (
    select
        student_key,
        school_key,
        school_year
    from section_enrollments
    group by student_key, school_key, school_year
),

attended as (
    select
        enrollments.*,
        student_years.student_key is not null as has_section
    from enrollments
    left join student_years
        on enrollments.student_key = student_years.student_key
        and enrollments.school_key = student_years.school_key
        and enrollments.school_year = student_years.school_year
    where
        enrollments.is_primary
        and enrollments.is_history_whole
        and not enrollments.is_never_attended
),

-- a school may schedule some of its grades only
grades_with_sections as (
    select
        school_key,
        school_year,
        grade_number
    from attended
    where has_section
    group by school_key, school_year, grade_number
),

unscheduled as (
    select
        'ENR-010' as rule_id,
        attended.source,
        attended.district_id,
        'enrollment' as entity_type,
        attended.enrollment_key as entity_key,
        attended.school_key,
        attended.school_year,
        '0 sections' as observed,
        'a section, as others of the grade have' as expected,
        'the student is enrolled and in no section of the school' as message,
        {{ json_object({
            'enrollment_id': 'attended.enrollment_id',
            'student_id': 'attended.student_id',
            'school_id': 'attended.school_id',
        }) }} as evidence
    from attended
    inner join grades_with_sections
        on attended.school_key = grades_with_sections.school_key
        and attended.school_year = grades_with_sections.school_year
        and attended.grade_number = grades_with_sections.grade_number
    cross join as_of
    where
        not attended.has_section
        and {{ dbt.datediff(
            'attended.entry_date', 'least(attended.until_date, as_of.as_of_date)', 'day'
        ) }} >= {{ dq_parameter('ENR-010', 'days') }}
),

violations as (
    select * from outside
    union all
    select * from unscheduled
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
