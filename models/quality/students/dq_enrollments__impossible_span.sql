-- one row per enrolment and rule: it ends before it begins (ENR-001), or lies where the
-- school is not (ENR-007)
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

enrollments as (
    select
        source,
        district_id,
        enrollment_id,
        student_id,
        school_id,
        school_key,
        school_year,
        is_school_known,
        entry_date,
        exit_date
    from {{ ref('int_district__enrollments_conformed') }}
),

schools as (
    select
        district_id,
        school_id,
        open_date,
        close_date
    from {{ ref('int_district__schools_conformed') }}
),

calendars as (
    select district_id, school_id, school_year, first_date, last_date
    from {{ ref('int_district__calendar_years') }}
),

judged as (
    select
        enrollments.*,
        coalesce(enrollments.exit_date < enrollments.entry_date, false) as is_reversed,
        coalesce(
            enrollments.entry_date < schools.open_date
            or enrollments.entry_date >= schools.close_date
            or enrollments.exit_date > schools.close_date
            or (
                enrollments.exit_date is null
                and schools.close_date <= as_of.as_of_date
            ),
            false
        ) as is_school_closed,
        -- a calendar may begin before July, or end after June
        coalesce(
            {{ school_year_of('enrollments.entry_date') }} <> enrollments.school_year
            and not coalesce(
                enrollments.entry_date between calendars.first_date
                and calendars.last_date,
                false
            ),
            false
        ) as is_in_another_year,
        coalesce(
            {{ school_year_of('enrollments.exit_date') }}
            > greatest(
                enrollments.school_year, {{ school_year_of('as_of.as_of_date') }}
            ) + {{ dq_parameter('ENR-007', 'years_ahead') }},
            false
        ) as is_too_far_ahead
    from enrollments
    cross join as_of
    left join schools
        on enrollments.district_id = schools.district_id
        and enrollments.school_id = schools.school_id
    left join calendars
        on enrollments.district_id = calendars.district_id
        and enrollments.school_id = calendars.school_id
        and enrollments.school_year = calendars.school_year
),

found as (
    select
        judged.*,
        'ENR-001' as rule_id,
        'an exit on or after the entry' as expected,
        'the enrolment ends before it begins; it is left out' as message
    from judged
    where is_reversed
    union all
    select
        judged.*,
        'ENR-007' as rule_id,
        case
            when not is_school_known then 'a school of the district'
            when is_school_closed then 'days on which the school is open'
            else 'days of the school year'
        end as expected,
        case
            when not is_school_known
                then 'the enrolment names a school that the district does not have'
            when is_school_closed
                then 'the enrolment lies before the school opened or after it closed'
            else 'the enrolment lies outside its school year'
        end || '; it is left out' as message
    from judged
    where
        not is_school_known
        or (
            not is_reversed
            and (is_school_closed or is_in_another_year or is_too_far_ahead)
        )
),

violations as (
    select
        rule_id,
        source,
        district_id,
        'enrollment' as entity_type,
        {{ surrogate_key(['district_id', 'enrollment_id']) }} as entity_key,
        school_key,
        school_year,
        coalesce(cast(entry_date as {{ dbt.type_string() }}), 'no entry') || ' to '
        || coalesce(cast(exit_date as {{ dbt.type_string() }}), 'open') as observed,
        expected,
        message,
        {{ json_object({
            'enrollment_id': 'enrollment_id',
            'student_id': 'student_id',
            'school_id': 'school_id',
        }) }} as evidence
    from found
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
