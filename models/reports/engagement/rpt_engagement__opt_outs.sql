-- one row per week of the programme and reason, or all of them: who left
with

cells as (
    select
        cast(position as integer) as week_in_program,
        measure,
        category as reason,
        suppression_state,
        denominator
    from {{ ref('py_engagement_cells') }}
    where table_name = 'opt_outs'
),

risks as (
    select
        week_in_program,
        suppression_state,
        denominator
    from cells
    where measure = 'at_risk'
),

reasons as (
    select reason
    from cells
    where measure = 'opt_outs'
    group by reason
),

leavers as (
    select
        week_in_program,
        reason,
        suppression_state,
        denominator
    from cells
    where measure = 'opt_outs'
),

-- a week in which nobody left is a row too
told as (
    select
        reasons.reason,
        risks.suppression_state as risk_state,
        coalesce(leavers.suppression_state, 'published') as leaver_state,
        risks.week_in_program,
        risks.denominator as at_risk_count,
        case
            when leavers.suppression_state is null then 0
            else leavers.denominator
        end as opt_out_count
    from risks
    cross join reasons
    left join leavers
        on risks.week_in_program = leavers.week_in_program
        and reasons.reason = leavers.reason
)

select
    case when reason = 'all' then 'All' else reason end as reason,
    case when risk_state = 'published' then leaver_state else risk_state end
        as suppression_state,
    week_in_program,
    at_risk_count,
    case when risk_state = 'published' then opt_out_count end as opt_out_count,
    {{ significant_digits('cast(opt_out_count as double) / at_risk_count') }}
        as opt_out_rate
from told
