{#
    The whole query of a report: per run, rule book, group of schools and cost category that
    is a priority, the rated schools by colour.

    key: what the schools are grouped by, a column of fct_school_characteristics
    name: the column with the name of a group; names: the table that has it
#}
{% macro rag_rollup(key, name, names) -%}
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
    select run_id, urn, {{ key }}
    from {{ ref('benchmarking__fct_school_characteristics') }}
    where {{ key }} is not null
),

names as (
    select run_id, {{ key }}, {{ name }}
    from {{ names }}
),

final as (
    select
        ratings.run_id,
        ratings.comparator_method,
        schools.{{ key }},
        names.{{ name }},
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
        and schools.{{ key }} = names.{{ key }}
    group by
        ratings.run_id,
        ratings.comparator_method,
        schools.{{ key }},
        names.{{ name }},
        ratings.category
)

select * from final
{%- endmacro %}
