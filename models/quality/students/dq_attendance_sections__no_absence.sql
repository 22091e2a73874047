-- one row per teacher who recorded no absence on the last days of attendance
with

section_days as (
    select
        section_key,
        school_key,
        attendance_date,
        count(*) as record_count,
        sum(case when attendance_status = 'absent' then 1 else 0 end) as absent_count
    from {{ ref('district__fct_attendance_sections') }}
    where section_key is not null
    group by section_key, school_key, attendance_date
),

teachers as (
    select section_key, educator_key, begin_date, end_date
    from {{ ref('district__bridge_section_educators') }}
    where educator_key is not null and educator_role = 'primary'
),

teacher_days as (
    select
        teachers.educator_key,
        section_days.attendance_date,
        min(section_days.school_key) as school_key,
        sum(section_days.record_count) as record_count,
        sum(section_days.absent_count) as absent_count
    from section_days
    inner join teachers
        on section_days.section_key = teachers.section_key
        and section_days.attendance_date
        >= coalesce(teachers.begin_date, section_days.attendance_date)
        and coalesce(section_days.attendance_date < teachers.end_date, true)
    group by teachers.educator_key, section_days.attendance_date
),

ranked_days as (
    select
        teacher_days.*,
        row_number() over (
            partition by educator_key order by attendance_date desc
        ) as day_rank
    from teacher_days
),

without_absence as (
    select
        educator_key,
        min(school_key) as school_key,
        max(attendance_date) as last_date,
        sum(record_count) as record_count
    from ranked_days
    where day_rank <= {{ dq_parameter('ATT-007', 'days') }}
    group by educator_key
    having
        count(*) = {{ dq_parameter('ATT-007', 'days') }}
        and sum(absent_count) = 0
),

educators as (
    select educator_key, source, district_id, educator_id
    from {{ ref('int_district__educators_keyed') }}
    group by educator_key, source, district_id, educator_id
),

violations as (
    select
        'ATT-007' as rule_id,
        educators.source,
        educators.district_id,
        'educator' as entity_type,
        educators.educator_key as entity_key,
        without_absence.school_key,
        {{ school_year_of('without_absence.last_date') }} as school_year,
        'no absence up to '
        || cast(without_absence.last_date as {{ dbt.type_string() }}) as observed,
        'some absences' as expected,
        'nobody is absent in the teacher''s last '
        || cast(without_absence.record_count as {{ dbt.type_string() }})
        || ' records of attendance' as message,
        {{ json_object({'educator_id': 'educators.educator_id'}) }} as evidence
    from without_absence
    inner join educators
        on without_absence.educator_key = educators.educator_key
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
