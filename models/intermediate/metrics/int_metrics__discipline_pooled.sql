-- one row per unit (district or school), student and school year: incidents
with

-- a year without any incident may be one of which nothing was sent
years_sent as (
    select district_id, school_year
    from {{ ref('int_district__discipline_incidents_conformed') }}
    where school_year is not null
    group by district_id, school_year
),

students as (
    select
        pooled.unit_type,
        pooled.unit_key,
        pooled.student_key,
        pooled.school_year
    from {{ ref('int_metrics__attendance_pooled') }} as pooled
    inner join {{ ref('int_metrics__units_named') }} as units
        on pooled.unit_type = units.unit_type
        and pooled.unit_key = units.unit_key
    inner join years_sent
        on units.district_id = years_sent.district_id
        and pooled.school_year = years_sent.school_year
    where pooled.days_enrolled > 0
),

-- the district counts incidents at a school that nobody knows, too
places as (
    select
        student_key,
        school_year,
        action,
        'school' as unit_type,
        school_key
    from {{ ref('district__fct_discipline_incidents') }}
    where school_key is not null
    union all
    select
        student_key,
        school_year,
        action,
        'district' as unit_type,
        'all' as school_key
    from {{ ref('district__fct_discipline_incidents') }}
),

incidents as (
    select
        unit_type,
        school_key,
        student_key,
        school_year,
        count(*) as incidents,
        sum(case when action = 'iss' then 1 else 0 end) as in_school_suspensions,
        sum(case when action = 'oss' then 1 else 0 end) as out_of_school_suspensions,
        sum(case when action = 'expulsion' then 1 else 0 end) as expulsions
    from places
    group by unit_type, school_key, student_key, school_year
)

select
    students.unit_type,
    students.unit_key,
    students.student_key,
    students.school_year,
    coalesce(incidents.incidents, 0) as incidents,
    coalesce(incidents.in_school_suspensions, 0) as in_school_suspensions,
    coalesce(incidents.out_of_school_suspensions, 0) as out_of_school_suspensions,
    coalesce(incidents.expulsions, 0) as expulsions
from students
left join incidents
    on students.unit_type = incidents.unit_type
    and students.student_key = incidents.student_key
    and students.school_year = incidents.school_year
    and case students.unit_type when 'school' then students.unit_key else 'all' end
    = incidents.school_key
