-- one row per district, school year, school, grade and subgroup, margins among them
with

cells as (
    select
        district_key,
        school_key,
        subgroup_key,
        grade_number,
        suppression_state,
        shown_as,
        school_year,
        denominator
    from {{ ref('py_disclosed_cells') }}
    where table_name = 'enrollment_by_subgroup'
),

schools as (
    select
        school_key,
        school_name
    from {{ ref('district__dim_schools') }}
),

final as (
    select
        cells.district_key,
        cells.school_key,
        cells.subgroup_key,
        schools.school_name,
        cells.grade_number,
        cells.suppression_state,
        cells.shown_as,
        cast(cells.school_year as integer) as school_year,
        cells.denominator as student_count
    from cells
    left join schools
        on cells.school_key = schools.school_key
)

select * from final
