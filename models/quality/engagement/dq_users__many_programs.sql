-- one row per user who is active in more programmes at once than anybody means to be
with

active as (
    select
        user_key,
        count(*) as enrollments
    from {{ ref('engagement__fct_user_programs') }}
    where program_status = 'active'
    group by user_key
    having count(*) > {{ dq_parameter('ENG-012', 'programs') }}
),

violations as (
    select
        'ENG-012' as rule_id,
        'dost' as source,
        users.organization_id as district_id,
        'user' as entity_type,
        active.user_key as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        cast(active.enrollments as {{ dbt.type_string() }}) || ' active enrolments'
            as observed,
        'no more than a family takes at one time' as expected,
        'the user is active in more programmes at once than usual; all of them count'
            as message,
        {{ json_object({
            'data_source': 'users.data_source',
            'user_id': 'users.user_id',
        }) }} as evidence
    from active
    inner join {{ ref('int_dost__users') }} as users
        on active.user_key = users.user_key
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
