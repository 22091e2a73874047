-- one row per partner organization, and one per platform for sign-ups without any
with
{{ platform_records('partners', ['name', 'channel_id']) }},

channels as (
    select organization_id, data_source, id, name
    from {{ ref('stg_dost__channels') }}
    where is_in_force
),

named_channels as (
    select
        organization_id,
        data_source,
        id,
        min(name) as channel_name
    from channels
    group by organization_id, data_source, id
),

partners as (
    select
        records.record_key as partner_org_key,
        records.organization_id,
        records.data_source,
        records.id as partner_id,
        records.name as partner_name,
        coalesce(named_channels.channel_name, 'Unknown') as channel_name
    from records
    left join named_channels
        on records.organization_id = named_channels.organization_id
        and records.data_source = named_channels.data_source
        and records.channel_id = named_channels.id
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
