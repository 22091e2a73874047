-- one row per system and school code that no crosswalk has
with

sent as (
    select source, district_id, system, school_code, record_count
    from {{ ref('int_district__school_codes_sent') }}
),

school_codes as (
    select district_id, system, school_code, school_id
    from {{ ref('int_sis__school_codes_mapped') }}
),

coded_schools as (
    select district_id, system, school_id
    from school_codes
    group by district_id, system, school_id
),

schools as (
    select district_id, school_id
    from {{ ref('int_district__schools_conformed') }}
),

-- the id of a school is its code as long as the system has no other for it
unknown as (
    select
        sent.source,
        sent.district_id,
        sent.system,
        sent.school_code,
        sent.record_count
    from sent
    left join school_codes
        on sent.district_id = school_codes.district_id
        and sent.system = school_codes.system
        and sent.school_code = school_codes.school_code
    left join schools
        on sent.district_id = schools.district_id
        and sent.school_code = schools.school_id
    left join coded_schools
        on schools.district_id = coded_schools.district_id
        and sent.system = coded_schools.system
        and schools.school_id = coded_schools.school_id
    where
        school_codes.school_code is null
        and (schools.school_id is null or coded_schools.school_id is not null)
),

violations as (
    select
        'LND-020' as rule_id,
        source,
        district_id,
        'school_code' as entity_type,
        {{ surrogate_key(['district_id', 'system', 'school_code']) }} as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as {{ dbt.type_int() }}) as school_year,
        cast(record_count as {{ dbt.type_string() }}) || ' records' as observed,
        'a code of the school crosswalk' as expected,
        'the crosswalk of the system lacks the school code' as message,
        {{ json_object({'system': 'system', 'school_code': 'school_code'}) }}
            as evidence
    from unknown
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
