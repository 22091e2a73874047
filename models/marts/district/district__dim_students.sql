-- one row per district and person: the student as of the as-of date
with

records as (
    select
        student_key,
        district_id,
        school_id,
        student_id,
        student_number,
        state_student_id,
        first_name,
        middle_name,
        last_name,
        preferred_first_name,
        email,
        username,
        sex,
        grade_level,
        race,
        home_language,
        frl_status,
        disability_type,
        street,
        city,
        state,
        zip,
        graduation_year,
        is_hispanic,
        is_iep,
        is_el,
        is_section_504,
        is_gifted,
        has_disability,
        birth_date
    from {{ ref('int_district__students_valid') }}
),

schools as (
    select school_key
    from {{ ref('district__dim_schools') }}
),

main_schools as (
    select
        student_key,
        school_id,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key
    from {{ ref('int_district__student_schools_ranked') }}
    where school_rank = 1
),

-- a person has one record per school: the main school's describes the person
final as (
    select
        records.student_key,
        {{ surrogate_key(['records.district_id']) }} as district_key,
        schools.school_key as main_school_key,
        records.student_id,
        records.student_number,
        records.state_student_id,
        records.first_name,
        records.middle_name,
        records.last_name,
        records.preferred_first_name,
        records.email,
        records.username,
        records.sex,
        records.grade_level,
        records.race,
        records.home_language,
        records.frl_status,
        records.disability_type,
        records.street,
        records.city,
        records.state,
        records.zip,
        records.graduation_year,
        records.is_hispanic,
        records.is_iep,
        records.is_el,
        records.is_section_504,
        records.is_gifted,
        records.has_disability,
        records.birth_date
    from records
    inner join main_schools
        on records.student_key = main_schools.student_key
        and coalesce(records.school_id, '') = coalesce(main_schools.school_id, '')
    left join schools
        on main_schools.school_key = schools.school_key
)

select * from final
