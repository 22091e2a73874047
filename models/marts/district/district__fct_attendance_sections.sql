-- one row per student, school, section and day with a record of attendance
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
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
        attendance_status_as_sent,
        excuse_code,
        attendance_date
    from {{ ref('int_district__attendance_sections_conformed') }}
),

shared_ids as (
    select
        district_id,
        school_id,
        student_id,
        student_key
    from {{ ref('int_district__student_keys') }}
),

new_records as (
    select
        new_loads.load_key,
        records.district_id,
        records.school_id,
        records.student_id,
        records.section_id,
        records.attendance_status,
        records.attendance_status_as_sent,
        records.excuse_code,
        records.attendance_date,
        row_number() over (
            partition by
                new_loads.load_key,
                records.school_id,
                records.student_id,
                records.section_id,
                records.attendance_date
            order by {{ attendance_preference('records') }}
        ) as record_rank
    from records
    inner join new_loads
        on records.file_key = new_loads.file_key
),

-- the second of two records of the same day is a finding of ATT-001, unless the id is
-- shared in the school: then they may be of two students, and both stay without a key;
-- nor can records without a section be told apart
attributed as (
    select
        case
            when shared_ids.student_id is null
                then {{ surrogate_key(
                    ['new_records.district_id', 'new_records.student_id']
                ) }}
            else shared_ids.student_key
        end as student_key,
        new_records.*
    from new_records
    left join shared_ids
        on new_records.district_id = shared_ids.district_id
        and new_records.school_id = shared_ids.school_id
        and new_records.student_id = shared_ids.student_id
    where
        new_records.record_rank = 1
        or new_records.section_id is null
        or (shared_ids.student_id is not null and shared_ids.student_key is null)
),

final as (
    select
        student_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        {{ surrogate_key(['district_id', 'school_id', 'section_id']) }} as section_key,
        load_key,
        attendance_status,
        excuse_code,
        attendance_date
    from attributed
)

select * from final
