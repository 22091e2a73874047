-- one row per section and term
with

section_terms as (
    select
        {{ surrogate_key(['district_id', 'school_id', 'section_id']) }} as section_key,
        {{ surrogate_key(
            ['district_id', 'term_name', 'start_date', 'end_date']
        ) }} as term_key
    from {{ ref('int_district__section_terms_conformed') }}
),

sections as (
    select section_key
    from {{ ref('district__dim_sections') }}
),

terms as (
    select term_key
    from {{ ref('district__dim_terms') }}
),

final as (
    select
        section_terms.section_key,
        section_terms.term_key
    from section_terms
    inner join sections
        on section_terms.section_key = sections.section_key
    inner join terms
        on section_terms.term_key = terms.term_key
)

select * from final
