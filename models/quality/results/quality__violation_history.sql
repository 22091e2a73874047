-- one row per run and violation
{{ config(
    materialized='incremental',
    full_refresh=false,
    on_schema_change='append_new_columns',
    pre_hook="{{ forget_current_run() }}"
) }}
{% set text = dbt.type_string() %}
{% set columns = {
    'run_id': text,
    'engine': text,
    'rule_id': text,
    'severity': text,
    'action': text,
    'source': text,
    'district_id': text,
    'entity_type': text,
    'entity_key': text,
    'school_key': text,
    'school_year': 'integer',
    'observed': text,
    'expected': text,
    'message': text,
    'evidence': text,
    'is_waived': 'boolean',
    'fingerprint': text,
} %}
with

current_run as (
    select run_id
    from {{ ref('quality__current_run') }}
),

found as (
    select
        current_run.run_id,
        violations.*
    from {{ ref('quality__violations_found') }} as violations
    cross join current_run
),

earlier as (
    {{ earlier_runs('violations', columns) }}
)

select {{ columns.keys() | join(', ') }}
from found
union all
select {{ columns.keys() | join(', ') }}
from earlier
