-- one row per unit, school year and subgroup: days, and what they are divided by
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

sessions as (
    select
        dates.school_key,
        dates.school_year,
        nullif(sum(case when dates.is_instructional then 1 else 0 end), 0)
            as days_in_session
    from {{ ref('district__dim_calendar_dates') }} as dates
    inner join as_of
        on dates.calendar_date <= as_of.as_of_date
    group by dates.school_key, dates.school_year
),

summed as (
    select
        pooled.unit_type,
        pooled.unit_key,
        pooled.school_year,
        subgroups.subgroup_key,
        count(*) as n_students,
        sum(pooled.days_attended) as days_attended,
        sum(pooled.days_enrolled) as days_enrolled
    from {{ ref('int_metrics__attendance_pooled') }} as pooled
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on pooled.student_key = subgroups.student_key
        and pooled.school_year = subgroups.school_year
    group by
        pooled.unit_type,
        pooled.unit_key,
        pooled.school_year,
        subgroups.subgroup_key
),

-- years of schools may be of different length, so a district adds up their averages
averages as (
    select
        units.unit_type,
        units.unit_key,
        schools.school_year,
        schools.subgroup_key,
        max(sessions.days_in_session) as days_in_session,
        sum(cast(schools.days_attended as double) / sessions.days_in_session)
            as average_attended,
        sum(cast(schools.days_enrolled as double) / sessions.days_in_session)
            as average_enrolled,
        count(sessions.days_in_session) = count(*) as is_known
    from summed as schools
    inner join {{ ref('int_metrics__unit_schools') }} as units
        on schools.unit_key = units.school_key
    left join sessions
        on schools.unit_key = sessions.school_key
        and schools.school_year = sessions.school_year
    where schools.unit_type = 'school'
    group by
        units.unit_type,
        units.unit_key,
        schools.school_year,
        schools.subgroup_key
),

-- without the calendar of one school nobody knows the sum
final as (
    select
        summed.unit_type,
        summed.unit_key,
        summed.school_year,
        summed.subgroup_key,
        summed.n_students,
        {% for days in ['attended', 'enrolled'] -%}
        case
            when not averages.is_known then null
            when summed.unit_type = 'school' then summed.days_{{ days }}
            else {{ significant_digits('averages.average_' ~ days) }}
        end as {{ days }},
        {% endfor -%}
        case
            when not averages.is_known then null
            when summed.unit_type = 'school' then averages.days_in_session
            else 1
        end as divisor
    from summed
    inner join averages
        on summed.unit_type = averages.unit_type
        and summed.unit_key = averages.unit_key
        and summed.school_year = averages.school_year
        and summed.subgroup_key = averages.subgroup_key
)

select * from final
