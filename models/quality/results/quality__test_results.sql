-- one row per run and structural test; record_test_results fills it when a run ends
{{ config(
    materialized='incremental',
    full_refresh=false,
    on_schema_change='append_new_columns',
    pre_hook="{{ forget_current_run() }}"
) }}
-- depends_on: {{ ref('quality__current_run') }}
{{ earlier_runs('test_results', result_columns()) }}
