-- one row per school and thing that makes its return hard to use
with

schools as (
    select
        run_id,
        urn,
        finance_type,
        file_key,
        line_number,
        did_not_submit,
        federation_lead_urn is not null and not is_federation_lead as is_member
    from {{ ref('int_benchmarking__schools_listed') }}
),

finances as (
    select
        run_id,
        urn,
        overall_phase,
        number_of_pupils,
        total_expenditure,
        in_year_balance
    from {{ ref('int_benchmarking__school_finances') }}
),

maintained as (
    select run_id, file_key, line_number, has_money
    from {{ ref('int_benchmarking__maintained_finances') }}
),

phases_funded_by_place as (
    select distinct overall_phase
    from {{ ref('phase_rules') }}
    where is_funded_by_place
),

flags as (
    select run_id, urn, has_financial_data
    from {{ ref('int_benchmarking__return_flags') }}
),

odd as (
    select
        'FIN-026' as rule_id,
        finances.run_id,
        finances.urn,
        '0 pupils' as observed,
        'more than 0 pupils' as expected,
        'school ' || cast(finances.urn as {{ dbt.type_string() }})
        || ' spends money and has 0 pupils; its costs per pupil are 0' as message
    from finances
    left join phases_funded_by_place
        on finances.overall_phase = phases_funded_by_place.overall_phase
    where
        finances.total_expenditure > 0
        and finances.number_of_pupils <= 0
        and phases_funded_by_place.overall_phase is null
    union all
    select
        'FIN-027' as rule_id,
        run_id,
        urn,
        'no balance' as observed,
        'every line filled in' as expected,
        'school ' || cast(urn as {{ dbt.type_string() }})
        || ' left a line of its return blank; totals of income with that line and the'
        || ' balance are unknown' as message
    from finances
    where in_year_balance is null
    union all
    select
        'FIN-028' as rule_id,
        schools.run_id,
        schools.urn,
        'amounts' as observed,
        'no amounts' as expected,
        'school ' || cast(schools.urn as {{ dbt.type_string() }})
        || ' is listed as not having supplied a return and has amounts; they are'
        || ' not used'
            as message
    from schools
    inner join maintained
        on schools.run_id = maintained.run_id
        and schools.file_key = maintained.file_key
        and schools.line_number = maintained.line_number
    where
        schools.finance_type = 'Maintained'
        and schools.did_not_submit
        and maintained.has_money
    union all
    select
        'FIN-029' as rule_id,
        schools.run_id,
        schools.urn,
        case when schools.did_not_submit then 'did not supply' else 'no amounts' end
            as observed,
        'a return' as expected,
        'school ' || cast(schools.urn as {{ dbt.type_string() }})
        || ' has no return, so that it has no costs and no ratings' as message
    from schools
    inner join flags
        on schools.run_id = flags.run_id
        and schools.urn = flags.urn
    where not flags.has_financial_data and not schools.is_member
),

violations as (
    select
        rule_id,
        'dfe' as source,
        run_id as district_id,
        'school' as entity_type,
        {{ surrogate_key(['run_id', 'urn']) }} as entity_key,
        {{ surrogate_key(['run_id', 'urn']) }} as school_key,
        cast(null as integer) as school_year,
        observed,
        expected,
        message,
        {{ json_object({'urn': 'urn'}) }} as evidence
    from odd
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
