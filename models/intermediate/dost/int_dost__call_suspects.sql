-- one row per landed file with calls, and per identifier or attempt in it to look at
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    post_hook="{{ forget_old_files(ref('raw_dost__campaigns')) }}"
) }}
{% set is_new = is_not_built_yet() %}
with

{% if is_incremental() -%}
new_numbers as (
    select organization_id, data_source, id
    from {{ ref('stg_dost__campaigns') }}
    where {{ is_new }}
    group by organization_id, data_source, id
),

new_moments as (
    select organization_id, data_source, experience_id, attempted_timestamp
    from {{ ref('stg_dost__campaigns') }}
    where {{ is_new }}
    group by organization_id, data_source, experience_id, attempted_timestamp
),

{% endif -%}
-- of the calls of files that were compared before only those that a new call may repeat
same_numbers as (
    select
        calls.organization_id,
        calls.data_source,
        calls.id
    from {{ ref('stg_dost__campaigns') }} as calls
    {% if is_incremental() -%}
    inner join new_numbers
        on calls.organization_id = new_numbers.organization_id
        and calls.data_source = new_numbers.data_source
        and calls.id = new_numbers.id
    {%- endif %}
),

same_moments as (
    select
        calls.organization_id,
        calls.data_source,
        calls.experience_id,
        calls.programseq_id,
        calls.call_type,
        calls.attempted_timestamp
    from {{ ref('stg_dost__campaigns') }} as calls
    {% if is_incremental() -%}
    inner join new_moments
        on calls.organization_id = new_moments.organization_id
        and calls.data_source = new_moments.data_source
        and calls.experience_id = new_moments.experience_id
        and calls.attempted_timestamp = new_moments.attempted_timestamp
    {%- endif %}
    where calls.experience_id is not null and calls.attempted_timestamp is not null
),

repeated_numbers as (
    select
        organization_id,
        data_source,
        id
    from same_numbers
    group by organization_id, data_source, id
    having count(*) > 1
),

-- the same attempt for the same lesson at the same second
repeated_attempts as (
    select
        organization_id,
        data_source,
        experience_id,
        programseq_id,
        call_type,
        attempted_timestamp
    from same_moments
    group by
        organization_id,
        data_source,
        experience_id,
        programseq_id,
        call_type,
        attempted_timestamp
    having count(*) > 1
),

files as (
    select file_key
    from {{ ref('stg_dost__campaigns') }}
    where {{ is_new }}
    group by file_key
),

numbers as (
    select
        calls.file_key,
        calls.organization_id,
        calls.data_source,
        calls.id
    from {{ ref('stg_dost__campaigns') }} as calls
    inner join files
        on calls.file_key = files.file_key
    left join repeated_numbers
        on calls.organization_id = repeated_numbers.organization_id
        and calls.data_source = repeated_numbers.data_source
        and calls.id = repeated_numbers.id
    where repeated_numbers.id is not null or calls.is_deleted
    group by calls.file_key, calls.organization_id, calls.data_source, calls.id
),

attempts as (
    select
        calls.file_key,
        calls.organization_id,
        calls.data_source,
        calls.experience_id,
        calls.programseq_id,
        calls.call_type,
        calls.attempted_timestamp
    from {{ ref('stg_dost__campaigns') }} as calls
    inner join files
        on calls.file_key = files.file_key
    inner join repeated_attempts
        on calls.organization_id = repeated_attempts.organization_id
        and calls.data_source = repeated_attempts.data_source
        and calls.experience_id = repeated_attempts.experience_id
        and calls.call_type = repeated_attempts.call_type
        and calls.attempted_timestamp = repeated_attempts.attempted_timestamp
        and coalesce(calls.programseq_id, '')
        = coalesce(repeated_attempts.programseq_id, '')
    group by
        calls.file_key,
        calls.organization_id,
        calls.data_source,
        calls.experience_id,
        calls.programseq_id,
        calls.call_type,
        calls.attempted_timestamp
),

{% set columns = [
    'organization_id', 'data_source', 'id', 'experience_id', 'programseq_id', 'call_type',
] %}
{% set parts = {
    'none': ('files', []),
    'identifier': ('numbers', columns[:3]),
    'attempt': ('attempts', columns[:2] + columns[3:] + ['attempted_timestamp']),
} %}
-- every file has a row, by which it is known to be compared
suspects as (
    {% for suspicion, (part, given) in parts.items() -%}
    select
        {% for column in columns -%}
        {% if column in given -%}
        {{ column }},
        {% else -%}
        cast(null as {{ dbt.type_string() }}) as {{ column }},
        {% endif -%}
        {% endfor -%}
        {% if 'attempted_timestamp' in given -%}
        attempted_timestamp,
        {% else -%}
        cast(null as timestamp) as attempted_timestamp,
        {% endif -%}
        '{{ suspicion }}' as suspicion,
        file_key
    from {{ part }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

{% set texts = [] %}
{% for column in columns + ['attempted_timestamp'] %}
{% do texts.append('coalesce(cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ "), '')") %}
{% endfor %}
select
    {{ surrogate_key(['file_key', 'suspicion'] + texts) }} as suspect_key,
    *
from suspects
