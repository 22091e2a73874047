-- one row per section with an educator whom the roster does not have
with

section_educators as (
    select
        source,
        district_id,
        school_id,
        section_id,
        educator_id
    from {{ ref('int_district__section_educators_resolved') }}
    where is_section_known and not is_educator_known
    group by source, district_id, school_id, section_id, educator_id
),

sections as (
    select
        source,
        district_id,
        school_id,
        section_id,
        count(*) as educator_count,
        {{ dbt.listagg('educator_id', "', '", 'order by educator_id') }} as educator_ids
    from section_educators
    group by source, district_id, school_id, section_id
),

violations as (
    select
        'ENR-012' as rule_id,
        source,
        district_id,
        'section' as entity_type,
        {{ surrogate_key(['district_id', 'school_id', 'section_id']) }} as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        cast(null as integer) as school_year,
        'unknown: ' || cast(educator_count as {{ dbt.type_string() }}) as observed,
        'educators of the roster' as expected,
        'the section names an educator whom the roster does not have' as message,
        {{ json_object({
            'school_id': 'school_id',
            'section_id': 'section_id',
            'educator_ids': 'educator_ids',
        }) }} as evidence
    from sections
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
