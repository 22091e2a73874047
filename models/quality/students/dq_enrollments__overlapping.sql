-- one row per enrolment and rule: it has days in common with an earlier one at the same
-- school (ENR-002), or at another while both are primary (ENR-003)
with

enrollments as (
    select
        source,
        district_id,
        enrollment_id,
        enrollment_key,
        student_id,
        student_key,
        school_id,
        school_key,
        school_year,
        is_primary,
        entry_date,
        until_date
    from {{ ref('int_district__enrollments_judged') }}
    where
        is_plausible and enrollment_status <> 'no_show' and entry_date < until_date
),

-- of two that begin on one day the id decides which one is the later
common_days as (
    select
        later.enrollment_key,
        case
            when later.school_key = earlier.school_key then 'ENR-002'
            else 'ENR-003'
        end as rule_id,
        earlier.enrollment_id as other_enrollment_id,
        earlier.school_id as other_school_id,
        least(earlier.until_date, later.until_date) as common_until_date
    from enrollments as later
    inner join enrollments as earlier
        on later.student_key = earlier.student_key
        and later.entry_date < earlier.until_date
        and (
            earlier.entry_date < later.entry_date
            or (
                earlier.entry_date = later.entry_date
                and earlier.enrollment_id < later.enrollment_id
            )
        )
    where
        later.school_key = earlier.school_key
        or (later.is_primary and earlier.is_primary)
),

found as (
    select
        rule_id,
        enrollment_key,
        min(other_enrollment_id) as other_enrollment_id,
        min(other_school_id) as other_school_id,
        nullif(max(common_until_date), cast('9999-12-31' as date)) as common_until_date
    from common_days
    group by rule_id, enrollment_key
),

violations as (
    select
        found.rule_id,
        enrollments.source,
        enrollments.district_id,
        'enrollment' as entity_type,
        found.enrollment_key as entity_key,
        enrollments.school_key,
        enrollments.school_year,
        'enrolled twice from '
        || cast(enrollments.entry_date as {{ dbt.type_string() }})
        || coalesce(
            ' to ' || cast(found.common_until_date as {{ dbt.type_string() }}), ' on'
        ) as observed,
        case found.rule_id
            when 'ENR-002' then 'one enrolment at a school at a time'
            else 'one primary school at a time'
        end as expected,
        case found.rule_id
            when 'ENR-002'
                then 'two enrolments at one school overlap; their days count once'
            else 'two schools are primary for one student on the same days'
        end as message,
        {{ json_object({
            'enrollment_id': 'enrollments.enrollment_id',
            'student_id': 'enrollments.student_id',
            'school_id': 'enrollments.school_id',
            'other_enrollment_id': 'found.other_enrollment_id',
            'other_school_id': 'found.other_school_id',
        }) }} as evidence
    from found
    inner join enrollments
        on found.enrollment_key = enrollments.enrollment_key
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
