-- one row per educator, period and pair of schools in which the educator is at once
with

meetings as (
    select
        source,
        district_id,
        school_id,
        educator_id,
        educator_key,
        lower(period) as period,
        begin_date,
        end_date
    from {{ ref('int_district__section_meetings_conformed') }}
    where educator_key is not null and period is not null
),

clashes as (
    select
        meetings.source,
        meetings.district_id,
        meetings.educator_id,
        meetings.educator_key,
        meetings.period,
        meetings.school_id,
        others.school_id as other_school_id,
        max(greatest(meetings.begin_date, others.begin_date)) as clash_date
    from meetings
    inner join meetings as others
        on meetings.district_id = others.district_id
        and meetings.educator_key = others.educator_key
        and meetings.period = others.period
        and meetings.school_id < others.school_id
        and coalesce(meetings.begin_date < others.end_date, true)
        and coalesce(others.begin_date < meetings.end_date, true)
    group by
        meetings.source,
        meetings.district_id,
        meetings.educator_id,
        meetings.educator_key,
        meetings.period,
        meetings.school_id,
        others.school_id
),

violations as (
    select
        'STF-010' as rule_id,
        source,
        district_id,
        'educator' as entity_type,
        educator_key as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        {{ school_year_of('clash_date') }} as school_year,
        'period ' || period || ' at ' || school_id || ' and ' || other_school_id
            as observed,
        'one school in a period' as expected,
        'sections of two schools in one period at the same time' as message,
        {{ json_object({
            'educator_id': 'educator_id',
            'school_id': 'school_id',
            'other_school_id': 'other_school_id',
            'period': 'period',
        }) }} as evidence
    from clashes
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
