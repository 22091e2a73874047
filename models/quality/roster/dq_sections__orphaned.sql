-- one row per section and rule: without an educator whom the roster has (ENR-012), or
-- without students (ENR-013)
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

section_spans as (
    select
        district_id,
        school_id,
        section_id,
        min(start_date) as begin_date
    from {{ ref('int_district__section_terms_conformed') }}
    group by district_id, school_id, section_id
),

sections as (
    select
        sections.source,
        sections.district_id,
        sections.school_id,
        sections.section_id,
        {{ school_year_of('section_spans.begin_date') }} as school_year,
        coalesce(section_spans.begin_date <= as_of.as_of_date, true) as has_begun
    from {{ ref('int_district__sections_conformed') }} as sections
    cross join as_of
    left join section_spans
        on sections.district_id = section_spans.district_id
        and sections.school_id = section_spans.school_id
        and sections.section_id = section_spans.section_id
),

section_educators as (
    select
        district_id,
        school_id,
        section_id,
        educator_id,
        is_educator_known
    from {{ ref('int_district__section_educators_resolved') }}
    where is_section_known
    group by district_id, school_id, section_id, educator_id, is_educator_known
),

educators as (
    select
        district_id,
        school_id,
        section_id,
        sum(case when is_educator_known then 0 else 1 end) as unknown_count,
        {{ dbt.listagg(
            'case when not is_educator_known then educator_id end',
            "', '",
            'order by educator_id',
        ) }} as unknown_ids
    from section_educators
    group by district_id, school_id, section_id
),

students as (
    select
        district_id,
        school_id,
        section_id
    from {{ ref('int_district__section_enrollments_resolved') }}
    where is_section_known
    group by district_id, school_id, section_id
),

-- a district that sends no educators of sections, or no students, is not asked for them
districts as (
    select
        sections.district_id,
        max(case when educators.section_id is not null then 1 else 0 end) = 1
            as has_educators,
        max(case when students.section_id is not null then 1 else 0 end) = 1
            as has_students
    from sections
    left join educators
        on sections.district_id = educators.district_id
        and sections.school_id = educators.school_id
        and sections.section_id = educators.section_id
    left join students
        on sections.district_id = students.district_id
        and sections.school_id = students.school_id
        and sections.section_id = students.section_id
    group by sections.district_id
),

found as (
    select
        'ENR-012' as rule_id,
        sections.*,
        coalesce(
            'unknown: ' || cast(educators.unknown_count as {{ dbt.type_string() }}),
            'no educator'
        ) as observed,
        'educators of the roster' as expected,
        case
            when educators.section_id is null then 'the section has no educator'
            else 'the section names an educator whom the roster does not have'
        end as message,
        educators.unknown_ids as educator_ids
    from sections
    inner join districts
        on sections.district_id = districts.district_id
    left join educators
        on sections.district_id = educators.district_id
        and sections.school_id = educators.school_id
        and sections.section_id = educators.section_id
    where
        educators.unknown_count > 0
        or (
            educators.section_id is null
            and sections.has_begun
            and districts.has_educators
        )
    union all
    select
        'ENR-013' as rule_id,
        sections.*,
        '0 students' as observed,
        '1 student or more' as expected,
        'the section has begun and has no students' as message,
        cast(null as {{ dbt.type_string() }}) as educator_ids
    from sections
    inner join districts
        on sections.district_id = districts.district_id
    left join students
        on sections.district_id = students.district_id
        and sections.school_id = students.school_id
        and sections.section_id = students.section_id
    where
        students.section_id is null and sections.has_begun and districts.has_students
),

violations as (
    select
        rule_id,
        source,
        district_id,
        'section' as entity_type,
        {{ surrogate_key(['district_id', 'school_id', 'section_id']) }} as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        school_year,
        observed,
        expected,
        message,
        {{ json_object({
            'school_id': 'school_id',
            'section_id': 'section_id',
            'educator_ids': 'educator_ids',
        }) }} as evidence
    from found
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
