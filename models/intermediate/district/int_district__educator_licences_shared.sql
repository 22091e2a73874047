-- one row per educator record and other record of the district with the same licence:
-- state id, or certificate number of a state
with

educators as (
    select
        educator_key,
        source,
        district_id,
        educator_id,
        state_educator_id,
        birth_date,
        {{ normal_text('first_name') }} || chr(31) || {{ normal_text('last_name') }}
            as name_form
    from {{ ref('int_district__staff_conformed') }}
    where educator_key is not null
),

certifications as (
    select
        educator_key,
        district_id,
        state,
        certificate_number
    from {{ ref('int_district__certifications_conformed') }}
    where educator_key is not null and certificate_number is not null
),

licences as (
    select
        educator_key,
        district_id,
        'state educator id' as licence_kind,
        state_educator_id as licence
    from educators
    where state_educator_id is not null
    union all
    select
        educator_key,
        district_id,
        'certificate number' as licence_kind,
        coalesce(state, '') || chr(31) || certificate_number as licence
    from certifications
    group by educator_key, district_id, coalesce(state, ''), certificate_number
),

shared as (
    select
        licences.educator_key,
        others.educator_key as other_educator_key,
        max(licences.licence_kind) as licence_kind
    from licences
    inner join licences as others
        on licences.district_id = others.district_id
        and licences.licence_kind = others.licence_kind
        and licences.licence = others.licence
        and licences.educator_key <> others.educator_key
    group by licences.educator_key, others.educator_key
),

compared as (
    select
        shared.educator_key,
        shared.other_educator_key,
        educators.source,
        educators.district_id,
        educators.educator_id,
        others.educator_id as other_educator_id,
        shared.licence_kind,
        coalesce(
            educators.birth_date = others.birth_date
            or educators.name_form = others.name_form,
            false
        ) as is_same_person
    from shared
    inner join educators
        on shared.educator_key = educators.educator_key
    inner join educators as others
        on shared.other_educator_key = others.educator_key
),

-- many certificates have a number such as PENDING
final as (
    select *
    from compared
    where licence_kind = 'state educator id' or is_same_person
)

select * from final
