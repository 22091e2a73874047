-- one row per section, student and begin date
with

enrollments as (
    select district_id, school_id, section_id, student_id
    from {{ ref('stg_clever__enrollments') }}
),

section_terms as (
    select district_id, school_id, section_id, start_date, end_date
    from {{ ref('int_clever__section_terms_mapped') }}
),

-- lines repeat where only columns that the format does not know differ
section_students as (
    select district_id, school_id, section_id, student_id
    from enrollments
    group by district_id, school_id, section_id, student_id
),

-- terms of one section that begin on the same day are one span, the longest
section_spans as (
    select
        district_id,
        school_id,
        section_id,
        start_date as begin_date,
        max(end_date) as end_date
    from section_terms
    group by district_id, school_id, section_id, start_date
),

final as (
    select
        'clever' as source,
        section_students.district_id,
        section_students.school_id,
        section_students.section_id,
        section_students.student_id,
        section_spans.begin_date,
        section_spans.end_date
    from section_students
    left join section_spans
        on section_students.district_id = section_spans.district_id
        and section_students.school_id = section_spans.school_id
        and section_students.section_id = section_spans.section_id
)

select * from final
