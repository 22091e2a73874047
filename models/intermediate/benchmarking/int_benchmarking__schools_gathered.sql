-- one row per run and school or line of a list, with the rule that leaves it out
with

runs as (
    select run_id, run_year
    from {{ ref('int_benchmarking__runs_told') }}
),

gias as (
    select *
    from {{ ref('int_benchmarking__gias_described') }}
),

academies as (
    select *
    from {{ ref('int_benchmarking__academies_returned') }}
    where not is_superseded
),

maintained as (
    select
        maintained_list.*,
        -- a repeated URN: a return before none, then the first line (FIN-005)
        row_number() over (
            partition by maintained_list.run_id, maintained_list.urn
            order by
                maintained_list.did_not_supply nulls last,
                maintained_list.file_key,
                maintained_list.line_number
        ) as line_rank
    from {{ ref('stg_dfe__maintained_schools_master_list') }} as maintained_list
    inner join runs
        on maintained_list.run_id = runs.run_id
),

words as (
    select code_set, word
    from {{ ref('dfe_words') }}
),

judged_academies as (
    select
        academies.run_id,
        'Academy' as finance_type,
        academies.return_source,
        academies.file_key,
        academies.line_number,
        academies.order_file_key,
        academies.order_line_number,
        academies.urn,
        academies.academy_upin,
        academies.trust_upin,
        academies.trust_company_number,
        academies.trust_name,
        gias.laestab,
        gias.academy_london_weighting as london_weighting,
        cast(null as {{ dbt.type_string() }}) as lead_laestab,
        academies.months,
        false as did_not_submit,
        case
            when gias.urn is null then 'FIN-002'
            when not academies.is_listed then 'FIN-006'
            when gias.overall_phase is null then 'FIN-003'
        end as left_out_by
    from academies
    left join gias
        on
        academies.run_id = gias.run_id
        and academies.urn = gias.urn
),

judged_maintained as (
    select
        maintained.run_id,
        'Maintained' as finance_type,
        'maintained' as return_source,
        maintained.file_key,
        maintained.line_number,
        maintained.file_key as order_file_key,
        maintained.line_number as order_line_number,
        maintained.urn,
        cast(null as bigint) as academy_upin,
        cast(null as bigint) as trust_upin,
        cast(null as {{ dbt.type_string() }}) as trust_company_number,
        cast(null as {{ dbt.type_string() }}) as trust_name,
        coalesce(maintained.laestab, gias.laestab) as laestab,
        coalesce(maintained.london_weighting, 'Neither') as london_weighting,
        -- lists of earlier years name a lead by its role only
        coalesce(
            maintained.lead_laestab,
            case
                when lead_words.word is not null
                    then coalesce(maintained.laestab, gias.laestab)
            end
        ) as lead_laestab,
        {{ dbt.safe_cast('maintained.period_months', 'integer') }} as months,
        maintained.did_not_supply as did_not_submit,
        case
            when maintained.line_rank > 1 then 'FIN-005'
            when judged_academies.urn is not null then 'FIN-001'
            when gias.urn is null then 'FIN-002'
            when gias.overall_phase is null then 'FIN-003'
            when
                maintained.did_not_supply is null
                or (
                    not maintained.did_not_supply
                    and (
                        maintained.period_months is null
                        or coalesce(maintained.is_pfi, maintained.e28b > 0) is null
                    )
                )
                then 'FIN-004'
        end as left_out_by
    from maintained
    left join gias
        on
        maintained.run_id = gias.run_id
        and maintained.urn = gias.urn
    left join judged_academies
        on
        maintained.run_id = judged_academies.run_id
        and maintained.urn = judged_academies.urn
        and coalesce(judged_academies.left_out_by, '') <> 'FIN-006'
    left join words as lead_words
        on
        lead_words.code_set = 'federation_role'
        and lower(maintained.federation_role) = lead_words.word
),

gathered as (
    select * from judged_academies
    union all
    select * from judged_maintained
),

final as (
    select
        gathered.*,
        runs.run_year,
        gias.school_name,
        gias.overall_phase
    from gathered
    inner join runs
        on gathered.run_id = runs.run_id
    left join gias
        on
        gathered.run_id = gias.run_id
        and gathered.urn = gias.urn
)

select * from final
