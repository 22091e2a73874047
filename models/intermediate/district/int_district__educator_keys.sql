-- one row per district, school and educator id that several persons share
with

records as (
    select district_id, school_id, educator_id, educator_key
    from {{ ref('int_district__educators_keyed') }}
    where key_basis <> 'id'
),

-- two persons with one id in one school: nobody can tell whose a fact is
attributed as (
    select
        district_id,
        school_id,
        educator_id,
        case when min(educator_key) = max(educator_key) then min(educator_key) end
            as educator_key
    from records
    where school_id is not null
    group by district_id, school_id, educator_id
)

select * from attributed
