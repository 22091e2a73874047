-- one row per school and day of its calendar, or on which its sections may meet
with

calendar_dates as (
    select
        calendar_dates.district_id,
        calendar_dates.school_id,
        calendar_dates.school_year,
        calendar_dates.is_instructional,
        calendar_dates.calendar_date
    from {{ ref('int_district__calendar_dates_conformed') }} as calendar_dates
    inner join {{ ref('int_district__schools_conformed') }} as schools
        on calendar_dates.district_id = schools.district_id
        and calendar_dates.school_id = schools.school_id
),

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

calendar_years as (
    select
        district_id,
        school_id,
        school_year
    from calendar_dates
    group by district_id, school_id, school_year
),

-- holidays are known from a calendar only; without one for the school and year every
-- weekday counts
assumed_dates as (
    select
        weekdays.district_id,
        weekdays.school_id,
        weekdays.school_year,
        weekdays.calendar_date
    from weekdays
    left join calendar_years
        on weekdays.district_id = calendar_years.district_id
        and weekdays.school_id = calendar_years.school_id
        and weekdays.school_year = calendar_years.school_year
    left join calendar_dates
        on weekdays.district_id = calendar_dates.district_id
        and weekdays.school_id = calendar_dates.school_id
        and weekdays.calendar_date = calendar_dates.calendar_date
    where calendar_years.school_id is null and calendar_dates.school_id is null
),

final as (
    select
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        school_year,
        is_instructional,
        false as is_assumed,
        calendar_date
    from calendar_dates
    union all
    select
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        school_year,
        true as is_instructional,
        true as is_assumed,
        calendar_date
    from assumed_dates
)

select * from final
