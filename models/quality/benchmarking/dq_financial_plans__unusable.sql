-- one row per financial plan and rule that it breaks
with

plans as (
    select
        *,
        pupils is null or timetable_periods is null or teaching_periods is null
        or teachers_fte is null or teacher_cost is null or income is null
        or expenditure is null as lacks_a_number
    from {{ ref('int_benchmarking__financial_plans_read') }}
),

found as (
    select
        'FIN-045' as rule_id,
        run_id,
        urn,
        year,
        cast(urn as {{ dbt.type_string() }}) as observed,
        'URN of a school of the run' as expected,
        'the school is not in the run; its plan is left out' as message
    from plans
    where not is_known_school
    union all
    select
        'FIN-048' as rule_id,
        run_id,
        urn,
        year,
        cast(record_count as {{ dbt.type_string() }}) || ' plans' as observed,
        '1 plan' as expected,
        'the school has several plans for the year; the last one counts' as message
    from plans
    where record_count > 1
    union all
    select
        'FIN-049' as rule_id,
        run_id,
        urn,
        year,
        case
            when is_readable then 'input without a number that metrics need'
            else 'input that is no JSON object'
        end as observed,
        'a JSON object with seven numbers' as expected,
        case
            when is_readable
                then 'the plan lacks a number, and the metrics that need it'
            else 'the input of the plan cannot be read; it has no metrics'
        end as message
    from plans
    where lacks_a_number
),

violations as (
    select
        rule_id,
        'dfe' as source,
        run_id as district_id,
        'financial_plan' as entity_type,
        {{ surrogate_key(['run_id', 'urn', 'year']) }} as entity_key,
        {{ surrogate_key(['run_id', 'urn']) }} as school_key,
        cast(null as integer) as school_year,
        observed,
        expected,
        message,
        {{ json_object({'urn': 'urn', 'year': 'year'}) }} as evidence
    from found
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
