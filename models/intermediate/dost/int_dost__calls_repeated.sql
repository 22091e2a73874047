-- one row per record of a call that stands for another one: the same call once more
with

{% for suspicion, columns in same_calls().items() -%}
{% set texts = [] -%}
{% for column in columns -%}
{% do texts.append(
    'coalesce(cast(calls.' ~ column ~ ' as ' ~ dbt.type_string() ~ "), '')"
) -%}
{% endfor -%}
suspected_{{ suspicion }}s as (
    select {{ columns | join(', ') }}
    from {{ ref('int_dost__call_suspects') }}
    where suspicion = '{{ suspicion }}'
    group by {{ columns | join(', ') }}
),

same_{{ suspicion }}s as (
    select
        calls.*,
        calls.organization_id || chr(31) || calls.data_source || chr(31) || calls.id
            as call_number,
        {{ texts | join(' || chr(31) || ') }} as same_as
    from {{ ref('stg_dost__campaigns') }} as calls
    inner join suspected_{{ suspicion }}s
        on {{ is_same_call(suspicion, 'calls', 'suspected_' ~ suspicion ~ 's') }}
),

{% endfor -%}
-- a later delta folder has the call again, or says that it is no more
resent as (
    select
        organization_id,
        data_source,
        id,
        max(delta_date) as delta_date
    from same_identifiers
    where delta_date is not null
    group by organization_id, data_source, id
),

outdated as (
    select
        calls.file_key,
        calls.line_number
    from same_identifiers as calls
    inner join resent
        on calls.organization_id = resent.organization_id
        and calls.data_source = resent.data_source
        and calls.id = resent.id
    where calls.is_deleted or coalesce(calls.delta_date < resent.delta_date, true)
),

suspects as (
    select
        file_key,
        line_number,
        delta_date,
        call_number,
        same_as,
        'repeated_id' as repetition
    from same_identifiers
    union all
    select
        file_key,
        line_number,
        delta_date,
        call_number,
        same_as,
        'repeated_attempt' as repetition
    from same_attempts
),

standing as (
    select suspects.*
    from suspects
    left join outdated
        on suspects.file_key = outdated.file_key
        and suspects.line_number = outdated.line_number
    where outdated.file_key is null
),

-- the first stays, whatever later files bring
ranked as (
    select
        file_key,
        line_number,
        repetition,
        call_number,
        row_number() over (
            partition by repetition, same_as
            order by delta_date nulls first, line_number, file_key
        ) as place,
        first_value(call_number) over (
            partition by repetition, same_as
            order by delta_date nulls first, line_number, file_key
        ) as first_number
    from standing
),

copies as (
    select
        file_key,
        line_number,
        -- an identifier cannot stand twice; another attempt is kept, and excluded
        max(repetition) as repetition,
        min(first_number) as first_number
    from ranked
    where place > 1
    group by file_key, line_number
)

select
    file_key,
    line_number,
    'outdated' as repetition,
    cast(null as {{ dbt.type_string() }}) as first_call_id
from outdated
union all
select
    file_key,
    line_number,
    repetition,
    {{ dbt.split_part('first_number', 'chr(31)', 3) }} as first_call_id
from copies
