-- one row per landed file with calls and experience that its calls name
{{ config(
    materialized='incremental',
    post_hook="{{ forget_old_files(ref('raw_dost__campaigns')) }}",
) }}

select
    file_key,
    organization_id,
    data_source,
    experience_id
from {{ ref('stg_dost__campaigns') }}
where {{ is_not_built_yet() }}
group by file_key, organization_id, data_source, experience_id
