{#
    A metric of days per day in session, as `counted` for metric_values: a school divides its
    days by the days on which it held school until the as-of date; a district adds its
    schools up, whose years may be of different length.

    days: column of district__fct_attendance_years that is summed.
#}
{% macro average_daily(days) %}
as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

sessions as (
    select
        dates.school_key,
        dates.school_year,
        sum(case when dates.is_instructional then 1 else 0 end) as days_in_session
    from {{ ref('district__dim_calendar_dates') }} as dates
    inner join as_of
        on dates.calendar_date <= as_of.as_of_date
    group by dates.school_key, dates.school_year
),

schools as (
    select
        years.school_key,
        years.school_year,
        subgroups.subgroup_key,
        sum(years.{{ days }}) as days,
        count(*) as students
    from {{ ref('district__fct_attendance_years') }} as years
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on years.student_key = subgroups.student_key
        and years.school_year = subgroups.school_year
    group by years.school_key, years.school_year, subgroups.subgroup_key
),

-- a district counts a student of two schools once
students as (
    select
        units.unit_type,
        units.unit_key,
        years.school_year,
        subgroups.subgroup_key,
        count(distinct years.student_key) as n_students
    from {{ ref('district__fct_attendance_years') }} as years
    inner join {{ ref('int_metrics__unit_schools') }} as units
        on years.school_key = units.school_key
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on years.student_key = subgroups.student_key
        and years.school_year = subgroups.school_year
    group by
        units.unit_type,
        units.unit_key,
        years.school_year,
        subgroups.subgroup_key
),

averages as (
    select
        units.unit_type,
        units.unit_key,
        schools.school_year,
        schools.subgroup_key,
        sum(
            cast(schools.days as double) / nullif(sessions.days_in_session, 0)
        ) as average_students,
        sum(schools.days) as days,
        max(sessions.days_in_session) as days_in_session,
        count(*) - count(nullif(sessions.days_in_session, 0)) as unknown_schools
    from schools
    inner join {{ ref('int_metrics__unit_schools') }} as units
        on schools.school_key = units.school_key
    left join sessions
        on schools.school_key = sessions.school_key
        and schools.school_year = sessions.school_year
    group by
        units.unit_type,
        units.unit_key,
        schools.school_year,
        schools.subgroup_key
),

-- without the calendar of one school nobody knows the sum
counted as (
    select
        'default' as policy_id,
        'all' as subject,
        averages.unit_type,
        averages.unit_key,
        averages.school_year,
        averages.subgroup_key,
        case
            when averages.unknown_schools > 0 then null
            when averages.unit_type = 'school' then averages.days
            else averages.average_students
        end as numerator,
        case
            when averages.unknown_schools > 0 then null
            when averages.unit_type = 'school' then averages.days_in_session
            else 1
        end as denominator,
        students.n_students,
        cast(null as {{ dbt.type_float() }}) as std_error
    from averages
    inner join students
        on averages.unit_type = students.unit_type
        and averages.unit_key = students.unit_key
        and averages.school_year = students.school_year
        and averages.subgroup_key = students.subgroup_key
),
{% endmacro %}
