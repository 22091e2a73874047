-- one row per run, trust and fault of its budget forecast return
with

repeated as (
    {% for file in ['bfr_sofa', 'bfr_three_year'] %}
    select
        run_id,
        '{{ file }}' as return_file,
        trust_upin,
        line_no,
        count(*) as records
    from {{ ref('stg_dfe__' ~ file) }}
    group by run_id, trust_upin, line_no
    having count(*) > 1
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

known_lines as (
    select line_no
    from {{ ref('bfr_lines') }}
    group by line_no
),

repeated_lines as (
    select
        'FIN-054' as rule_id,
        repeated.run_id,
        repeated.trust_upin,
        repeated.return_file || ' line '
        || cast(repeated.line_no as {{ dbt.type_string() }}) as observed,
        'each line of a trust once' as expected,
        'a trust has a line more than once; the first counts' as message
    from repeated
    inner join known_lines
        on repeated.line_no = known_lines.line_no
),

unknown_trusts as (
    select
        'FIN-053' as rule_id,
        run_id,
        trust_upin,
        'no academy with the UPIN' as observed,
        'a trust of the academy return' as expected,
        'the trust has no academy in the run; its forecast is left out' as message
    from {{ ref('int_benchmarking__bfr_trusts_matched') }}
    where trust_company_number is null
),

incomes as (
    select
        run_id,
        trust_upin,
        max(case when series = 'Total income' then amount end) as total,
        sum(
            case
                when series in ('Grant funding', 'Self-generated income') then amount
            end
        ) as parts
    from {{ ref('int_benchmarking__bfr_points_summed') }}
    where year_offset = 0
    group by run_id, trust_upin
),

tolerance as (
    select value as percent
    from {{ ref('bfr_thresholds') }}
    where threshold = 'balance_tolerance'
),

out_of_balance as (
    select
        'FIN-052' as rule_id,
        incomes.run_id,
        incomes.trust_upin,
        cast(incomes.parts as {{ dbt.type_string() }}) || ' of '
        || cast(incomes.total as {{ dbt.type_string() }}) as observed,
        'grants and self-generated income make up the total' as expected,
        'the lines of income do not add up to the total, which is used as it is'
            as message
    from incomes
    cross join tolerance
    where
        abs(incomes.total - incomes.parts) * 100
        > abs(incomes.total) * tolerance.percent
),

faults as (
    select * from repeated_lines
    union all
    select * from unknown_trusts
    union all
    select * from out_of_balance
),

violations as (
    select
        rule_id,
        'dfe' as source,
        run_id as district_id,
        'trust' as entity_type,
        {{ surrogate_key(['run_id', 'trust_upin']) }} as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        observed,
        expected,
        message,
        {{ json_object({'trust_upin': 'trust_upin'}) }} as evidence
    from faults
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
