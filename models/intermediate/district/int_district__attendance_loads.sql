-- one row per landed file with attendance: the load that the facts have to hold of it
with

file_rows as (
    select source, district_id, file_key
    from {{ ref('int_district__attendance_daily_conformed') }}
    group by source, district_id, file_key
    union all
    select source, district_id, file_key
    from {{ ref('int_district__attendance_sections_conformed') }}
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
        md5({{ dbt.listagg('shared_id', 'chr(30)', 'order by shared_id') }})
            as fingerprint
    from shared_ids
    group by district_id
),

code_pairs as (
    select
        source,
        code_set || chr(31) || source_value || chr(31) || value as code_pair
    from {{ ref('code_crosswalk') }}
    where code_set in ('attendance_status', 'attendance_type')
),

codes as (
    select
        source,
        md5({{ dbt.listagg('code_pair', 'chr(30)', 'order by code_pair') }})
            as fingerprint
    from code_pairs
    group by source
),

-- what the rows of a file become depends on the file, on whose ids are shared in the
-- district, and on the meaning of the codes; a change of any of them is another load
loads as (
    select
        files.source,
        files.district_id,
        files.file_key,
        {{ surrogate_key([
            'files.file_key',
            "coalesce(identities.fingerprint, '')",
            "coalesce(codes.fingerprint, '')",
        ]) }} as load_key
    from files
    left join identities
        on files.district_id = identities.district_id
    left join codes
        on files.source = codes.source
)

select * from loads
