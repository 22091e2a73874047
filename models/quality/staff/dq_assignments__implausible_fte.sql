-- one row per assignment whose full-time equivalent is missing, or not above 0 up to 1
with

assignments as (
    select source, district_id, assignment_id, educator_id, school_id, school_key, fte
    from {{ ref('int_district__assignments_conformed') }}
    where not is_overload and not is_on_leave
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
        'above 0, at most 1' as expected,
        'the full-time equivalent is missing or cannot be that of one post' as message,
        {{ json_object({
            'assignment_id': 'assignment_id',
            'educator_id': 'educator_id',
            'school_id': 'school_id',
        }) }} as evidence
    from assignments
    where coalesce(fte <= 0 or fte > {{ dq_parameter('STF-008', 'full_time') }}, true)
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
