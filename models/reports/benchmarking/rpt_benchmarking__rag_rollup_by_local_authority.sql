-- one row per run, rule book, local authority and cost category: schools by colour
with

ratings as (
    select
        run_id,
        comparator_method,
        urn,
        category,
        rag
    from {{ ref('benchmarking__fct_metric_rag') }}
    where run_type = 'default' and sub_category = 'Total'
),

categories as (
    select category
    from {{ ref('category_display') }}
    where is_priority
),

schools as (
    select run_id, urn, la_code
    from {{ ref('benchmarking__fct_school_characteristics') }}
    where la_code is not null
),

names as (
    select run_id, la_code, la_name
    from {{ ref('benchmarking__dim_local_authorities') }}
),

final as (
    select
        ratings.run_id,
        ratings.comparator_method,
        schools.la_code,
        names.la_name,
        ratings.category,
        {%- for colour in ['red', 'amber', 'green'] %}
        cast(sum(case when ratings.rag = '{{ colour }}' then 1 else 0 end) as integer)
            as {{ colour }}_count,
        {%- endfor %}
        cast(count(*) as integer) as rated_schools
    from ratings
    inner join categories
        on ratings.category = categories.category
    inner join schools
        on ratings.run_id = schools.run_id
        and ratings.urn = schools.urn
    left join names
        on schools.run_id = names.run_id
        and schools.la_code = names.la_code
    group by
        ratings.run_id,
        ratings.comparator_method,
        schools.la_code,
        names.la_name,
        ratings.category
)

select * from final
