-- one row per enrolment: the names that its figures are told by
with

-- an identifier stands beside a name that a platform has twice, and the organization
-- beside one that two of them have
partners as (
    select
        partner_org_key,
        channel_name as channel,
        partner_name || case
            when
                count(*) over (partition by organization_id, data_source, partner_name)
                > 1
                then ' ' || coalesce(partner_id, '')
            else ''
        end || ' (' || case
            when
                min(organization_id) over (partition by data_source, partner_name)
                < max(organization_id) over (partition by data_source, partner_name)
                then organization_id || ' '
            else ''
        end || data_source || ')' as partner_org
    from {{ ref('engagement__dim_partner_orgs') }}
),

programs as (
    select
        program_key,
        organization_id || ' ' || data_source as platform,
        program_name || case
            when
                min(organization_id) over (partition by program_name)
                < max(organization_id) over (partition by program_name)
                then ' (' || organization_id || ')'
            else ''
        end as program
    from {{ ref('engagement__dim_programs') }}
),

users as (
    select
        user_key,
        organization_id || ' ' || data_source as platform,
        case
            when district is not null or state is not null
                then coalesce(district, 'unknown') || ', ' || coalesce(state, 'unknown')
        end as geography
    from {{ ref('engagement__dim_users') }}
)

select
    spells.user_program_key,
    spells.user_key,
    coalesce(programs.platform, users.platform, 'Unknown') as platform,
    coalesce(partners.channel, 'Unknown') as channel,
    coalesce(partners.partner_org, 'Unknown') as partner_org,
    coalesce(programs.program, 'Unknown') as program,
    coalesce(
        substring(cast(spells.cohort_month as {{ dbt.type_string() }}), 1, 7), 'Unknown'
    ) as cohort_month,
    coalesce(users.geography, 'unknown') as geography,
    spells.program_status,
    count(*) over (partition by spells.user_key) = 1 as is_only,
    spells.program_start_date,
    spells.eop_date
from {{ ref('engagement__fct_user_programs') }} as spells
left join partners
    on spells.partner_org_key = partners.partner_org_key
left join programs
    on spells.program_key = programs.program_key
left join users
    on spells.user_key = users.user_key
