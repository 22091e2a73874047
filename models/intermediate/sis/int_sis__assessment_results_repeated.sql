{{ config(materialized='table') }}

-- one row per record of a test whose key stands on an earlier line
with

outdated as (
    select file_key, line_number
    from {{ ref('int_sis__facts_outdated') }}
    where entity = 'assessment_results'
),

results as (
    select
        results.district_id,
        results.result_id,
        results.file_key,
        results.line_number
    from {{ ref('stg_sis__assessment_results') }} as results
    left join outdated
        on results.file_key = outdated.file_key
        and results.line_number = outdated.line_number
    where outdated.file_key is null
),

repeated_ids as (
    select district_id, result_id
    from results
    group by district_id, result_id
    having count(*) > 1
),

ranked_results as (
    select
        results.*,
        row_number() over (
            partition by results.district_id, results.result_id
            order by results.line_number, results.file_key
        ) as result_line
    from results
    inner join repeated_ids
        on results.district_id = repeated_ids.district_id
        and results.result_id = repeated_ids.result_id
)

select
    district_id,
    result_id,
    file_key,
    line_number
from ranked_results
where result_line > 1
