-- one row per educator record that is one person with another record of the district
with

pairs as (
    select
        educator_key,
        other_educator_key,
        district_id,
        educator_id,
        other_educator_id
    from {{ ref('int_district__educator_licences_shared') }}
    where is_same_person
),

-- the least id of a record and of those that it shares a licence with
nearest as (
    select
        educator_key,
        district_id,
        educator_id,
        least(educator_id, min(other_educator_id)) as least_educator_id
    from pairs
    group by educator_key, district_id, educator_id
),

-- and of those that these share one with: by state id here, by certificate there
kept as (
    select
        pairs.educator_key,
        pairs.district_id,
        pairs.educator_id,
        min(nearest.least_educator_id) as kept_educator_id
    from pairs
    inner join nearest
        on pairs.other_educator_key = nearest.educator_key
    group by pairs.educator_key, pairs.district_id, pairs.educator_id
),

final as (
    select
        kept.educator_key,
        records.educator_key as merged_educator_key
    from kept
    inner join nearest as records
        on kept.district_id = records.district_id
        and kept.kept_educator_id = records.educator_id
)

select * from final
