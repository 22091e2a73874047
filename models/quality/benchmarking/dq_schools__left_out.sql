-- one row per listed school that is not in the population, with the reason
with

left_out as (
    select
        left_out_by as rule_id,
        run_id,
        finance_type,
        return_source,
        order_line_number,
        cast(urn as {{ dbt.type_string() }}) as urn,
        cast(academy_upin as {{ dbt.type_string() }}) as academy_upin,
        coalesce(
            cast(urn as {{ dbt.type_string() }}),
            'UPIN ' || cast(academy_upin as {{ dbt.type_string() }}),
            'line ' || cast(order_line_number as {{ dbt.type_string() }})
        ) as natural_id
    from {{ ref('int_benchmarking__schools_gathered') }}
    where left_out_by is not null
),

violations as (
    select
        rule_id,
        'dfe' as source,
        run_id as district_id,
        'school' as entity_type,
        {{ surrogate_key(['run_id', 'natural_id']) }} as entity_key,
        {{ surrogate_key(['run_id', 'urn']) }} as school_key,
        cast(null as integer) as school_year,
        finance_type || ' school on line '
        || cast(order_line_number as {{ dbt.type_string() }}) as observed,
        case rule_id
            when 'FIN-001' then 'in one of the two lists'
            when 'FIN-002' then 'a school of GIAS'
            when 'FIN-003' then 'a phase code in GIAS'
            when 'FIN-004' then 'months and PFI of a return that was supplied'
            when 'FIN-005' then 'one line'
            when 'FIN-006' then 'a line in the academy list'
        end as expected,
        case rule_id
            when 'FIN-001'
                then
                    'the school is in the maintained and in the academy list; its line'
                    || ' in the maintained list is left out'
            when 'FIN-002'
                then 'the listed school is not in gias.csv; it is left out'
            when 'FIN-003'
                then 'gias.csv has no phase code for the school; it is left out'
            when 'FIN-004'
                then
                    'the return was supplied and does not say its months or whether the'
                    || ' school is PFI; the school is left out'
            when 'FIN-005'
                then
                    'the maintained list has the school on several lines; the first one'
                    || ' that supplied a return counts'
            when 'FIN-006'
                then
                    'the academy sent a return and is not in the academy list; it is'
                    || ' left out, its trust still shares central services with it'
        end as message,
        {{ json_object({
            'urn': 'urn',
            'academy_upin': 'academy_upin',
            'line': 'order_line_number',
            'list': 'return_source',
        }) }} as evidence
    from left_out
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
