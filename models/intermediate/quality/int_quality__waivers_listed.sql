-- one row per waiver, with whether it is in force
with

waivers as (
    select
        rule_id,
        district_id,
        entity_key,
        until,
        owner,
        reason
    from {{ ref('dq_waivers') }}
),

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

final as (
    select
        waivers.*,
        'waived until ' || cast(waivers.until as {{ dbt.type_string() }}) || ' by '
        || waivers.owner as status,
        coalesce(waivers.until > as_of.as_of_date, true) as is_in_force
    from waivers
    cross join as_of
)

select * from final
