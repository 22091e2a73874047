-- one row per student, school, school year and stretch of days enrolled
with

excluded as (
    select entity_key
    from {{ ref('int_quality__row_violations') }}
    where entity_type = 'enrollment' and action = 'exclude'
    group by entity_key
),

spells as (
    select
        enrollments.source,
        enrollments.district_id,
        enrollments.student_key,
        enrollments.school_key,
        enrollments.enrollment_id,
        enrollments.entry_code,
        enrollments.exit_code,
        enrollments.school_year,
        enrollments.grade_number,
        enrollments.is_primary,
        enrollments.entry_date,
        coalesce(enrollments.exit_date, cast('9999-12-31' as date)) as exit_date
    from {{ ref('int_district__enrollments_valid') }} as enrollments
    left join excluded
        on enrollments.entity_key = excluded.entity_key
    where enrollments.student_key is not null and excluded.entity_key is null
),

-- every earlier spell counts, not only the one before: a long one may contain several
compared as (
    select
        *,
        max(exit_date) over (
            partition by student_key, school_key, school_year
            order by entry_date, enrollment_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_exit_date
    from spells
    where entry_date < exit_date
),

numbered as (
    select
        *,
        sum(case when entry_date <= earlier_exit_date then 0 else 1 end) over (
            partition by student_key, school_key, school_year
            order by entry_date, enrollment_id
            rows between unbounded preceding and current row
        ) as stretch_number
    from compared
),

ranked as (
    select
        *,
        row_number() over (
            partition by student_key, school_key, school_year, stretch_number
            order by entry_date, enrollment_id
        ) as entry_rank,
        row_number() over (
            partition by student_key, school_key, school_year, stretch_number
            order by exit_date desc, enrollment_id desc
        ) as exit_rank
    from numbered
),

stretches as (
    select
        source,
        district_id,
        student_key,
        school_key,
        max(case when entry_rank = 1 then entry_code end) as entry_code,
        max(case when exit_rank = 1 then exit_code end) as exit_code,
        school_year,
        max(grade_number) as grade_number,
        count(*) as spell_count,
        max(case when is_primary then 1 else 0 end) = 1 as is_primary,
        min(entry_date) as entry_date,
        max(exit_date) as exit_date
    from ranked
    group by
        source, district_id, student_key, school_key, school_year, stretch_number
),

followed as (
    select
        *,
        lead(entry_date) over (
            partition by student_key, school_key order by entry_date, school_year
        ) as next_entry_date
    from stretches
),

-- a spell left open in one school year ends where that of the next begins
merged as (
    select
        source,
        district_id,
        student_key,
        school_key,
        entry_code,
        exit_code,
        school_year,
        grade_number,
        spell_count,
        is_primary,
        entry_date,
        nullif(
            least(exit_date, coalesce(next_entry_date, exit_date)),
            cast('9999-12-31' as date)
        ) as exit_date
    from followed
    where next_entry_date is null or next_entry_date > entry_date
)

select * from merged
