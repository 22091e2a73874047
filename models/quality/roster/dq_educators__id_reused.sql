-- one row per person who shares a educator id with another person of the district
with

records as (
    select
        educator_key,
        source,
        district_id,
        school_id,
        educator_id
    from {{ ref('int_district__educators_keyed') }}
    where key_basis <> 'id'
),

persons as (
    select
        educator_key,
        source,
        district_id,
        educator_id,
        min(school_id) as school_id
    from records
    group by educator_key, source, district_id, educator_id
),

ids as (
    select
        district_id,
        educator_id,
        count(*) as person_count
    from persons
    group by district_id, educator_id
),

shared_in_school as (
    select
        district_id,
        educator_id,
        min(school_id) as school_id
    from {{ ref('int_district__educator_keys') }}
    where educator_key is null
    group by district_id, educator_id
),

violations as (
    select
        'STF-012' as rule_id,
        persons.source,
        persons.district_id,
        'educator' as entity_type,
        persons.educator_key as entity_key,
        {{ surrogate_key(['persons.district_id', 'persons.school_id']) }} as school_key,
        cast(null as integer) as school_year,
        cast(ids.person_count as {{ dbt.type_string() }}) || ' persons' as observed,
        '1 person' as expected,
        case
            when shared_in_school.district_id is null
                then 'persons share the id; each has a key of its own'
            else
                'persons share the id, also within a school: each has a key of its own,'
                || ' and sections of the id there belong to nobody'
        end as message,
        {{ json_object({
            'educator_id': 'persons.educator_id',
            'school_id': 'persons.school_id',
            'shared_at_school_id': 'shared_in_school.school_id',
        }) }} as evidence
    from persons
    inner join ids
        on persons.district_id = ids.district_id
        and persons.educator_id = ids.educator_id
    left join shared_in_school
        on persons.district_id = shared_in_school.district_id
        and persons.educator_id = shared_in_school.educator_id
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
