-- one row per section that names a term
with

-- lines of one section that differ: the first one counts
ranked_sections as (
    select
        district_id,
        school_id,
        section_id,
        term_id,
        row_number() over (
            partition by district_id, section_id
            order by line_number, file_key
        ) as section_line
    from {{ ref('stg_sis__sections') }}
    where is_in_force
),

terms as (
    select district_id, term_id, term_name, start_date, end_date
    from {{ ref('int_sis__terms_mapped') }}
    where term_name is not null and start_date is not null and end_date is not null
),

final as (
    select
        'sis' as source,
        sections.district_id,
        sections.school_id,
        sections.section_id,
        terms.term_name,
        terms.start_date,
        terms.end_date
    from ranked_sections as sections
    inner join terms
        on sections.district_id = terms.district_id
        and sections.term_id = terms.term_id
    where sections.section_line = 1
)

select * from final
