-- What: every section enrolment is in the fact or is a finding of ENR-001 or ENR-014.
-- Why it matters: a join that drops or repeats enrolments changes every count of
--   students.
-- How to fix: compare int_district__section_enrollments_resolved with the fact, by
--   section.
with

findings as (
    select entity_key
    from {{ ref('dq_section_enrollments__unknown_parent') }}
    where entity_type = 'section_enrollment'
    union all
    select entity_key
    from {{ ref('dq_section_enrollments__exit_before_entry') }}
),

counted as (
    select
        'record' as part,
        count(*) as row_count
    from {{ ref('int_district__section_enrollments_resolved') }}
    union all
    select
        'kept' as part,
        count(*) as row_count
    from {{ ref('district__fct_section_enrollments') }}
    union all
    select
        'found' as part,
        count(distinct entity_key) as row_count
    from findings
),

compared as (
    select
        sum(case when part = 'record' then row_count else 0 end) as records,
        sum(case when part = 'kept' then row_count else 0 end) as kept,
        sum(case when part = 'found' then row_count else 0 end) as found
    from counted
)

select * from compared
where records <> kept + found
