-- one row per run and academy trust
with

runs as (
    select
        run_id,
        run_year
    from {{ ref('int_benchmarking__runs_told') }}
),

-- what each file says of a trust, the first of these counts
told as (
    select
        run_id,
        trust_company_number as company_number,
        1 as source_order,
        trust_name,
        trust_upin,
        cast(null as {{ dbt.type_string() }}) as trust_type,
        cast(null as date) as incorporation_date
    from {{ ref('int_benchmarking__academies_returned') }}
    union all
    {% for entity in ['aar_cs', 'academy_ar_central'] -%}
    select
        central.run_id,
        central.company_number,
        2 as source_order,
        central.trust_name,
        central.lead_upin as trust_upin,
        cast(null as {{ dbt.type_string() }}) as trust_type,
        cast(null as date) as incorporation_date
    from {{ ref('stg_dfe__' ~ entity) }} as central
    inner join runs
        on central.run_id = runs.run_id
    union all
    {% endfor -%}
    select
        run_id,
        company_number,
        3 as source_order,
        trust_name,
        trust_upin,
        trust_type,
        incorporation_date
    from {{ ref('int_benchmarking__academies_listed') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by run_id, company_number
            order by
                case when trust_name is null then 1 else 0 end, source_order, trust_name
        ) as name_rank
    from told
    where company_number is not null
),

trusts as (
    select
        run_id,
        company_number,
        max(case when name_rank = 1 then trust_name end) as trust_name,
        min(trust_upin) as trust_upin,
        min(trust_type) as trust_type,
        min(incorporation_date) as incorporation_date
    from ranked
    group by run_id, company_number
),

-- groups of a company: one that is open counts before a closed one
groups_ranked as (
    select
        all_links.run_id,
        all_links.company_number,
        all_links.group_uid,
        all_links.group_id,
        all_links.group_type,
        all_links.incorporated_date,
        row_number() over (
            partition by all_links.run_id, all_links.company_number
            order by
                case when all_links.closed_date is null then 0 else 1 end,
                all_links.group_uid,
                all_links.file_key,
                all_links.line_number
        ) as group_rank
    from {{ ref('stg_dfe__gias_all_links') }} as all_links
    where all_links.company_number is not null
),

officers_ranked as (
    select
        run_id,
        company_number,
        cfo_name,
        cfo_email,
        row_number() over (
            partition by run_id, company_number
            order by file_key, line_number
        ) as line_rank
    from {{ ref('stg_dfe__cfo') }}
),

members as (
    select
        run_id,
        trust_company_number,
        count(*) as number_of_academies
    from {{ ref('int_benchmarking__schools_listed') }}
    where trust_company_number is not null
    group by run_id, trust_company_number
),

final as (
    select
        trusts.run_id,
        trusts.company_number as trust_company_number,
        trusts.trust_name,
        cast(groups_ranked.group_uid as {{ dbt.type_string() }}) as group_uid,
        groups_ranked.group_id,
        coalesce(trusts.trust_type, groups_ranked.group_type) as trust_type,
        officers_ranked.cfo_name,
        officers_ranked.cfo_email,
        runs.run_year,
        trusts.trust_upin,
        cast(coalesce(members.number_of_academies, 0) as integer)
            as number_of_academies,
        coalesce(trusts.incorporation_date, groups_ranked.incorporated_date)
            as open_date
    from trusts
    inner join runs
        on trusts.run_id = runs.run_id
    left join groups_ranked
        on
        trusts.run_id = groups_ranked.run_id
        and trusts.company_number = groups_ranked.company_number
        and groups_ranked.group_rank = 1
    left join officers_ranked
        on
        trusts.run_id = officers_ranked.run_id
        and trusts.company_number = officers_ranked.company_number
        and officers_ranked.line_rank = 1
    left join members
        on
        trusts.run_id = members.run_id
        and trusts.company_number = members.trust_company_number
)

select * from final
