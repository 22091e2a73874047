-- one row per educator who works after leaving or was hired too young
with

as_of_date as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

staff as (
    select
        source,
        district_id,
        educator_id,
        educator_key,
        birth_date,
        hire_date,
        separation_date
    from {{ ref('int_district__staff_conformed') }}
    where educator_key is not null
),

-- a hire after the separation: back again
separations as (
    select source, district_id, educator_id, educator_key, separation_date
    from staff
    where separation_date is not null and coalesce(hire_date < separation_date, true)
),

activities as (
    select district_id, educator_key, begin_date, end_date
    from {{ ref('int_district__assignments_conformed') }}
    where educator_key is not null
    union all
    select district_id, educator_key, begin_date, end_date
    from {{ ref('int_district__section_meetings_conformed') }}
    where educator_key is not null
),

active_days as (
    select
        separations.source,
        separations.district_id,
        separations.educator_id,
        separations.educator_key,
        separations.separation_date,
        max(
            greatest(
                coalesce(activities.begin_date, separations.separation_date),
                separations.separation_date
            )
        ) as active_on
    from separations
    cross join as_of_date
    inner join activities
        on separations.district_id = activities.district_id
        and separations.educator_key = activities.educator_key
        and coalesce(activities.end_date > separations.separation_date, true)
        and coalesce(activities.begin_date < activities.end_date, true)
        and coalesce(activities.begin_date <= as_of_date.as_of_date, true)
    where separations.separation_date <= as_of_date.as_of_date
    group by
        separations.source,
        separations.district_id,
        separations.educator_id,
        separations.educator_key,
        separations.separation_date
),

hired as (
    select
        source,
        district_id,
        educator_id,
        educator_key,
        birth_date,
        hire_date,
        {{ dbt.dateadd('year', dq_parameter('STF-011', 'youngest'), 'birth_date') }}
            as of_age_on
    from staff
),

contradictions as (
    select
        source,
        district_id,
        educator_id,
        educator_key,
        active_on as contradicted_on,
        'active on ' || cast(active_on as {{ dbt.type_string() }}) as observed,
        'no work from ' || cast(separation_date as {{ dbt.type_string() }}) as expected,
        'has a post or sections after leaving' as message
    from active_days
    union all
    select
        source,
        district_id,
        educator_id,
        educator_key,
        hire_date as contradicted_on,
        'hired on ' || cast(hire_date as {{ dbt.type_string() }}) as observed,
        'of age when hired' as expected,
        'was too young on the day of hiring' as message
    from hired
    where hire_date < of_age_on
),

violations as (
    select
        'STF-011' as rule_id,
        source,
        district_id,
        'educator' as entity_type,
        educator_key as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        {{ school_year_of('contradicted_on') }} as school_year,
        observed,
        expected,
        message,
        {{ json_object({'educator_id': 'educator_id'}) }} as evidence
    from contradictions
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
