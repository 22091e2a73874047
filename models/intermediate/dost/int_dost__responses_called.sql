-- one row per landed file with responses, load of calls and experience that they share
{{ config(
    materialized='incremental',
    post_hook=[
        "{{ forget_old_files(ref('raw_dost__prompt_responses')) }}",
        "{{ forget_old_loads(ref('int_dost__call_loads')) }}",
    ],
) }}
{% set is_new_file = is_not_built_yet() %}
with

new_loads as (
    select load_key
    from {{ ref('int_dost__call_loads') }}
    where {{ is_not_built_yet('load_key') }}
),

new_responses as (
    select
        file_key,
        organization_id,
        data_source,
        campaign_id
    from {{ ref('stg_dost__prompt_responses') }}
    where {{ is_new_file }}
),

old_responses as (
    select
        file_key,
        organization_id,
        data_source,
        campaign_id
    from {{ ref('stg_dost__prompt_responses') }}
    where not ({{ is_new_file }})
),

new_calls as (
    select
        calls.load_key,
        calls.organization_id,
        calls.data_source,
        calls.call_id,
        calls.experience_key
    from {{ ref('engagement__fct_calls') }} as calls
    inner join new_loads
        on calls.load_key = new_loads.load_key
),

-- responses of new files may be of any call, those of the others of new calls only
called as (
    {% for responses, calls in [
        ('new_responses', ref('engagement__fct_calls')), ('old_responses', 'new_calls'),
    ] -%}
    select
        responses.file_key,
        calls.load_key,
        calls.experience_key
    from {{ responses }} as responses
    inner join {{ calls }} as calls
        on responses.organization_id = calls.organization_id
        and responses.data_source = calls.data_source
        and responses.campaign_id = calls.call_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- every file and every load has a row, by which it is known to be compared
compared as (
    select
        file_key,
        load_key,
        experience_key
    from called
    group by file_key, load_key, experience_key
    union all
    select
        file_key,
        cast(null as {{ dbt.type_string() }}) as load_key,
        cast(null as {{ dbt.type_string() }}) as experience_key
    from new_responses
    group by file_key
    union all
    select
        cast(null as {{ dbt.type_string() }}) as file_key,
        load_key,
        cast(null as {{ dbt.type_string() }}) as experience_key
    from new_loads
)

select
    {{ surrogate_key([
        "coalesce(file_key, '')",
        "coalesce(load_key, '')",
        "coalesce(experience_key, '')",
    ]) }} as called_key,
    *
from compared
