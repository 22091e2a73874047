-- one row per district, term name, first and last day
with

section_terms as (
    select district_id, term_name, start_date, end_date
    from {{ ref('int_clever__section_terms_mapped') }}
),

term_types as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'term_type'
),

terms as (
    select
        district_id,
        term_name,
        start_date,
        end_date,
        {{ dbt.split_part('lower(term_name)', "' '", 1) }} as first_word
    from section_terms
    group by district_id, term_name, start_date, end_date
),

-- a school year is July to June and is named by the year in which it ends
final as (
    select
        'clever' as source,
        terms.district_id,
        cast(null as {{ dbt.type_string() }}) as term_id,
        terms.term_name,
        coalesce(term_types.value, 'term') as term_type,
        cast(
            extract(year from terms.start_date)
            + case when extract(month from terms.start_date) >= 7 then 1 else 0 end
            as {{ dbt.type_int() }}
        ) as school_year,
        terms.start_date,
        terms.end_date
    from terms
    left join term_types
        on terms.first_word = term_types.source_value
)

select * from final
