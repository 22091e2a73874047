-- one row per total that a return prints and its lines do not make
with

tolerance as (
    select threshold as allowed
    from {{ ref('finance_thresholds') }}
    where name = 'printed_total_tolerance'
),

maintained as (
    select *
    from {{ ref('int_benchmarking__maintained_finances') }}
    where has_money
),

totals as (
    {%- for column in [
        'total_income',
        'total_expenditure',
        'direct_grants',
        'targeted_grants',
        'community_grants',
        'total_self_generated_funding',
    ] %}
    select
        'FIN-025' as rule_id,
        run_id,
        'school' as entity_type,
        cast(urn as {{ dbt.type_string() }}) as entity_id,
        '{{ column }}' as total_name,
        line_number,
        {{ column }} as printed,
        {{ column }}_lines as of_lines
    from maintained
    where {{ column }} <> {{ column }}_lines
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

violations as (
    select
        totals.rule_id,
        'dfe' as source,
        totals.run_id as district_id,
        totals.entity_type,
        {{ surrogate_key([
            'totals.run_id',
            'totals.entity_id',
            'totals.total_name',
            'totals.line_number',
        ]) }} as entity_key,
        case
            when totals.entity_type = 'school'
                then {{ surrogate_key(['totals.run_id', 'totals.entity_id']) }}
        end as school_key,
        cast(totals.printed as {{ dbt.type_string() }}) as observed,
        cast(totals.of_lines as {{ dbt.type_string() }}) as expected,
        totals.entity_type || ' ' || totals.entity_id || ' prints a ' || totals.total_name
        || ' that is not the sum of its lines; '
        || case
            when totals.rule_id = 'FIN-025' then 'the printed total is used'
            else 'the lines are used'
        end as message,
        {{ json_object({
            'id': 'totals.entity_id',
            'total': 'totals.total_name',
            'line_number': 'totals.line_number',
        }) }} as evidence
    from totals
    cross join tolerance
    where abs(totals.printed - totals.of_lines) > tolerance.allowed
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
