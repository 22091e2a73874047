-- one row per run: score and issues of everything together
{{ config(materialized='view') }}
select
    scorecards.run_id,
    scorecards.grade,
    scorecards.run_seq,
    cast(scorecards.score as decimal(5, 1)) as score,
    scorecards.open_issues,
    scorecards.new_issues,
    scorecards.resolved_issues,
    not scorecards.is_incomplete as is_complete,
    runs.as_of_date
from {{ ref('quality__fct_dq_scorecards') }} as scorecards
inner join {{ ref('quality__fct_dq_runs') }} as runs
    on scorecards.run_id = runs.run_id
where scorecards.unit_type = 'all'
