-- one row per section and educator
with

section_terms as (
    select district_id, section_id, start_date, end_date
    from {{ ref('int_sis__section_terms_mapped') }}
),

sections as (
    select district_id, school_id, section_id
    from {{ ref('int_sis__sections_mapped') }}
),

educator_roles as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'educator_role'
),

-- lines of one educator in a section that differ: the first one counts
ranked_section_educators as (
    select
        district_id,
        section_id,
        educator_id,
        role,
        begin_date,
        end_date,
        row_number() over (
            partition by district_id, section_id, educator_id
            order by line_number, file_key
        ) as educator_line
    from {{ ref('stg_sis__section_educators') }}
    where is_in_force
),

-- a missing date is that of the term; a section not in the extract is at no school
final as (
    select
        'sis' as source,
        section_educators.district_id,
        coalesce(sections.school_id, '') as school_id,
        section_educators.section_id,
        section_educators.educator_id,
        educator_roles.value as educator_role,
        coalesce(section_educators.begin_date, section_terms.start_date) as begin_date,
        coalesce(section_educators.end_date, section_terms.end_date) as end_date
    from ranked_section_educators as section_educators
    left join sections
        on section_educators.district_id = sections.district_id
        and section_educators.section_id = sections.section_id
    left join section_terms
        on section_educators.district_id = section_terms.district_id
        and section_educators.section_id = section_terms.section_id
    left join educator_roles
        on lower(section_educators.role) = educator_roles.source_value
    where section_educators.educator_line = 1
)

select * from final
