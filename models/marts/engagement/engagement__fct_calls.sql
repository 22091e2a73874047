-- one row per call between a platform and a user
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_loads(ref('int_dost__call_loads')) }}"
) }}

select *
from {{ ref('int_dost__calls') }}
where {{ is_not_built_yet('load_key') }}
