-- one row per landed file with attendance: the load that the facts have to hold of it
with

section_schools as (
    select source, district_id, file_key, section_id, school_id
    from {{ ref('int_district__attendance_sections_conformed') }}
    group by source, district_id, file_key, section_id, school_id
),

file_rows as (
    select source, district_id, file_key
    from {{ ref('int_district__attendance_daily_conformed') }}
    group by source, district_id, file_key
    union all
    select source, district_id, file_key
    from section_schools
    group by source, district_id, file_key
),

files as (
    select source, district_id, file_key
    from file_rows
    group by source, district_id, file_key
),

shared_ids as (
    select
        district_id,
        school_id || chr(31) || student_id || chr(31) || coalesce(student_key, '')
            as shared_id
    from {{ ref('int_district__student_keys') }}
),

identities as (
    select
        district_id,
        {{ rows_fingerprint('shared_id') }} as fingerprint
    from shared_ids
    group by district_id
),

code_pairs as (
    select
        source,
        code_set || chr(31) || source_value || chr(31) || value as code_pair
    from {{ ref('code_crosswalk') }}
    where code_set in ('attendance_category', 'attendance_status', 'attendance_type')
),

codes as (
    select
        source,
        {{ rows_fingerprint('code_pair') }} as fingerprint
    from code_pairs
    group by source
),

-- the canonical extract has codes of the district's own
district_code_pairs as (
    select
        district_id,
        code_form || chr(31) || coalesce(attendance_category, '') as code_pair
    from {{ ref('int_sis__attendance_codes_mapped') }}
),

district_codes as (
    select
        district_id,
        {{ rows_fingerprint('code_pair') }} as fingerprint
    from district_code_pairs
    group by district_id
),

-- where attendance names the section only, its school comes from another file
section_pairs as (
    select
        file_key,
        coalesce(section_id, '') || chr(31) || coalesce(school_id, '') as section_pair
    from section_schools
),

schools as (
    select
        file_key,
        {{ rows_fingerprint('section_pair') }} as fingerprint
    from section_pairs
    group by file_key
),

-- a later delta folder takes records out of a file that stays as it is
outdated as (
    select
        file_key,
        {{ rows_fingerprint('cast(line_number as ' ~ dbt.type_string() ~ ')') }}
            as fingerprint
    from {{ ref('int_sis__facts_outdated') }}
    group by file_key
),

-- in two steps, because a wrong calendar misplaces every record of a file
misplaced_days as (
    select
        file_key,
        school_id || chr(31) || student_id || chr(31)
        || {{ rows_fingerprint('cast(attendance_date as ' ~ dbt.type_string() ~ ')') }}
            as student_days
    from {{ ref('int_district__attendance_misplaced') }}
    where is_excluded
    group by file_key, school_id, student_id
),

misplaced as (
    select
        file_key,
        {{ rows_fingerprint('student_days') }} as fingerprint
    from misplaced_days
    group by file_key
),

-- what the rows of a file become depends on the file, on whose ids are shared in the
-- district, on the meaning of the codes, on the schools of its sections, on what later
-- files take out of it, and on which of its days calendars and enrolments exclude; a
-- change of any of them is another load
loads as (
    select
        files.source,
        files.district_id,
        files.file_key,
        {{ surrogate_key([
            'files.file_key',
            "coalesce(identities.fingerprint, '')",
            "coalesce(codes.fingerprint, '')",
            "coalesce(district_codes.fingerprint, '')",
            "coalesce(schools.fingerprint, '')",
            "coalesce(outdated.fingerprint, '')",
            "coalesce(misplaced.fingerprint, '')",
        ]) }} as load_key
    from files
    left join identities
        on files.district_id = identities.district_id
    left join codes
        on files.source = codes.source
    left join district_codes
        on files.source = 'sis' and files.district_id = district_codes.district_id
    left join schools
        on files.file_key = schools.file_key
    left join outdated
        on files.file_key = outdated.file_key
    left join misplaced
        on files.file_key = misplaced.file_key
)

select * from loads
