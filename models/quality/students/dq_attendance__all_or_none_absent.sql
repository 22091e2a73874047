-- one row per school and school day on which nobody or everybody was absent
with

school_days as (
    select
        school_key,
        attendance_date,
        count(*) as student_count,
        sum(case when attendance_status = 'absent' then 1 else 0 end) as absent_count
    from {{ ref('district__fct_attendance_daily') }}
    where not is_excluded and attendance_status is not null
    group by school_key, attendance_date
    having count(*) >= {{ dq_parameter('ATT-006', 'fewest_students') }}
),

schools as (
    select
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        source,
        district_id,
        school_id
    from {{ ref('int_district__schools_conformed') }}
),

violations as (
    select
        'ATT-006' as rule_id,
        schools.source,
        schools.district_id,
        'school' as entity_type,
        schools.school_key as entity_key,
        schools.school_key,
        {{ school_year_of('school_days.attendance_date') }} as school_year,
        case when school_days.absent_count = 0 then 'nobody' else 'everybody' end
        || ' absent on '
        || cast(school_days.attendance_date as {{ dbt.type_string() }}) as observed,
        'some absent' as expected,
        cast(school_days.absent_count as {{ dbt.type_string() }}) || ' of '
        || cast(school_days.student_count as {{ dbt.type_string() }})
        || ' students are absent, so attendance was likely not taken' as message,
        {{ json_object({
            'school_id': 'schools.school_id',
            'attendance_date': 'school_days.attendance_date',
        }) }} as evidence
    from school_days
    inner join schools
        on school_days.school_key = schools.school_key
    where
        school_days.absent_count = 0
        or school_days.absent_count = school_days.student_count
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
