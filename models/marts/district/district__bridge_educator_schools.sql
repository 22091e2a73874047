-- one row per educator and school
{% set attributes = ['role', 'title', 'department'] %}
with

records as (
    select
        educator_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        is_teacher,
        {{ attributes | join(',\n        ') }}
    from {{ ref('int_district__educators_keyed') }}
),

schools as (
    select school_key
    from {{ ref('district__dim_schools') }}
),

educator_schools as (
    select
        educator_key,
        school_key,
        max(case when is_teacher then 1 else 0 end) = 1 as is_teacher
    from records
    group by educator_key, school_key
),

-- a teacher may stand in the staff file too: the teacher's record describes the post
ranked as (
    select
        records.*,
        row_number() over (
            partition by educator_key, school_key
            order by
                case when is_teacher then 1 else 2 end,
                {{ in_total_order(attributes) }}
        ) as record_rank
    from records
),

final as (
    select
        ranked.educator_key,
        ranked.school_key,
        ranked.role,
        ranked.title,
        ranked.department,
        educator_schools.is_teacher
    from ranked
    inner join educator_schools
        on ranked.educator_key = educator_schools.educator_key
        and ranked.school_key = educator_schools.school_key
    inner join schools
        on ranked.school_key = schools.school_key
    where ranked.record_rank = 1
)

select * from final
