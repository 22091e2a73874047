-- one row per partner organization, and one per platform for sign-ups without any
with
{{ platform_records('partners', ['name', 'channel_id']) }},

{{ platform_records('channels', ['name'], 'channels') }},

partners as (
    select
        records.record_key as partner_org_key,
        records.organization_id,
        records.data_source,
        records.id as partner_id,
        records.name as partner_name,
        coalesce(channels.name, 'Unknown') as channel_name
    from records
    left join channels
        on records.organization_id = channels.organization_id
        and records.data_source = channels.data_source
        and records.channel_id = channels.id
),

platforms as (
    select organization_id, data_source
    from {{ ref('int_dost__users') }}
    union
    -- who signed up may be in no file of users
    select organization_id, data_source
    from {{ ref('stg_dost__experiences') }}
)

select * from partners
union all
select
    {{ surrogate_key(['organization_id', 'data_source', "'Direct'"]) }}
        as partner_org_key,
    organization_id,
    data_source,
    cast(null as {{ dbt.type_string() }}) as partner_id,
    'Direct' as partner_name,
    'Direct' as channel_name
from platforms
