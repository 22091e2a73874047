-- one row per subgroup of students
with

final as (
    select
        subgroup_key,
        dimension,
        subgroup_name,
        sort_order,
        value = 'unknown' as is_unknown
    from {{ ref('subgroups') }}
)

select * from final
