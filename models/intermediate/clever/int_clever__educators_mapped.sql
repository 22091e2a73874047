-- one row per file (teachers or staff), school, educator id and person
with

teachers as (
    select
        file_key,
        line_number,
        district_id,
        school_id,
        teacher_id as educator_id,
        teacher_number as educator_number,
        state_teacher_id as state_educator_id,
        first_name,
        middle_name,
        last_name,
        teacher_email as email,
        title,
        cast(null as {{ dbt.type_string() }}) as department,
        'teacher' as role,
        true as is_teacher
    from {{ ref('stg_clever__teachers') }}
),

staff as (
    select
        file_key,
        line_number,
        district_id,
        school_id,
        staff_id,
        staff_email,
        first_name,
        last_name,
        title,
        department,
        role
    from {{ ref('stg_clever__staff') }}
),

roles as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'role'
),

-- Role is often empty, then the title says what the person does
staff_with_roles as (
    select
        staff.file_key,
        staff.line_number,
        staff.district_id,
        staff.school_id,
        staff.staff_id as educator_id,
        cast(null as {{ dbt.type_string() }}) as educator_number,
        cast(null as {{ dbt.type_string() }}) as state_educator_id,
        staff.first_name,
        cast(null as {{ dbt.type_string() }}) as middle_name,
        staff.last_name,
        staff.staff_email as email,
        staff.title,
        staff.department,
        coalesce(roles.value, title_roles.value) as role,
        false as is_teacher
    from staff
    left join roles
        on lower(staff.role) = roles.source_value
    left join roles as title_roles
        on lower(staff.title) = title_roles.source_value
),

educators as (
    select * from teachers
    union all
    select * from staff_with_roles
),

-- lines of one person that differ: the first one counts
ranked_educators as (
    select
        educators.*,
        row_number() over (
            partition by
                district_id,
                school_id,
                educator_id,
                is_teacher,
                lower(replace(first_name, ' ', '')),
                lower(replace(last_name, ' ', ''))
            order by line_number, file_key
        ) as person_line
    from educators
),

final as (
    select
        'clever' as source,
        district_id,
        school_id,
        educator_id,
        educator_number,
        state_educator_id,
        first_name,
        middle_name,
        last_name,
        email,
        title,
        department,
        role,
        is_teacher
    from ranked_educators
    where person_line = 1
)

select * from final
