-- one row per landed file with calls, and per identifier or attempt in it to look at
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_dost__campaigns')) }}"
) }}
{% set is_new = is_not_built_yet() %}
{% set types = {
    'organization_id': dbt.type_string(), 'data_source': dbt.type_string(),
    'id': dbt.type_string(), 'experience_id': dbt.type_string(),
    'programseq_id': dbt.type_string(), 'call_type': dbt.type_string(),
    'attempted_timestamp': 'timestamp',
} %}
with

files as (
    select file_key
    from {{ ref('stg_dost__campaigns') }}
    where {{ is_new }}
    group by file_key
),

{% for suspicion, columns in same_calls().items() -%}
{% if is_incremental() -%}
new_{{ suspicion }}s as (
    select {{ columns | join(', ') }}
    from {{ ref('stg_dost__campaigns') }}
    where {{ is_new }}
    group by {{ columns | join(', ') }}
),

{% endif -%}
-- of the calls of files that were compared before only those that a new call may repeat
repeated_{{ suspicion }}s as (
    select calls.{{ columns | join(', calls.') }}
    from {{ ref('stg_dost__campaigns') }} as calls
    {% if is_incremental() -%}
    inner join new_{{ suspicion }}s
        on {{ is_same_call(suspicion, 'calls', 'new_' ~ suspicion ~ 's') }}
    {%- endif %}
    group by calls.{{ columns | join(', calls.') }}
    having count(*) > 1
),

{{ suspicion }}s as (
    select
        calls.file_key,
        calls.{{ columns | join(',\n        calls.') }}
    from {{ ref('stg_dost__campaigns') }} as calls
    inner join files
        on calls.file_key = files.file_key
    left join repeated_{{ suspicion }}s as repeated
        on {{ is_same_call(suspicion, 'calls', 'repeated') }}
    where
        repeated.organization_id is not null
        or {{ 'calls.is_deleted' if suspicion == 'identifier' else 'false' }}
    group by calls.file_key, calls.{{ columns | join(', calls.') }}
),

{% endfor -%}
{% set parts = {'none': []} %}
{% do parts.update(same_calls()) %}
-- every file has a row, by which it is known to be compared
suspects as (
    {% for suspicion, columns in parts.items() -%}
    select
        {% for column, type in types.items() -%}
        {{ column if column in columns else 'cast(null as ' ~ type ~ ')' }}
            as {{ column }},
        {% endfor -%}
        '{{ suspicion }}' as suspicion,
        file_key
    from {{ suspicion ~ 's' if columns else 'files' }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

{% set texts = [] %}
{% for column in types %}
{% do texts.append('coalesce(cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ "), '')") %}
{% endfor %}
select
    {{ surrogate_key(['file_key', 'suspicion'] + texts) }} as suspect_key,
    *
from suspects
