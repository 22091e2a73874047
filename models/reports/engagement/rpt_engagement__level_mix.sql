-- one row per month of the programme, rule and level: shares of the enrolments
with

cells as (
    select
        cast(position as integer) as month_number,
        measure as level_rule,
        category as level,
        suppression_state,
        denominator as spell_count
    from {{ ref('py_engagement_cells') }}
    where table_name = 'level_mix'
),

months as (
    select
        month_number,
        level_rule,
        spell_count
    from cells
    where level = 'all'
)

select
    cells.level_rule,
    cells.level,
    cells.suppression_state,
    cells.month_number,
    levels.position as level_position,
    cells.spell_count,
    months.spell_count as month_spell_count,
    {{ significant_digits(
        'cast(cells.spell_count as double) / months.spell_count'
    ) }} as share
from cells
inner join months
    on cells.month_number = months.month_number
    and cells.level_rule = months.level_rule
left join {{ ref('engagement_levels') }} as levels
    on cells.level_rule = levels.level_rule
    and cells.level = levels.level
where cells.level <> 'all'
