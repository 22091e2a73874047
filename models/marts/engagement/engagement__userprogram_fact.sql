-- one row per user and programme: the planned table, under its own names
{{ config(materialized='view') }}
with

ranked as (
    select
        *,
        row_number() over (
            partition by user_key, program_key
            order by spell_number desc
        ) as place
    from {{ ref('engagement__fct_user_programs') }}
)

-- the plan's own names -- noqa: disable=CP02,RF06
select
    user_key as "user",
    program_key as program,
    created_on,
    month1_date as month1date,
    month3_date as month3date,
    month5_date as month5date,
    coalesce(program_end_date, scheduled_end_date) as programenddate,
    partner_org_key as partnerorg_id,
    month1_completed_lessons as month1CompletedLessons,
    month1_completed_minutes as month1CompletedMinutes,
    month3_completed_lessons as month3CompletedLessons,
    month3_completed_minutes as month3CompletedMinutes,
    eop_completed_lessons as EOPCompletedLessons,
    eop_completed_minutes as EOPCompletedMinutes
from ranked
where place = 1
