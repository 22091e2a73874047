-- one row per district, school and educator record
with

numbered as (
    select
        file_key,
        line_number,
        district_id,
        school_id,
        user_id,
        user_number,
        first_name,
        middle_name,
        last_name,
        email,
        role,
        max(case when role = 'teacher' then 1 else 0 end) over (
            partition by file_key, line_number, school_id
        ) as has_teacher_role,
        -- several roles at one school: the primary one, of equals teaching
        row_number() over (
            partition by file_key, line_number, school_id
            order by
                role_type nulls last,
                case when role = 'teacher' then 1 else 2 end,
                role nulls last,
                role_as_sent
        ) as role_number
    from {{ ref('int_oneroster__user_roles_unioned') }}
    where role_group = 'educator'
),

final as (
    select
        'oneroster' as source,
        district_id,
        school_id,
        user_id as educator_id,
        user_number as educator_number,
        cast(null as {{ dbt.type_string() }}) as state_educator_id,
        first_name,
        middle_name,
        last_name,
        email,
        cast(null as {{ dbt.type_string() }}) as title,
        cast(null as {{ dbt.type_string() }}) as department,
        role,
        has_teacher_role = 1 as is_teacher
    from numbered
    where role_number = 1
)

select * from final
