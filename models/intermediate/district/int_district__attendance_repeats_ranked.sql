-- one row per attendance record of a student, place and day that has several
{% set attributes = [
    'attendance_status', 'attendance_status_as_sent', 'excuse_code',
    'attendance_category', 'absent_share',
] %}
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
        {{ attributes | join(',\n        ') }}
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
        excuse_code,
        cast(null as {{ dbt.type_string() }}) as attendance_category,
        cast(null as decimal(18, 6)) as absent_share
    from {{ ref('int_district__attendance_sections_conformed') }}
    where section_id is not null
),

-- counting is cheap and leaves little to sort
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

-- present is what systems fill in by default, so it gives way to a record that somebody
-- made; an unknown code gives way to a known one. Where two students share the id the
-- records may be of both.
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
            order by
                case
                    when records.attendance_status is null then 3
                    when records.attendance_status = 'present' then 2
                    else 1
                end,
                {{ in_total_order(attributes) }}
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
)

select * from ranked
