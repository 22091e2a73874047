-- one row per run and federation of maintained schools, by its lead
with

schools as (
    select
        run_id,
        run_year,
        urn,
        school_name,
        laestab,
        la_code,
        federation_lead_urn,
        is_federation_lead
    from {{ ref('int_benchmarking__schools_listed') }}
    where federation_lead_urn is not null
),

leads as (
    select *
    from schools
    where is_federation_lead
),

members as (
    select
        run_id,
        federation_lead_urn,
        count(*) as member_count,
        {{ dbt.listagg(
            "cast(urn as " ~ dbt.type_string() ~ ")", "','", "order by urn"
        ) }} as member_list
    from schools
    group by run_id, federation_lead_urn
),

federation_types as (
    select word
    from {{ ref('dfe_words') }}
    where code_set = 'group_type'
),

open_groups as (
    select
        all_links.run_id,
        all_links.urn,
        all_links.group_uid,
        min(all_links.group_name) as group_name
    from {{ ref('stg_dfe__gias_all_links') }} as all_links
    inner join federation_types
        on lower(all_links.group_type) = federation_types.word
    where all_links.closed_date is null and all_links.group_uid is not null
    group by all_links.run_id, all_links.urn, all_links.group_uid
),

group_members as (
    select
        run_id,
        group_uid,
        {{ dbt.listagg(
            "cast(urn as " ~ dbt.type_string() ~ ")", "','", "order by urn"
        ) }} as member_list
    from open_groups
    group by run_id, group_uid
),

-- a lead in several open groups: the lower UID counts
groups_of_leads as (
    select
        run_id,
        urn,
        min(group_uid) as group_uid
    from open_groups
    group by run_id, urn
),

final as (
    select
        leads.run_id,
        leads.urn as federation_lead_urn,
        coalesce(
            cast(open_groups.group_uid as {{ dbt.type_string() }}),
            cast(leads.urn as {{ dbt.type_string() }}) || leads.laestab
        ) as federation_uid,
        coalesce(open_groups.group_name, leads.school_name) as federation_name,
        case when open_groups.group_uid is null then 'soft' else 'hard' end
            as federation_kind,
        leads.school_name as lead_name,
        leads.la_code,
        '[' || members.member_list || ']' as member_urns,
        '[' || group_members.member_list || ']' as group_urns,
        leads.run_year,
        cast(members.member_count as integer) as member_count
    from leads
    inner join members
        on
        leads.run_id = members.run_id
        and leads.urn = members.federation_lead_urn
    left join groups_of_leads
        on
        leads.run_id = groups_of_leads.run_id
        and leads.urn = groups_of_leads.urn
    left join open_groups
        on
        groups_of_leads.run_id = open_groups.run_id
        and groups_of_leads.urn = open_groups.urn
        and groups_of_leads.group_uid = open_groups.group_uid
    left join group_members
        on
        groups_of_leads.run_id = group_members.run_id
        and groups_of_leads.group_uid = group_members.group_uid
)

select * from final
