-- one row per run, rule book, school, category and sub-category, as published
-- noqa: disable=references.quoting
with

ratings as (
    select
        *,
        case run_type when 'user_defined' then 'default' else run_type end
            as published_type
    from {{ ref('benchmarking__fct_metric_rag') }}
),

-- a user may call a run like a folder, or use a name in two folders: the published key
-- cannot tell them apart, so the folder's own ratings count, then the latest folder's
ordered as (
    select
        *,
        row_number() over (
            partition by
                run_id,
                published_type,
                comparator_method,
                urn,
                category,
                sub_category
            order by
                case run_type when 'user_defined' then 1 else 0 end,
                base_run_id desc
        ) as run_order
    from ratings
),

final as (
    select
        cast(value as decimal(16, 2)) as "Value",
        cast(median as decimal(16, 2)) as "Mean",
        cast(diff_median as decimal(16, 2)) as "DiffMean",
        cast(percent_diff as decimal(16, 2)) as "PercentDiff",
        cast(percentile as decimal(16, 2)) as "Percentile",
        cast(decile as decimal(16, 2)) as "Decile",
        rag as "RAG",
        published_type as "RunType",
        run_id as "RunId",
        cast(urn as {{ dbt.type_string() }}) as "URN",
        category as "Category",
        sub_category as "SubCategory",
        case comparator_method when 'seed' then 'mixed' else 'unmixed' end
            as "SetType"
    from ordered
    where run_order = 1
)

select * from final
