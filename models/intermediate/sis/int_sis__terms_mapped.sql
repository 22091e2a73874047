-- one row per term
with

term_types as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'term_type'
),

-- lines of one term that differ: the first one counts
ranked_terms as (
    select
        district_id,
        term_id,
        term_name,
        term_type,
        school_year,
        start_date,
        end_date,
        row_number() over (
            partition by district_id, term_id
            order by line_number, file_key
        ) as term_line
    from {{ ref('stg_sis__terms') }}
    where is_in_force
),

-- a school year is July to June and is named by the year in which it ends
final as (
    select
        'sis' as source,
        terms.district_id,
        terms.term_id,
        terms.term_name,
        coalesce(term_types.value, 'term') as term_type,
        coalesce(
            terms.school_year,
            cast(
                extract(year from terms.start_date)
                + case when extract(month from terms.start_date) >= 7 then 1 else 0 end
                as {{ dbt.type_int() }}
            )
        ) as school_year,
        terms.start_date,
        terms.end_date
    from ranked_terms as terms
    left join term_types
        on lower(terms.term_type) = term_types.source_value
    where terms.term_line = 1
)

select * from final
