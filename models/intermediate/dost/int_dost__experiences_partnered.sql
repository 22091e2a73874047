-- one row per experience: who, in what, and through which partner
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__organization_loads')) }}",
) }}
with

loads as (
    {{ loads_to_build(ref('int_dost__organization_loads')) }}
),

{{ platform_records('experiences', [
    'user_id', 'program_id', 'provider_number', 'start_date', 'created_at',
], organizations='loads') }},

data_sources as (
    select data_source, minutes_behind_report
    from {{ ref('data_sources') }}
),

experiences as (
    select
        loads.load_key,
        records.record_key as experience_key,
        records.organization_id,
        records.data_source,
        records.id as experience_id,
        records.user_id,
        records.provider_number,
        {{ surrogate_key(
            ['records.organization_id', 'records.data_source', 'records.program_id']
        ) }} as program_key,
        records.start_date,
        cast({{ report_time('records.created_at') }} as date) as entered_on
    from records
    inner join loads
        on records.organization_id = loads.organization_id
    left join data_sources
        on records.data_source = data_sources.data_source
),

{{ platform_records('provider_numbers', [
    'provider_number', 'partner_id', 'valid_from', 'valid_to',
], 'provider_numbers', organizations='loads') }},

numbers as (
    select
        *,
        {{ surrogate_key(['organization_id', 'data_source', 'partner_id']) }}
            as partner_key
    from provider_numbers
),

partners as (
    select partner_org_key
    from {{ ref('engagement__dim_partner_orgs') }}
),

-- numbers are used again, so that the day decides whose it was
numbered as (
    select
        experiences.experience_key,
        numbers.partner_key,
        row_number() over (
            partition by experiences.experience_key
            order by numbers.valid_from desc nulls last, numbers.id
        ) as place
    from experiences
    inner join numbers
        on experiences.organization_id = numbers.organization_id
        and experiences.data_source = numbers.data_source
        and experiences.provider_number = numbers.provider_number
        and coalesce(experiences.start_date, experiences.entered_on)
        >= coalesce(numbers.valid_from, cast('1900-01-01' as date))
        and coalesce(experiences.start_date, experiences.entered_on)
        < coalesce(numbers.valid_to, cast('9999-12-31' as date))
    inner join partners
        on numbers.partner_key = partners.partner_org_key
),

final as (
    select
        experiences.load_key,
        experiences.experience_key,
        experiences.organization_id,
        experiences.data_source,
        experiences.experience_id,
        {{ surrogate_key([
            'experiences.organization_id',
            'experiences.data_source',
            'experiences.user_id',
        ]) }} as user_key,
        experiences.program_key,
        numbered.partner_key as number_partner_key,
        user_partners.partner_org_key as user_partner_key,
        coalesce(
            numbered.partner_key,
            user_partners.partner_org_key,
            {{ surrogate_key(
                ['experiences.organization_id', 'experiences.data_source', "'Direct'"]
            ) }}
        ) as partner_org_key,
        case
            when numbered.partner_key is not null then 'provider_number'
            when user_partners.partner_org_key is not null then 'user'
            else 'direct'
        end as partner_source,
        experiences.provider_number is not null and numbered.partner_key is null
            as is_number_unknown,
        experiences.start_date,
        experiences.entered_on
    from experiences
    left join numbered
        on experiences.experience_key = numbered.experience_key
        and numbered.place = 1
    left join {{ ref('int_dost__users') }} as users
        on experiences.organization_id = users.organization_id
        and experiences.data_source = users.data_source
        and experiences.user_id = users.user_id
    left join partners as user_partners
        on users.partner_key = user_partners.partner_org_key
)

select * from final
