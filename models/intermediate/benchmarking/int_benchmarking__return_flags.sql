-- one row per run and school of the population: whether it has money, and whether PFI
with

schools as (
    select
        run_id,
        urn,
        finance_type,
        file_key,
        line_number,
        federation_lead_urn is not null and not is_federation_lead as is_member,
        did_not_submit
    from {{ ref('int_benchmarking__schools_listed') }}
),

returns as (
    select
        run_id,
        file_key,
        line_number,
        has_money,
        -- a null charge is none
        coalesce(private_finance_initiative_charges > 0, false) as is_pfi,
        'Academy' as finance_type
    from {{ ref('int_benchmarking__academy_own_amounts') }}
    union all
    select
        run_id,
        file_key,
        line_number,
        has_money,
        is_pfi,
        'Maintained' as finance_type
    from {{ ref('int_benchmarking__maintained_finances') }}
),

final as (
    select
        schools.run_id,
        schools.urn,
        coalesce(returns.has_money, false) and not schools.is_member
            as has_financial_data,
        case
            when schools.finance_type = 'Academy' or schools.did_not_submit
                then coalesce(returns.is_pfi, false)
            else returns.is_pfi
        end as is_pfi
    from schools
    left join returns
        on schools.run_id = returns.run_id
        and schools.finance_type = returns.finance_type
        and schools.file_key = returns.file_key
        and schools.line_number = returns.line_number
)

select * from final
