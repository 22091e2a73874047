-- one row per run and academy row with money: its own amounts, without central services
{%- set costs = cost_lines() | selectattr('academies') | list %}
{%- set lines = (costs | map(attribute='line') | list) + academy_lines() %}
with

academy_rows as (
    select run_id, return_source, file_key, line_number
    from {{ ref('int_benchmarking__academy_rows') }}
    where file_key is not null
),

returned as (
    {%- for source, model in [
        ('aar', 'stg_dfe__aar'),
        ('arx', 'stg_dfe__arx_benchmark_report'),
        ('academy_ar', 'stg_dfe__academy_ar'),
    ] %}
    select
        run_id,
        file_key,
        '{{ source }}' as return_source,
        {{ missing_lines_of(source) }} as missing_lines,
        {{ lines | join(',\n        ') }},
        line_number
    from {{ ref(model) }}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

in_force as (
    select returned.*
    from returned
    inner join academy_rows
        on returned.run_id = academy_rows.run_id
        and returned.return_source = academy_rows.return_source
        and returned.file_key = academy_rows.file_key
        and returned.line_number = academy_rows.line_number
),

told_apart as (
    select
        *,
        {{ academy_line_parts() }}
    from in_force
),

derived as (
    select
        *,
        {{ derived_academy_lines() }}
    from told_apart
),

summed as (
    select
        run_id,
        file_key,
        return_source,
        {{ missing_lines_of(source) }} as missing_lines,
        line_number,
        {{ academy_income() }},
        revenue_reserve,
        {{ costs | map(attribute='line') | join('_part + ') }}_part as total_expenditure,
        {%- for cost in costs %}
        {{ cost.line }} as {{ cost.column }},
        {%- endfor %}
        coalesce({{ lines | reject('eq', 'revenue_reserve') | join(', ') }}) is not null
            as has_money
    from derived
),

final as (
    select
        *,
        total_income - total_expenditure as in_year_balance
    from summed
)

select * from final
