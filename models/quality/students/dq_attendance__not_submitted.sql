-- one row per school that has sent no attendance for its last instructional days
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

submitted as (
    select
        source,
        district_id,
        school_id,
        max(last_date) as last_date
    from {{ ref('int_district__attendance_days_counted') }}
    group by source, district_id, school_id
),

districts as (
    select source, district_id
    from submitted
    group by source, district_id
),

-- years of which a school sends sums have no days
summed_years as (
    select district_id, school_id, school_year
    from {{ ref('int_district__attendance_years_conformed') }}
    group by district_id, school_id, school_year
),

school_days as (
    select
        calendar_dates.district_id,
        calendar_dates.school_id,
        calendar_dates.school_year,
        calendar_dates.calendar_date
    from {{ ref('int_district__calendar_dates_conformed') }} as calendar_dates
    inner join as_of
        on calendar_dates.calendar_date <= as_of.as_of_date
    left join summed_years
        on calendar_dates.district_id = summed_years.district_id
        and calendar_dates.school_id = summed_years.school_id
        and calendar_dates.school_year = summed_years.school_year
    where calendar_dates.is_instructional and summed_years.school_id is null
),

-- a school that never sent attendance is asked for the days of the latest year
latest_years as (
    select
        district_id,
        school_id,
        max(school_year) as school_year
    from school_days
    group by district_id, school_id
),

missing_days as (
    select
        districts.source,
        school_days.district_id,
        school_days.school_id,
        latest_years.school_year,
        count(*) as day_count,
        min(school_days.calendar_date) as first_date,
        max(school_days.calendar_date) as last_date
    from school_days
    inner join districts
        on school_days.district_id = districts.district_id
    inner join latest_years
        on school_days.district_id = latest_years.district_id
        and school_days.school_id = latest_years.school_id
    left join submitted
        on school_days.district_id = submitted.district_id
        and school_days.school_id = submitted.school_id
    where
        school_days.calendar_date > submitted.last_date
        or (
            submitted.school_id is null
            and school_days.school_year = latest_years.school_year
        )
    group by
        districts.source,
        school_days.district_id,
        school_days.school_id,
        latest_years.school_year
    having count(*) > {{ dq_parameter('ATT-004', 'days') }}
),

-- a school without students has nothing to send
with_students as (
    select
        missing_days.source,
        missing_days.district_id,
        missing_days.school_id,
        missing_days.school_year,
        missing_days.day_count,
        missing_days.first_date
    from missing_days
    inner join {{ ref('int_district__enrollments_dated') }} as spells
        on missing_days.district_id = spells.district_id
        and missing_days.school_id = spells.school_id
        and spells.entry_date <= missing_days.last_date
        and coalesce(spells.exit_date > missing_days.last_date, true)
    where spells.is_plausible
    group by
        missing_days.source,
        missing_days.district_id,
        missing_days.school_id,
        missing_days.school_year,
        missing_days.day_count,
        missing_days.first_date
),

violations as (
    select
        'ATT-004' as rule_id,
        source,
        district_id,
        'school' as entity_type,
        {{ surrogate_key(['district_id', 'school_id']) }} as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        school_year,
        'nothing since ' || cast(first_date as {{ dbt.type_string() }}) as observed,
        'attendance of every instructional day' as expected,
        'no attendance on the last '
        || cast(day_count as {{ dbt.type_string() }})
        || ' instructional days, from '
        || cast(first_date as {{ dbt.type_string() }}) as message,
        {{ json_object({
            'school_id': 'school_id',
            'first_date': 'first_date',
        }) }} as evidence
    from with_students
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
