-- one row per run and academy row of the return in force, as the return names it
with

runs as (
    select run_id from {{ ref('int_benchmarking__runs_told') }}
),

-- the first of these that a run has is its return
sources as (
    {% for entity, source in [
        ('aar', 'aar'), ('arx_benchmark_report', 'arx'), ('academy_ar', 'academy_ar')
    ] %}
    select
        run_id,
        {{ loop.index }} as source_order,
        '{{ source }}' as return_source
    from {{ ref('stg_dfe__' ~ entity) }}
    group by run_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

ranked_sources as (
    select
        sources.run_id,
        sources.return_source,
        row_number() over (
            partition by sources.run_id
            order by sources.source_order
        ) as source_rank
    from sources
    inner join runs
        on sources.run_id = runs.run_id
),

-- one UPIN stands on several lines of both workbooks after a transfer: they go by place
standing_data as (
    select
        *,
        row_number() over (
            partition by run_id, academy_upin
            order by file_key, line_number
        ) as place
    from {{ ref('stg_dfe__arx_standing_data') }}
),

benchmark_report as (
    select
        run_id,
        file_key,
        line_number,
        academy_upin,
        row_number() over (
            partition by run_id, academy_upin
            order by file_key, line_number
        ) as place
    from {{ ref('stg_dfe__arx_benchmark_report') }}
),

insights as (
    select
        run_id,
        academy_upin,
        period_months,
        row_number() over (
            partition by run_id, academy_upin
            order by file_key, line_number
        ) as place
    from {{ ref('stg_dfe__arx_insights_extract') }}
),

returns as (
    select
        run_id,
        'aar' as return_source,
        file_key,
        line_number,
        urn,
        academy_upin,
        lead_upin as trust_upin,
        company_number,
        trust_name,
        trust_status,
        cast(null as integer) as period_months,
        joined_date,
        left_date,
        valid_to
    from {{ ref('stg_dfe__aar') }}
    union all
    select
        run_id,
        'academy_ar' as return_source,
        file_key,
        line_number,
        urn,
        academy_upin,
        lead_upin as trust_upin,
        company_number,
        trust_name,
        trust_status,
        period_months,
        joined_date,
        left_date,
        valid_to
    from {{ ref('stg_dfe__academy_ar') }}
    union all
    select
        benchmark_report.run_id,
        'arx' as return_source,
        benchmark_report.file_key,
        benchmark_report.line_number,
        standing_data.urn,
        benchmark_report.academy_upin,
        standing_data.lead_upin as trust_upin,
        standing_data.company_number,
        standing_data.trust_name,
        standing_data.trust_status,
        insights.period_months,
        standing_data.joined_date,
        standing_data.left_date,
        standing_data.valid_to
    from benchmark_report
    left join standing_data
        on
        benchmark_report.run_id = standing_data.run_id
        and benchmark_report.academy_upin = standing_data.academy_upin
        and benchmark_report.place = standing_data.place
    left join insights
        on
        benchmark_report.run_id = insights.run_id
        and benchmark_report.academy_upin = insights.academy_upin
        and benchmark_report.place = insights.place
),

left_out_statuses as (
    select word
    from {{ ref('dfe_words') }}
    where code_set = 'trust_status'
),

-- academy_ar.xlsx has no status: the academy list says which trusts had one day
left_out_memberships as (
    select
        academy_list.run_id,
        academy_list.academy_upin,
        academy_list.company_number
    from {{ ref('stg_dfe__academy_master_list') }} as academy_list
    inner join left_out_statuses
        on lower(academy_list.trust_status) = left_out_statuses.word
    group by
        academy_list.run_id, academy_list.academy_upin, academy_list.company_number
),

in_force as (
    select returns.*
    from returns
    inner join ranked_sources
        on
        returns.run_id = ranked_sources.run_id
        and returns.return_source = ranked_sources.return_source
        and ranked_sources.source_rank = 1
    left join left_out_statuses
        on lower(returns.trust_status) = left_out_statuses.word
    left join left_out_memberships
        on
        returns.run_id = left_out_memberships.run_id
        and returns.academy_upin = left_out_memberships.academy_upin
        and returns.company_number = left_out_memberships.company_number
    where left_out_statuses.word is null and left_out_memberships.run_id is null
)

select * from in_force
