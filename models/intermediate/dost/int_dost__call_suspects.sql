-- one row per landed file with calls, and per record of a call that others are like
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_dost__campaigns')) }}"
) }}
{% set is_new = is_not_built_yet() %}
with

files as (
    select file_key
    from {{ ref('stg_dost__campaigns') }}
    where {{ is_new }}
    group by file_key
),

{% for suspicion, columns in same_calls().items() -%}
{% set compared = ref('stg_dost__campaigns') -%}
{% if is_incremental() -%}
{% set compared = 'compared_' ~ suspicion ~ 's' -%}
new_{{ suspicion }}s as (
    select {{ columns | join(', ') }}
    from {{ ref('stg_dost__campaigns') }}
    where {{ is_new }}
    group by {{ columns | join(', ') }}
),

-- of the calls of files that were compared before only those that a new call may repeat
{{ compared }} as (
    select calls.*
    from {{ ref('stg_dost__campaigns') }} as calls
    inner join new_{{ suspicion }}s
        on {{ is_same_call(suspicion, 'calls', 'new_' ~ suspicion ~ 's') }}
),

{% endif -%}
repeated_{{ suspicion }}s as (
    select {{ columns | join(', ') }}
    from {{ compared }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
),

{% set texts = [] -%}
{% for column in columns -%}
{% do texts.append(
    'coalesce(cast(calls.' ~ column ~ ' as ' ~ dbt.type_string() ~ "), '')"
) -%}
{% endfor -%}
{{ suspicion }}s as (
    select
        calls.file_key,
        calls.line_number,
        calls.organization_id,
        calls.data_source,
        calls.id as call_id,
        {{ texts | join(' || chr(31) || ') }} as same_as,
        calls.is_deleted,
        calls.delta_date
    from {{ compared }} as calls
    left join repeated_{{ suspicion }}s as repeated
        on {{ is_same_call(suspicion, 'calls', 'repeated') }}
    where
        repeated.organization_id is not null
        or {{ 'calls.is_deleted' if suspicion == 'identifier' else 'false' }}
),

{% endfor -%}
suspects as (
    {% for suspicion in same_calls() -%}
    select
        '{{ suspicion }}' as suspicion,
        *
    from {{ suspicion }}s
    union all
    {% endfor -%}
    -- every file has a row, by which it is known to be compared
    select
        'none' as suspicion,
        file_key,
        cast(null as integer) as line_number,
        cast(null as {{ dbt.type_string() }}) as organization_id,
        cast(null as {{ dbt.type_string() }}) as data_source,
        cast(null as {{ dbt.type_string() }}) as call_id,
        cast(null as {{ dbt.type_string() }}) as same_as,
        cast(null as boolean) as is_deleted,
        cast(null as date) as delta_date
    from files
),

keyed as (
    select
        {{ surrogate_key(['suspicion', 'file_key', 'coalesce(line_number, 0)']) }}
            as suspect_key,
        *
    from suspects
)

select *
from keyed
{% if is_incremental() -%}
-- a record of a file compared before may be known from then
where keyed.suspect_key not in (select known.suspect_key from {{ this }} as known)
{%- endif %}
