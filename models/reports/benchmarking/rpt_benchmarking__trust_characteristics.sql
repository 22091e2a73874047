-- one row per run and trust with academies: what trusts are matched by
with

schools as (
    select
        run_id,
        trust_company_number,
        urn,
        overall_phase,
        cast(number_of_pupils as decimal(18, 2)) as pupils,
        cast(total_internal_floor_area as decimal(18, 2)) as floor_area,
        cast(number_of_pupils * percent_fsm as decimal(18, 4)) as weighted_fsm,
        cast(number_of_pupils * percent_sen as decimal(18, 4)) as weighted_sen,
        cast(
            case when percent_fsm is not null then number_of_pupils end
            as decimal(18, 2)
        ) as pupils_with_fsm,
        cast(
            case when percent_sen is not null then number_of_pupils end
            as decimal(18, 2)
        ) as pupils_with_sen
    from {{ ref('benchmarking__fct_school_characteristics') }}
    where trust_company_number is not null
),

summed as (
    select
        run_id,
        trust_company_number,
        count(*) as number_of_schools,
        sum(pupils) as pupils,
        sum(floor_area) as floor_area,
        cast(sum(weighted_fsm) as double) / nullif(sum(pupils_with_fsm), 0)
            as percent_fsm,
        cast(sum(weighted_sen) as double) / nullif(sum(pupils_with_sen), 0)
            as percent_sen
    from schools
    group by run_id, trust_company_number
),

phases as (
    select run_id, trust_company_number, overall_phase
    from schools
    group by run_id, trust_company_number, overall_phase
),

phases_listed as (
    select
        run_id,
        trust_company_number,
        {{ dbt.listagg('overall_phase', "', '", 'order by overall_phase') }} as phases
    from phases
    group by run_id, trust_company_number
),

finances as (
    select
        run_id,
        trust_company_number,
        total_income,
        in_year_balance,
        revenue_reserve,
        financial_position
    from {{ ref('benchmarking__fct_trust_finances') }}
),

trusts as (
    select run_id, trust_company_number, trust_name, open_date
    from {{ ref('benchmarking__dim_trusts') }}
),

final as (
    select
        summed.run_id,
        summed.trust_company_number,
        trusts.trust_name,
        phases_listed.phases,
        finances.financial_position,
        cast(summed.number_of_schools as integer) as number_of_schools,
        cast(summed.pupils as decimal(18, 1)) as number_of_pupils,
        cast(summed.percent_fsm as decimal(9, 1)) as percent_fsm,
        cast(summed.percent_sen as decimal(9, 1)) as percent_sen,
        cast(summed.floor_area as decimal(18, 0)) as total_internal_floor_area,
        cast(finances.total_income as decimal(18, 0)) as total_income,
        cast(finances.in_year_balance as decimal(18, 0)) as in_year_balance,
        cast(finances.revenue_reserve as decimal(18, 0)) as revenue_reserve,
        trusts.open_date
    from summed
    inner join phases_listed
        on summed.run_id = phases_listed.run_id
        and summed.trust_company_number = phases_listed.trust_company_number
    left join finances
        on summed.run_id = finances.run_id
        and summed.trust_company_number = finances.trust_company_number
    left join trusts
        on summed.run_id = trusts.run_id
        and summed.trust_company_number = trusts.trust_company_number
)

select * from final
