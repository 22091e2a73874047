-- one row per school and day on which one of the school's sections may meet
with

section_terms as (
    select
        district_id,
        school_id,
        section_id,
        term_name,
        start_date,
        end_date
    from {{ ref('int_district__section_terms_conformed') }}
    where start_date < end_date
),

sections as (
    select district_id, school_id, section_id
    from {{ ref('int_district__sections_conformed') }}
),

schools as (
    select district_id, school_id
    from {{ ref('int_district__schools_conformed') }}
),

term_years as (
    select
        district_id,
        term_name,
        start_date,
        end_date,
        max(school_year) as school_year
    from {{ ref('int_district__terms_conformed') }}
    group by district_id, term_name, start_date, end_date
),

-- rosters tie terms to sections, not to schools: a school has the terms of its sections
school_terms as (
    select
        section_terms.district_id,
        section_terms.school_id,
        section_terms.start_date,
        section_terms.end_date,
        max(term_years.school_year) as school_year
    from section_terms
    inner join sections
        on section_terms.district_id = sections.district_id
        and section_terms.school_id = sections.school_id
        and section_terms.section_id = sections.section_id
    inner join schools
        on section_terms.district_id = schools.district_id
        and section_terms.school_id = schools.school_id
    left join term_years
        on section_terms.district_id = term_years.district_id
        and section_terms.term_name = term_years.term_name
        and section_terms.start_date = term_years.start_date
        and section_terms.end_date = term_years.end_date
    group by
        section_terms.district_id,
        section_terms.school_id,
        section_terms.start_date,
        section_terms.end_date
),

term_days as (
    select
        district_id,
        school_id,
        school_year,
        {{ explode_days('start_date', 'end_date') }} as calendar_date
    from school_terms
),

-- 1900-01-01 was a Monday, and dates before it are not read
weekdays as (
    select
        district_id,
        school_id,
        max(school_year) as school_year,
        calendar_date
    from term_days
    where
        {{ dbt.datediff("date '1900-01-01'", 'calendar_date', 'day') }} % 7 < 5
    group by district_id, school_id, calendar_date
),

-- no roster sends holidays, so every weekday counts until a calendar file says more
final as (
    select
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        school_year,
        true as is_instructional,
        true as is_assumed,
        calendar_date
    from weekdays
)

select * from final
