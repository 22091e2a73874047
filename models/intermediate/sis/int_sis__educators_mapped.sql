-- one row per educator id, person, and school with a post on the as-of date, as a
-- teacher or as other staff
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

positions as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'role'
),

-- staff systems have codes of their own for schools
staff_codes as (
    select district_id, school_code, school_id
    from {{ ref('int_sis__school_codes_mapped') }}
    where system = 'hr'
),

posts as (
    select
        assignments.district_id,
        assignments.educator_id,
        assignments.assignment_id,
        coalesce(staff_codes.school_id, assignments.school_code) as school_id,
        assignments.position as title,
        positions.value as role,
        coalesce(positions.value = 'teacher', false) as is_teacher,
        assignments.fte,
        assignments.begin_date,
        coalesce(
            assignments.begin_date <= as_of.as_of_date
            and coalesce(assignments.end_date > as_of.as_of_date, true),
            false
        ) as is_active
    from {{ ref('stg_sis__assignments') }} as assignments
    cross join as_of
    left join staff_codes
        on assignments.district_id = staff_codes.district_id
        and assignments.school_code = staff_codes.school_code
    left join positions
        on lower(assignments.position) = positions.source_value
    where assignments.is_in_force
),

ranked_posts as (
    select
        posts.*,
        row_number() over (
            partition by district_id, educator_id
            order by
                is_active desc,
                begin_date desc,
                fte desc nulls last,
                assignment_id asc
        ) as post_rank,
        row_number() over (
            partition by district_id, educator_id, school_id, is_teacher
            order by is_active desc, fte desc nulls last, assignment_id asc
        ) as post_rank_at_school
    from posts
),

-- who holds no post on the as-of date has no school, and the role of the last one
current_posts as (
    select
        district_id,
        educator_id,
        case when is_active then school_id end as school_id,
        title,
        role,
        is_teacher
    from ranked_posts
    where
        (is_active and post_rank_at_school = 1)
        or (not is_active and post_rank = 1)
),

-- lines of one person that differ: the first one counts
ranked_educators as (
    select
        district_id,
        educator_id,
        state_educator_id,
        first_name,
        middle_name,
        last_name,
        email,
        row_number() over (
            partition by
                district_id,
                educator_id,
                {{ normal_text('first_name') }},
                {{ normal_text('last_name') }}
            order by line_number, file_key
        ) as person_line
    from {{ ref('stg_sis__educators') }}
    where is_in_force
),

final as (
    select
        'sis' as source,
        educators.district_id,
        current_posts.school_id,
        educators.educator_id,
        cast(null as {{ dbt.type_string() }}) as educator_number,
        educators.state_educator_id,
        educators.first_name,
        educators.middle_name,
        educators.last_name,
        educators.email,
        current_posts.title,
        cast(null as {{ dbt.type_string() }}) as department,
        current_posts.role,
        coalesce(current_posts.is_teacher, false) as is_teacher
    from ranked_educators as educators
    left join current_posts
        on educators.district_id = current_posts.district_id
        and educators.educator_id = current_posts.educator_id
    where educators.person_line = 1
)

select * from final
