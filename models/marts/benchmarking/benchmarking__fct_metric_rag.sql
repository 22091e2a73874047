-- one row per run, type of run, rule book, school, cost category and sub-category rated
with

ratings as (
    select
        run_id,
        run_type,
        comparator_method,
        urn,
        set_type,
        category,
        sub_category,
        value,
        median,
        diff_median,
        percent_diff,
        percentile,
        decile,
        rating_key,
        rag,
        set_n,
        close_count,
        base_run_id
    from {{ ref('py_metric_rag') }}
)

select * from ratings
