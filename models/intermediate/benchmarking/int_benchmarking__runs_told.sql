-- one row per run of the national files that is not blocked
with

staged as (
    {% for entity in [
        'gias', 'maintained_schools_master_list', 'academy_master_list', 'aar',
        'academy_ar', 'arx_benchmark_report', 'bfr_sofa', 'bfr_three_year',
    ] %}
    select run_id
    from {{ ref('stg_dfe__' ~ entity) }}
    group by run_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

blocked as (
    select district_id as run_id
    from {{ ref('quality__blocked_sources') }}
    where source = 'dfe'
    group by district_id
),

runs as (
    select
        staged.run_id,
        {{ parse_integer('substring(staged.run_id, 1, 4)') }} as run_year
    from staged
    left join blocked
        on staged.run_id = blocked.run_id
    where blocked.run_id is null
    group by staged.run_id
)

select * from runs
