-- one row per section, student and begin date
with

sections as (
    select district_id, school_id, section_id
    from {{ ref('int_sis__sections_mapped') }}
),

section_terms as (
    select district_id, section_id, end_date
    from {{ ref('int_sis__section_terms_mapped') }}
),

outdated as (
    select file_key, line_number
    from {{ ref('int_sis__facts_outdated') }}
    where entity = 'section_enrollments'
),

enrollments as (
    select
        section_enrollments.district_id,
        section_enrollments.section_id,
        section_enrollments.student_id,
        section_enrollments.begin_date,
        section_enrollments.end_date
    from {{ ref('stg_sis__section_enrollments') }} as section_enrollments
    left join outdated
        on section_enrollments.file_key = outdated.file_key
        and section_enrollments.line_number = outdated.line_number
    where outdated.file_key is null
),

-- lines of one enrolment that differ: the longer one counts
spans as (
    select
        district_id,
        section_id,
        student_id,
        begin_date,
        case when count(*) = count(end_date) then max(end_date) end as end_date
    from enrollments
    group by district_id, section_id, student_id, begin_date
),

-- what is open ends with the term; a section that is not in the extract is at no school
final as (
    select
        'sis' as source,
        spans.district_id,
        coalesce(sections.school_id, '') as school_id,
        spans.section_id,
        spans.student_id,
        spans.begin_date,
        coalesce(spans.end_date, section_terms.end_date) as end_date
    from spans
    left join sections
        on spans.district_id = sections.district_id
        and spans.section_id = sections.section_id
    left join section_terms
        on spans.district_id = section_terms.district_id
        and spans.section_id = section_terms.section_id
)

select * from final
