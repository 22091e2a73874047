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

academies as (
    select
        own.run_id,
        own.line_number,
        academy_rows.urn,
        own.total_income,
        {{ total_expenditure('own.', academies_only=true) }} as total_expenditure,
        own.in_year_balance,
        own.total_grant_funding as grant_funding,
        own.total_self_generated_funding as self_generated,
        report.printed_total_income,
        report.printed_total_expenditure,
        report.printed_in_year_balance,
        report.printed_grant_funding,
        report.printed_self_generated
    from {{ ref('int_benchmarking__academy_own_amounts') }} as own
    inner join {{ ref('stg_dfe__academy_ar') }} as report
        on own.run_id = report.run_id
        and own.file_key = report.file_key
        and own.line_number = report.line_number
    inner join {{ ref('int_benchmarking__academy_rows') }} as academy_rows
        on own.run_id = academy_rows.run_id
        and own.file_key = academy_rows.file_key
        and own.line_number = academy_rows.line_number
    where own.return_source = 'academy_ar'
),

-- of central services the balance only, which all lines go into
central as (
    select
        central.run_id,
        central.trust_code,
        report.line_number,
        report.printed_in_year_balance,
        central.in_year_balance
    from {{ ref('int_benchmarking__central_amounts') }} as central
    inner join {{ ref('stg_dfe__academy_ar_central') }} as report
        on central.run_id = report.run_id
        and central.trust_code = report.company_number
    where central.return_source = 'academy_ar' and central.row_count = 1
),

totals as (
    select
        'FIN-024' as rule_id,
        run_id,
        'trust' as entity_type,
        trust_code as entity_id,
        'in_year_balance' as total_name,
        line_number,
        printed_in_year_balance as printed,
        in_year_balance as of_lines
    from central
    where printed_in_year_balance <> in_year_balance
    union all
    {%- for column in [
        'total_income',
        'total_expenditure',
        'in_year_balance',
        'grant_funding',
        'self_generated',
    ] %}
    select
        'FIN-024' as rule_id,
        run_id,
        'school' as entity_type,
        cast(urn as {{ dbt.type_string() }}) as entity_id,
        '{{ column }}' as total_name,
        line_number,
        printed_{{ column }} as printed,
        {{ column }} as of_lines
    from academies
    where printed_{{ column }} <> {{ column }}
    union all
    {%- endfor %}
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
        cast(null as integer) as school_year,
        cast(totals.printed as {{ dbt.type_string() }}) as observed,
        cast(totals.of_lines as {{ dbt.type_string() }}) as expected,
        totals.entity_type || ' ' || totals.entity_id
        || ' prints as ' || totals.total_name || ' what is not the sum of its lines; '
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
