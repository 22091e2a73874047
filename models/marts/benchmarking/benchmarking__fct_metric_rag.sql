-- one row per run, type of run, rule book, school, cost category and sub-category rated
with

ratings as (
    select
        run_id,
        cast(run_type as {{ dbt.type_string() }}) as run_type,
        cast(comparator_method as {{ dbt.type_string() }}) as comparator_method,
        urn,
        cast(set_type as {{ dbt.type_string() }}) as set_type,
        category,
        sub_category,
        value,
        median,
        diff_median,
        percent_diff,
        percentile,
        decile,
        cast(rating_key as {{ dbt.type_string() }}) as rating_key,
        cast(rag as {{ dbt.type_string() }}) as rag,
        set_n,
        close_count,
        base_run_id
    from {{ ref('py_metric_rag') }}
)

select * from ratings
