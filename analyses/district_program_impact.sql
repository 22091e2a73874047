-- What did each programme change, as far as its design lets one say, and what would the
-- naive change from before to after have said?
-- For: district leadership, research office.
with

effects as (
    select
        programs.program_name,
        effects.program_key,
        effects.school_year,
        effects.outcome,
        effects.unit,
        effects.design,
        effects.label,
        effects.estimate,
        effects.ci_low,
        effects.ci_high,
        effects.p_adjusted,
        effects.n_treated,
        effects.n_comparison,
        effects.is_headline
    from {{ ref('district__fct_program_effects') }} as effects
    inner join {{ ref('district__dim_programs') }} as programs
        on effects.program_key = programs.program_key
),

naive as (
    select program_key, school_year, outcome, estimate
    from effects
    where design = 'pre_post'
)

select
    effects.program_name,
    effects.school_year,
    effects.outcome,
    effects.unit,
    effects.design,
    effects.label,
    effects.estimate,
    effects.ci_low,
    effects.ci_high,
    effects.p_adjusted,
    effects.n_treated,
    effects.n_comparison,
    naive.estimate as naive_change
from effects
left join naive
    on effects.program_key = naive.program_key
    and effects.school_year = naive.school_year
    and effects.outcome = naive.outcome
where effects.is_headline
order by effects.program_name, effects.school_year, effects.outcome
