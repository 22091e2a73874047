-- one row per district and person on the staff
{% set attributes = [
    'educator_id', 'educator_number', 'state_educator_id', 'first_name', 'middle_name',
    'last_name', 'email', 'role', 'title', 'department',
] %}
with

records as (
    select
        educator_key,
        district_id,
        school_id,
        is_teacher,
        {{ attributes | join(',\n        ') }}
    from {{ ref('int_district__educators_keyed') }}
),

persons as (
    select
        educator_key,
        max(case when is_teacher then 1 else 0 end) = 1 as is_teacher
    from records
    group by educator_key
),

-- a person has a record per school and staff file: one describes the person, that of a
-- teacher before others
ranked as (
    select
        records.*,
        row_number() over (
            partition by educator_key
            order by
                case when is_teacher then 1 else 2 end,
                {{ in_total_order(['school_id'] + attributes) }}
        ) as record_rank
    from records
),

merged as (
    select educator_key, merged_educator_key
    from {{ ref('quality__educator_merge_map') }}
),

final as (
    select
        ranked.educator_key,
        coalesce(merged.merged_educator_key, ranked.educator_key)
            as merged_educator_key,
        {{ surrogate_key(['ranked.district_id']) }} as district_key,
        {% for attribute in attributes -%}
        ranked.{{ attribute }},
        {% endfor -%}
        persons.is_teacher
    from ranked
    inner join persons
        on ranked.educator_key = persons.educator_key
    left join merged
        on ranked.educator_key = merged.educator_key
    where ranked.record_rank = 1
)

select * from final
