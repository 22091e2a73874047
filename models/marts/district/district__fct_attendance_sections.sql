-- one row per student, school, section and day with a record of attendance
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_district__attendance_loads')) }}"
) }}
with

loads as (
    select file_key, load_key
    from {{ ref('int_district__attendance_loads') }}
),
{% if is_incremental() %}

-- one load is one state of one file; the post-hook deletes what is no longer current
held_loads as (
    select load_key
    from {{ this }}
    group by load_key
),
{% endif %}

new_loads as (
    select
        loads.file_key,
        loads.load_key
    from loads
    {% if is_incremental() %}
    left join held_loads
        on loads.load_key = held_loads.load_key
    where held_loads.load_key is null
    {% endif %}
),

records as (
    select
        file_key,
        district_id,
        school_id,
        student_id,
        section_id,
        attendance_status,
        excuse_code,
        attendance_date
    from {{ ref('int_district__attendance_sections_conformed') }}
),

-- of several records of one day the first stays; the others are findings of ATT-001
repeated_days as (
    select
        file_key,
        district_id,
        school_id,
        student_id,
        section_id,
        attendance_status,
        excuse_code,
        attendance_date
    from {{ ref('int_district__attendance_repeats_ranked') }}
    where entity_type = 'section_attendance' and record_rank = 1
),

single_records as (
    select records.*
    from records
    left join repeated_days
        on records.file_key = repeated_days.file_key
        and records.school_id = repeated_days.school_id
        and records.student_id = repeated_days.student_id
        and records.section_id = repeated_days.section_id
        and records.attendance_date = repeated_days.attendance_date
    where repeated_days.student_id is null
),

kept_records as (
    select * from single_records
    union all
    select * from repeated_days
),

shared_ids as (
    select
        district_id,
        school_id,
        student_id,
        student_key
    from {{ ref('int_district__student_keys') }}
),

-- keys are computed, not looked up: students who have left the roster keep their days
keyed as (
    select
        case
            when shared_ids.student_id is null
                then {{ surrogate_key(
                    ['kept_records.district_id', 'kept_records.student_id']
                ) }}
            else shared_ids.student_key
        end as student_key,
        {{ surrogate_key(
            ['kept_records.district_id', 'kept_records.school_id']
        ) }} as school_key,
        {{ surrogate_key([
            'kept_records.district_id',
            'kept_records.school_id',
            'kept_records.section_id',
        ]) }} as section_key,
        new_loads.load_key,
        kept_records.attendance_status,
        kept_records.excuse_code,
        kept_records.attendance_date
    from kept_records
    inner join new_loads
        on kept_records.file_key = new_loads.file_key
    left join shared_ids
        on kept_records.district_id = shared_ids.district_id
        and kept_records.school_id = shared_ids.school_id
        and kept_records.student_id = shared_ids.student_id
)

select * from keyed
