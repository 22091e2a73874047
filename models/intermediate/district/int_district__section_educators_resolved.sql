-- one row per conformed section and educator, with what is known of both
with

section_educators as (
    select
        source,
        district_id,
        school_id,
        section_id,
        educator_id,
        educator_role,
        begin_date,
        end_date
    from {{ ref('int_district__section_educators_conformed') }}
),

sections as (
    select district_id, school_id, section_id
    from {{ ref('int_district__sections_conformed') }}
),

educators as (
    select district_id, educator_id, educator_key
    from {{ ref('int_district__educators_keyed') }}
    where key_basis = 'id'
    group by district_id, educator_id, educator_key
),

shared_ids as (
    select district_id, school_id, educator_id, educator_key
    from {{ ref('int_district__educator_keys') }}
),

resolved as (
    select
        coalesce(educators.educator_key, shared_ids.educator_key) as educator_key,
        section_educators.*,
        educators.educator_id is not null or shared_ids.educator_id is not null
            as is_educator_known,
        sections.section_id is not null as is_section_known
    from section_educators
    left join sections
        on section_educators.district_id = sections.district_id
        and section_educators.school_id = sections.school_id
        and section_educators.section_id = sections.section_id
    left join educators
        on section_educators.district_id = educators.district_id
        and section_educators.educator_id = educators.educator_id
    left join shared_ids
        on section_educators.district_id = shared_ids.district_id
        and section_educators.school_id = shared_ids.school_id
        and section_educators.educator_id = shared_ids.educator_id
)

select * from resolved
