-- What: the first day of every spell that counts is in exactly one stretch of its
--   student and school, and every stretch begins with a spell.
-- Why it matters: window functions make one of several spells; one that is lost takes
--   its student out of membership, one that is in two stretches counts twice.
-- How to fix: compare int_district__enrollments_merged with the spells of the student
--   in int_district__enrollments_valid.
with

excluded as (
    select entity_key
    from {{ ref('int_quality__row_violations') }}
    where entity_type = 'enrollment' and action = 'exclude'
    group by entity_key
),

spells as (
    select
        enrollments.student_key,
        enrollments.school_key,
        enrollments.entity_key,
        enrollments.entry_date
    from {{ ref('int_district__enrollments_valid') }} as enrollments
    left join excluded
        on enrollments.entity_key = excluded.entity_key
    where
        excluded.entity_key is null
        and enrollments.student_key is not null
        and coalesce(enrollments.exit_date > enrollments.entry_date, true)
),

stretches as (
    select student_key, school_key, entry_date, exit_date
    from {{ ref('district__fct_enrollments') }}
),

spells_held as (
    select
        spells.entity_key,
        spells.student_key,
        spells.school_key,
        spells.entry_date,
        count(stretches.student_key) as stretch_count
    from spells
    left join stretches
        on spells.student_key = stretches.student_key
        and spells.school_key = stretches.school_key
        and spells.entry_date >= stretches.entry_date
        and spells.entry_date < coalesce(stretches.exit_date, date '9999-12-31')
    group by
        spells.entity_key,
        spells.student_key,
        spells.school_key,
        spells.entry_date
),

problems as (
    select
        'spell' as part,
        student_key,
        school_key,
        entry_date,
        stretch_count as times
    from spells_held
    where stretch_count <> 1
    union all
    select
        'stretch' as part,
        stretches.student_key,
        stretches.school_key,
        stretches.entry_date,
        0 as times
    from stretches
    left join spells
        on stretches.student_key = spells.student_key
        and stretches.school_key = spells.school_key
        and stretches.entry_date = spells.entry_date
    where spells.student_key is null
)

select * from problems
