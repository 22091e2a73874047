-- one row per user: sign-up and the partner that the platform names
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__organization_loads')) }}",
) }}
with

loads as (
    {{ loads_to_build(ref('int_dost__organization_loads')) }}
),

{{ platform_records(
    'users', ['partner_id', 'created_on'], organizations='loads'
) }},

data_sources as (
    select data_source, minutes_behind_report
    from {{ ref('data_sources') }}
)

select
    loads.load_key,
    records.organization_id,
    records.data_source,
    records.id as user_id,
    records.record_key as user_key,
    {{ surrogate_key(
        ['records.organization_id', 'records.data_source', 'records.partner_id']
    ) }} as partner_key,
    cast({{ report_time('records.created_on') }} as date) as created_on
from records
inner join loads
    on records.organization_id = loads.organization_id
left join data_sources
    on records.data_source = data_sources.data_source
