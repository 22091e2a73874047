-- one row per school, or section of it, with attendance that the roster does not have
with

records as (
    select
        source,
        district_id,
        school_id,
        cast(null as {{ dbt.type_string() }}) as section_id,
        false as is_of_section,
        sum(record_count) as record_count
    from {{ ref('int_district__attendance_days_counted') }}
    group by source, district_id, school_id
    union all
    select
        source,
        district_id,
        school_id,
        section_id,
        true as is_of_section,
        count(*) as record_count
    from {{ ref('int_district__attendance_sections_conformed') }}
    group by source, district_id, school_id, section_id
),

schools as (
    select district_id, school_id
    from {{ ref('int_district__schools_conformed') }}
),

sections as (
    select district_id, school_id, section_id
    from {{ ref('int_district__sections_conformed') }}
),

-- records of a section without its id are told from daily ones by their type only
unknown_sections as (
    select
        records.source,
        records.district_id,
        'section' as entity_type,
        records.school_id,
        records.section_id,
        case
            when records.section_id is null
                then 'the section is missing in attendance by section'
            else 'attendance names a section that the roster does not have'
        end as message,
        records.record_count
    from records
    left join sections
        on records.district_id = sections.district_id
        and records.school_id = sections.school_id
        and records.section_id = sections.section_id
    where records.is_of_section and sections.section_id is null
),

unknown_schools as (
    select
        records.source,
        records.district_id,
        'school' as entity_type,
        records.school_id,
        cast(null as {{ dbt.type_string() }}) as section_id,
        'attendance names a school that the roster does not have' as message,
        sum(records.record_count) as record_count
    from records
    left join schools
        on records.district_id = schools.district_id
        and records.school_id = schools.school_id
    where schools.school_id is null
    group by records.source, records.district_id, records.school_id
),

unknown_units as (
    select * from unknown_sections
    union all
    select * from unknown_schools
),

violations as (
    select
        'ATT-009' as rule_id,
        source,
        district_id,
        entity_type,
        case
            when entity_type = 'school'
                then {{ surrogate_key(['district_id', 'school_id']) }}
            else {{ surrogate_key(
                ['district_id', 'school_id', "coalesce(section_id, '')"]
            ) }}
        end as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        cast(null as integer) as school_year,
        cast(record_count as {{ dbt.type_string() }}) || ' records' as observed,
        'a ' || entity_type || ' of the roster' as expected,
        message,
        {{ json_object({
            'school_id': 'school_id',
            'section_id': 'section_id',
        }) }} as evidence
    from unknown_units
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
