-- one row per district, term title, first and last day
{% set attributes = ['school_year', 'term_type', 'term_id'] %}
with

terms as (
    select
        district_id,
        term_name,
        start_date,
        end_date,
        {{ attributes | join(',\n        ') }}
    from {{ ref('int_district__terms_conformed') }}
    where term_name is not null and start_date < end_date
),

-- two sessions with the same title and dates are one term
ranked as (
    select
        terms.*,
        row_number() over (
            partition by district_id, term_name, start_date, end_date
            order by {{ in_total_order(attributes) }}
        ) as session_rank
    from terms
),

final as (
    select
        {{ surrogate_key(
            ['district_id', 'term_name', 'start_date', 'end_date']
        ) }} as term_key,
        {{ surrogate_key(['district_id']) }} as district_key,
        term_id,
        term_name,
        term_type,
        school_year,
        start_date,
        end_date
    from ranked
    where session_rank = 1
)

select * from final
