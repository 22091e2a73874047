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

called as (
    select
        experiences.user_program_key,
        called.first_delivered_date,
        {{ row_fingerprint('called.load_key || called.experience_key') }}
            as fingerprint
    from {{ ref('int_dost__experience_loads') }} as called
    inner join {{ ref('int_dost__experiences_spelled') }} as experiences
        on called.experience_key = experiences.experience_key
    where called.first_delivered_date is not null
),

-- one row per enrolment, since a row per period costs four times as much
calls as (
    select
        {% for period in engagement_periods() -%}
        sum(case
            when called.first_delivered_date < spells.{{ period }}_cutoff
                then called.fingerprint
        end) as {{ period }}_fingerprint,
        {% endfor -%}
        spells.user_program_key
    from {{ ref('int_dost__spells') }} as spells
    inner join called
        on spells.user_program_key = called.user_program_key
    group by spells.user_program_key
),

reached as (
    {% for period in engagement_periods() -%}
    select
        spells.user_program_key,
        '{{ period }}' as period,
        spells.{{ period }}_cutoff as cutoff_date,
        cast(calls.{{ period }}_fingerprint as {{ dbt.type_string() }})
            as calls_fingerprint
    from {{ ref('int_dost__spells') }} as spells
    left join calls
        on spells.user_program_key = calls.user_program_key
    where spells.{{ period }}_eligible
    {{ 'union all' if not loop.last }}
    {% endfor %}
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
        "coalesce(reached.calls_fingerprint, '')",
        'policies.fingerprint',
    ]) }} as load_key
from reached
cross join policies
