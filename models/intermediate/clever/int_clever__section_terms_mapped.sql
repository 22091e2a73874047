-- one row per section and term
with

sections as (
    select
        district_id,
        school_id,
        section_id,
        term_name,
        term_start,
        term_end
    from {{ ref('stg_clever__sections') }}
    where term_name is not null and term_start is not null and term_end is not null
),

-- term_end is the last day in force, end_date the first day after it
final as (
    select
        'clever' as source,
        district_id,
        school_id,
        section_id,
        term_name,
        term_start as start_date,
        cast({{ dbt.dateadd('day', 1, 'term_end') }} as date) as end_date
    from sections
    group by district_id, school_id, section_id, term_name, term_start, term_end
)

select * from final
