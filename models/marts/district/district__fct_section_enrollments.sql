-- one row per section, student and first day of the enrolment
with

enrollments as (
    select
        student_key,
        district_id,
        school_id,
        section_id,
        begin_date,
        end_date
    from {{ ref('int_district__section_enrollments_valid') }}
),

schools as (
    select school_key
    from {{ ref('district__dim_schools') }}
),

keyed as (
    select
        {{ surrogate_key(['district_id', 'school_id', 'section_id']) }} as section_key,
        student_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        begin_date,
        end_date
    from enrollments
),

final as (
    select
        keyed.section_key,
        keyed.student_key,
        schools.school_key,
        keyed.begin_date,
        keyed.end_date
    from keyed
    left join schools
        on keyed.school_key = schools.school_key
)

select * from final
