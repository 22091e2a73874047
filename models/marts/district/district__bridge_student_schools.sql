-- one row per student and school
with

records as (
    select
        student_key,
        school_id,
        grade_level,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key
    from {{ ref('int_district__students_valid') }}
),

ranked_schools as (
    select student_key, school_id, school_rank
    from {{ ref('int_district__student_schools_ranked') }}
),

schools as (
    select school_key
    from {{ ref('district__dim_schools') }}
),

final as (
    select
        records.student_key,
        records.school_key,
        records.grade_level,
        ranked_schools.school_rank = 1 as is_main_school
    from records
    inner join ranked_schools
        on records.student_key = ranked_schools.student_key
        and records.school_id = ranked_schools.school_id
    inner join schools
        on records.school_key = schools.school_key
)

select * from final
