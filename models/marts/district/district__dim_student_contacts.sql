-- one row per district and contact person
{% set attributes = ['full_name', 'phone', 'phone_type', 'email', 'contact_id'] %}
with

records as (
    select
        contact_key,
        district_id,
        {{ attributes | join(',\n        ') }}
    from {{ ref('int_district__student_contacts_keyed') }}
    where contact_key is not null
),

-- a contact stands with every student and, with several telephones, several times
ranked as (
    select
        records.*,
        row_number() over (
            partition by contact_key
            order by {{ in_total_order(attributes) }}
        ) as record_rank
    from records
),

final as (
    select
        contact_key,
        {{ surrogate_key(['district_id']) }} as district_key,
        contact_id,
        full_name,
        phone,
        phone_type,
        email
    from ranked
    where record_rank = 1
)

select * from final
