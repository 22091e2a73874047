-- one row per enrolment and period that it has reached: the load that is due of it
with

policies as (
    select
        {{ rows_fingerprint(
            "completion_basis || ' ' || coalesce(cast(min_share as "
            ~ dbt.type_string() ~ "), '') || cast(is_default as " ~ dbt.type_string() ~ ")"
        ) }} as fingerprint
    from {{ ref('completion_policies') }}
),

reached as (
    {% for period in engagement_periods() -%}
    select
        user_program_key,
        '{{ period }}' as period,
        {{ period }}_cutoff as cutoff_date
    from {{ ref('int_dost__spells') }}
    where {{ period }}_eligible
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

calls as (
    select
        reached.user_program_key,
        reached.period,
        {{ rows_fingerprint('called.load_key || called.experience_key') }}
            as fingerprint
    from reached
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on reached.user_program_key = experiences.user_program_key
    inner join {{ ref('int_dost__experience_loads') }} as called
        on experiences.experience_key = called.experience_key
        and reached.cutoff_date > called.first_delivered_date
    group by reached.user_program_key, reached.period
)

-- what is counted of a period depends on its cut-off, on the files with calls that rang
-- before it, and on policies; what comes later changes nothing of it
select
    reached.user_program_key,
    reached.period,
    reached.cutoff_date,
    {{ surrogate_key([
        'reached.user_program_key',
        'reached.period',
        'reached.cutoff_date',
        "coalesce(calls.fingerprint, '')",
        'policies.fingerprint',
    ]) }} as load_key
from reached
cross join policies
left join calls
    on reached.user_program_key = calls.user_program_key
    and reached.period = calls.period
