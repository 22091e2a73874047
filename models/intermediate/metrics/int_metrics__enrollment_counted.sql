-- one row per school and stage: students enrolled on the as-of date
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

-- received: as it came; valid: without what is held back; published: with repairs too
spells as (
    select
        'received' as stage,
        source,
        district_id,
        school_key,
        student_id as student,
        entry_date,
        exit_date
    from {{ ref('int_district__enrollments_conformed') }}
    union all
    select
        'valid' as stage,
        source,
        district_id,
        school_key,
        student_id as student,
        entry_date,
        exit_date
    from {{ ref('int_district__enrollments_valid') }}
    union all
    select
        'published' as stage,
        source,
        district_id,
        school_key,
        student_key as student,
        entry_date,
        exit_date
    from {{ ref('int_district__enrollments_merged') }}
),

counted as (
    select
        spells.stage,
        spells.source,
        spells.district_id,
        spells.school_key,
        count(distinct spells.student) as students
    from spells
    inner join as_of
        on
        spells.entry_date <= as_of.as_of_date
        and (spells.exit_date is null or spells.exit_date > as_of.as_of_date)
    group by
        spells.stage,
        spells.source,
        spells.district_id,
        spells.school_key
)

select * from counted
