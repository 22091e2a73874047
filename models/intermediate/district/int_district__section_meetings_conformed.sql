-- one row per section and educator of it, with subject, period and dates
with

section_educators as (
    select
        source,
        district_id,
        school_id,
        section_id,
        educator_id,
        educator_key,
        educator_role,
        begin_date,
        end_date
    from {{ ref('int_district__section_educators_resolved') }}
    where is_section_known
),

sections as (
    select
        district_id,
        school_id,
        section_id,
        course_id,
        subject,
        period,
        {{ grade_number('grade_level') }} as grade_number
    from {{ ref('int_district__sections_conformed') }}
),

courses as (
    select district_id, course_id, is_core
    from {{ ref('int_district__courses_conformed') }}
),

section_spans as (
    select
        district_id,
        school_id,
        section_id,
        min(start_date) as begin_date,
        max(end_date) as end_date
    from {{ ref('int_district__section_terms_conformed') }}
    where start_date < end_date
    group by district_id, school_id, section_id
),

conformed as (
    select
        section_educators.source,
        section_educators.district_id,
        section_educators.school_id,
        {{ surrogate_key([
            'section_educators.district_id', 'section_educators.school_id'
        ]) }} as school_key,
        section_educators.section_id,
        {{ surrogate_key([
            'section_educators.district_id',
            'section_educators.school_id',
            'section_educators.section_id',
        ]) }} as section_key,
        section_educators.educator_id,
        section_educators.educator_key,
        section_educators.educator_role,
        sections.course_id,
        sections.subject,
        sections.period,
        sections.grade_number,
        courses.is_core,
        coalesce(section_educators.begin_date, section_spans.begin_date) as begin_date,
        coalesce(section_educators.end_date, section_spans.end_date) as end_date
    from section_educators
    inner join sections
        on section_educators.district_id = sections.district_id
        and section_educators.school_id = sections.school_id
        and section_educators.section_id = sections.section_id
    left join courses
        on section_educators.district_id = courses.district_id
        and sections.course_id = courses.course_id
    left join section_spans
        on section_educators.district_id = section_spans.district_id
        and section_educators.school_id = section_spans.school_id
        and section_educators.section_id = section_spans.section_id
)

select * from conformed
