-- one row per attendance record left out for another of the same student and day
with

left_out as (
    select
        source,
        district_id,
        case entity_type
            when 'daily_attendance' then 'attendance' else entity_type
        end as entity_type,
        school_id,
        section_id,
        student_id,
        attendance_date,
        attendance_status_as_sent,
        excuse_code,
        record_rank
    from {{ ref('int_district__attendance_repeats_ranked') }}
    where record_rank > 1
),

violations as (
    select
        'ATT-001' as rule_id,
        source,
        district_id,
        entity_type,
        {{ surrogate_key([
            'district_id', 'school_id', 'section_id', 'student_id', 'attendance_date'
        ]) }} as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        cast(null as integer) as school_year,
        'record ' || cast(record_rank as {{ dbt.type_string() }}) || ': '
        || coalesce(attendance_status_as_sent, 'no status')
        || coalesce(' ' || excuse_code, '') as observed,
        '1 record' as expected,
        'another record of the same student and day was kept, this one was left out'
            as message,
        {{ json_object({
            'school_id': 'school_id',
            'section_id': "nullif(section_id, '')",
            'student_id': 'student_id',
            'attendance_date': 'attendance_date',
        }) }} as evidence
    from left_out
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
