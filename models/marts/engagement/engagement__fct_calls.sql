-- one row per call between a platform and a user
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    on_schema_change='fail',
    post_hook="{{ forget_old_loads(ref('int_dost__call_loads')) }}"
) }}

select *
from {{ ref('int_dost__calls') }}
{% if is_incremental() %}
where
    load_key not in (
        select held.load_key
        from {{ this }} as held
        group by held.load_key
    )
{% endif %}
