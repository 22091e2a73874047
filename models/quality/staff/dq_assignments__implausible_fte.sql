-- one row per assignment whose full-time equivalent is missing, or not above 0 up to 1
with

assignments as (
    select
        source,
        district_id,
        assignment_id,
        educator_id,
        school_id,
        school_key,
        is_overload or is_on_leave as may_be_none,
        fte
    from {{ ref('int_district__assignments_conformed') }}
),

violations as (
    select
        'STF-008' as rule_id,
        source,
        district_id,
        'assignment' as entity_type,
        {{ surrogate_key(['district_id', 'assignment_id']) }} as entity_key,
        school_key,
        cast(null as {{ dbt.type_int() }}) as school_year,
        coalesce(
            cast(cast(fte as decimal(9, 2)) as {{ dbt.type_string() }}), 'missing'
        ) as observed,
        case when may_be_none then '0 to 1' else 'above 0, at most 1' end as expected,
        'the full-time equivalent is missing or cannot be that of one post' as message,
        {{ json_object({
            'assignment_id': 'assignment_id',
            'educator_id': 'educator_id',
            'school_id': 'school_id',
        }) }} as evidence
    from assignments
    where
        fte is null
        or fte < 0
        or (fte = 0 and not may_be_none)
        or fte > {{ dq_parameter('STF-008', 'full_time') }}
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
