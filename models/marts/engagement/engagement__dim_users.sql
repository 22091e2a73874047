-- one row per user of a phone programme
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__organization_loads')) }}",
) }}
with

loads as (
    {{ loads_to_build(ref('int_dost__organization_loads')) }}
),

{{ platform_records('registrations', [
    'user_id', 'state', 'district', 'block', 'parent_type', 'child_age',
    'has_smartphone', 'registered_on',
], organizations='loads') }},

spellings as (
    select spelling, district
    from {{ ref('district_spellings') }}
),

-- of several forms of a user the latest counts
forms as (
    select
        records.*,
        row_number() over (
            partition by
                records.organization_id, records.data_source, records.user_id
            order by records.registered_on desc nulls last, records.id
        ) as place
    from records
),

partners as (
    select partner_org_key
    from {{ ref('engagement__dim_partner_orgs') }}
)

select
    users.load_key,
    users.user_key,
    users.organization_id,
    users.data_source,
    coalesce(
        partners.partner_org_key,
        {{ surrogate_key(['users.organization_id', 'users.data_source', "'Direct'"]) }}
    ) as partner_org_key,
    {{ capitalized('forms.state') }} as state,
    coalesce(spellings.district, {{ capitalized('forms.district') }}) as district,
    forms.block,
    lower(forms.parent_type) as parent_type,
    cast(forms.child_age as integer) as child_age,
    forms.has_smartphone,
    users.created_on
from {{ ref('int_dost__users') }} as users
inner join loads
    on users.load_key = loads.load_key
left join partners
    on users.partner_key = partners.partner_org_key
left join forms
    on users.organization_id = forms.organization_id
    and users.data_source = forms.data_source
    and users.user_id = forms.user_id
    and forms.place = 1
left join spellings
    on lower(forms.district) = spellings.spelling
