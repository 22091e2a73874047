-- one row per district, school and student record
with

students as (
    select
        district_id,
        school_id,
        user_id as student_id,
        user_number as student_number,
        first_name,
        middle_name,
        last_name,
        preferred_first_name,
        lower(
            {{ trim_space(dbt.split_part('grades', "','", 1)) }}
        ) as grade_as_sent,
        email,
        username
    from {{ ref('int_oneroster__user_roles_unioned') }}
    where role_group = 'student'
),

withdrawn_statuses as (
    select source_value as status
    from {{ ref('code_crosswalk') }}
    where
        source = 'oneroster'
        and code_set = 'record_status'
        and value = 'to_be_deleted'
),

sexes as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'oneroster' and code_set = 'sex'
),

grade_levels as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'oneroster' and code_set = 'grade_level'
),

numbered_demographics as (
    select
        district_id,
        sourced_id as student_id,
        status,
        birth_date,
        lower(sex) as sex_as_sent,
        american_indian_or_alaska_native,
        asian,
        black_or_african_american,
        native_hawaiian_or_other_pacific_islander,
        white,
        demographic_race_two_or_more_races,
        hispanic_or_latino_ethnicity,
        -- a package beside an older one, or a record exported twice with a change
        row_number() over (
            partition by district_id, sourced_id
            order by date_last_modified desc nulls last, file_key asc, line_number desc
        ) as copy_number
    from {{ ref('stg_oneroster__demographics') }}
),

demographics as (
    select numbered_demographics.*
    from numbered_demographics
    left join withdrawn_statuses
        on numbered_demographics.status = withdrawn_statuses.status
    where
        numbered_demographics.copy_number = 1
        and withdrawn_statuses.status is null
),

counted_demographics as (
    select
        *,
        cast(coalesce(american_indian_or_alaska_native, false) as integer)
        + cast(coalesce(asian, false) as integer)
        + cast(coalesce(black_or_african_american, false) as integer)
        + cast(coalesce(native_hawaiian_or_other_pacific_islander, false) as integer)
        + cast(coalesce(white, false) as integer) as race_count
    from demographics
),

races as (
    select
        district_id,
        student_id,
        birth_date,
        sex_as_sent,
        case
            when demographic_race_two_or_more_races or race_count > 1
                then 'two_or_more_races'
            when american_indian_or_alaska_native
                then 'american_indian_or_alaska_native'
            when asian then 'asian'
            when black_or_african_american then 'black_or_african_american'
            when native_hawaiian_or_other_pacific_islander
                then 'native_hawaiian_or_other_pacific_islander'
            when white then 'white'
            else 'unknown'
        end as race,
        hispanic_or_latino_ethnicity as is_hispanic
    from counted_demographics
),

final as (
    select
        'oneroster' as source,
        students.district_id,
        students.school_id,
        students.student_id,
        students.student_number,
        cast(null as {{ dbt.type_string() }}) as state_student_id,
        students.first_name,
        students.middle_name,
        students.last_name,
        students.preferred_first_name,
        races.birth_date,
        sexes.value as sex,
        grade_levels.value as grade_level,
        races.race,
        races.is_hispanic,
        cast(null as {{ dbt.type_string() }}) as home_language,
        students.email,
        students.username,
        cast(null as {{ dbt.type_string() }}) as street,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as state,
        cast(null as {{ dbt.type_string() }}) as zip,
        cast(null as integer) as graduation_year,
        cast(null as {{ dbt.type_string() }}) as frl_status,
        cast(null as boolean) as is_iep,
        cast(null as boolean) as is_el,
        cast(null as boolean) as is_section_504,
        cast(null as boolean) as is_gifted,
        cast(null as boolean) as has_disability,
        cast(null as {{ dbt.type_string() }}) as disability_type
    from students
    left join races
        on students.district_id = races.district_id
        and students.student_id = races.student_id
    left join sexes
        on races.sex_as_sent = sexes.source_value
    left join grade_levels
        on students.grade_as_sent = grade_levels.source_value
)

select * from final
