-- one row per user and programme: the table that the organization planned, under its names
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

select
    user_key as "user",
    program_key as program,
    created_on,
    month1_date as month1date,
    month3_date as month3date,
    month5_date as month5date,
    coalesce(program_end_date, scheduled_end_date) as programenddate,
    partner_org_key as partnerorg_id,
    {% for period, name in [
        ('month1', 'month1'), ('month3', 'month3'), ('eop', 'EOP'),
    ] -%}
    {{ period }}_completed_lessons as "{{ name }}CompletedLessons",
    {{ period }}_completed_minutes
        as "{{ name }}CompletedMinutes"{{ ',' if not loop.last }}
    {% endfor %}
from ranked
where place = 1
