-- one row per run: a build on one state of the raw files and settings
{{ config(
    materialized='incremental',
    full_refresh=false,
    on_schema_change='append_new_columns',
    pre_hook="{{ forget_current_run() }}"
) }}
with

earlier as (
    {% if is_incremental() -%}
    select run_id, run_seq, as_of_date, input_fingerprint
    from {{ this }}
    {%- else -%}
    {{ earlier_runs('runs', {
        'run_id': dbt.type_string(),
        'run_seq': 'integer',
        'as_of_date': 'date',
        'input_fingerprint': dbt.type_string(),
    }) }}
    {%- endif %}
),

-- the run that is built last has the highest number, also when it was built before
numbered as (
    select
        current_run.run_id,
        cast(coalesce(max(earlier.run_seq), 0) + 1 as integer) as run_seq,
        current_run.as_of_date,
        current_run.input_fingerprint
    from {{ ref('quality__current_run') }} as current_run
    left join earlier
        on current_run.run_id <> earlier.run_id
    group by
        current_run.run_id,
        current_run.as_of_date,
        current_run.input_fingerprint
)

select * from numbered
{% if not is_incremental() %}
union all
select * from earlier
{% endif %}
