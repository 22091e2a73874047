-- one row per post that an educator holds at a school
{% set columns = [
    'assignment_id', 'educator_id', 'school_code', 'position', 'subject', 'fte',
    'is_overload', 'is_on_leave', 'begin_date', 'end_date',
] %}
with

{{ records_that_count('assignments', ['assignment_id'], columns) }},

school_codes as (
    select district_id, school_code, school_id
    from {{ ref('int_sis__school_codes_mapped') }}
    where system = 'hr'
),

schools as (
    select district_id, school_id
    from {{ ref('int_district__schools_conformed') }}
),

educators as (
    {{ keys_of_ids('educator') }}
),

shared_ids as (
    select district_id, school_id, educator_id, educator_key
    from {{ ref('int_district__educator_keys') }}
),

code_crosswalk as (
    select code_set, source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis'
),

-- a code that the crosswalk lacks may be the id of the school
conformed as (
    select
        records.source,
        records.district_id,
        records.file_key,
        records.line_number,
        records.assignment_id,
        records.educator_id,
        coalesce(educators.educator_key, shared_ids.educator_key) as educator_key,
        records.school_code,
        schools.school_id,
        {{ surrogate_key(['records.district_id', 'schools.school_id']) }} as school_key,
        positions.value as position,
        focuses.value as teaching_focus,
        coalesce(subjects.value, lower(records.subject)) as subject,
        records.fte,
        schools.school_id is not null as is_school_known,
        coalesce(positions.value = 'teacher', false) as is_teacher,
        coalesce(records.is_overload, false) as is_overload,
        coalesce(records.is_on_leave, false) as is_on_leave,
        records.begin_date,
        records.end_date
    from records
    left join school_codes
        on records.district_id = school_codes.district_id
        and records.school_code = school_codes.school_code
    left join schools
        on records.district_id = schools.district_id
        and coalesce(school_codes.school_id, records.school_code) = schools.school_id
    left join educators
        on records.district_id = educators.district_id
        and records.educator_id = educators.educator_id
    left join shared_ids
        on records.district_id = shared_ids.district_id
        and schools.school_id = shared_ids.school_id
        and records.educator_id = shared_ids.educator_id
    left join code_crosswalk as positions
        on lower(records.position) = positions.source_value
        and positions.code_set = 'role'
    left join code_crosswalk as focuses
        on lower(records.position) = focuses.source_value
        and focuses.code_set = 'teaching_focus'
    left join code_crosswalk as subjects
        on lower(records.subject) = subjects.source_value
        and subjects.code_set = 'subject'
)

select * from conformed
