-- one row per unit and school year: students per section on the count day
with

count_dates as (
    select district_id, school_year, count_date
    from {{ ref('int_district__count_dates') }}
),

seats as (
    select
        enrollments.section_key,
        enrollments.student_key,
        units.unit_type,
        units.unit_key,
        count_dates.school_year
    from {{ ref('district__fct_section_enrollments') }} as enrollments
    inner join {{ ref('int_metrics__unit_schools') }} as units
        on enrollments.school_key = units.school_key
    inner join count_dates
        on units.district_id = count_dates.district_id
        and enrollments.begin_date <= count_dates.count_date
        and coalesce(enrollments.end_date > count_dates.count_date, true)
    where enrollments.student_key is not null
    group by
        enrollments.section_key,
        enrollments.student_key,
        units.unit_type,
        units.unit_key,
        count_dates.school_year
),

counted as (
    select
        'default' as policy_id,
        'all' as subject,
        unit_type,
        unit_key,
        school_year,
        'all' as subgroup_key,
        count(*) as numerator,
        count(distinct section_key) as denominator,
        count(distinct student_key) as n_students,
        cast(null as {{ dbt.type_float() }}) as std_error
    from seats
    group by unit_type, unit_key, school_year
),
{{ metric_values('average_section_size', 'counted', 'ratio') }}
select * from final
