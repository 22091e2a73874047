-- one row per attendance record left out for another of the same student and day
with

records as (
    select
        'daily_attendance' as entity_type,
        source,
        district_id,
        file_key,
        school_id,
        student_id,
        '' as section_id,
        attendance_date,
        attendance_status,
        attendance_status_as_sent,
        excuse_code
    from {{ ref('int_district__attendance_daily_conformed') }}
    union all
    select
        'section_attendance' as entity_type,
        source,
        district_id,
        file_key,
        school_id,
        student_id,
        section_id,
        attendance_date,
        attendance_status,
        attendance_status_as_sent,
        excuse_code
    from {{ ref('int_district__attendance_sections_conformed') }}
    where section_id is not null
),

-- counting first leaves little to sort
repeated_days as (
    select
        entity_type,
        file_key,
        school_id,
        student_id,
        section_id,
        attendance_date
    from records
    group by
        entity_type,
        file_key,
        school_id,
        student_id,
        section_id,
        attendance_date
    having count(*) > 1
),

unattributed_ids as (
    select district_id, school_id, student_id
    from {{ ref('int_district__student_keys') }}
    where student_key is null
),

ranked as (
    select
        records.*,
        row_number() over (
            partition by
                records.entity_type,
                records.file_key,
                records.school_id,
                records.student_id,
                records.section_id,
                records.attendance_date
            order by {{ attendance_preference('records') }}
        ) as record_rank
    from records
    inner join repeated_days
        on records.entity_type = repeated_days.entity_type
        and records.file_key = repeated_days.file_key
        and records.school_id = repeated_days.school_id
        and records.student_id = repeated_days.student_id
        and records.section_id = repeated_days.section_id
        and records.attendance_date = repeated_days.attendance_date
    left join unattributed_ids
        on records.district_id = unattributed_ids.district_id
        and records.school_id = unattributed_ids.school_id
        and records.student_id = unattributed_ids.student_id
    where unattributed_ids.student_id is null
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
    from ranked
    where record_rank > 1
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
