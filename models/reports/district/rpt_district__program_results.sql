-- one row per programme and school year: the headline, and the naive estimate beside it
with

disclosure as (
    select value as min_students
    from {{ ref('disclosure_policies') }}
    where policy_id = '{{ var("disclosure_policy") }}' and parameter = 'min_students'
),

programs as (
    select program_key, program_name, assignment
    from {{ ref('district__dim_programs') }}
),

headlines as (
    select *
    from {{ ref('district__fct_program_effects') }}
    where is_headline
),

naive as (
    select
        program_key,
        school_year,
        estimate,
        ci_low,
        ci_high
    from {{ ref('district__fct_program_effects') }}
    where design = 'pre_post'
),

judged as (
    select
        headlines.*,
        case
            when
                headlines.n_treated < disclosure.min_students
                -- nobody is compared with in a change of the served alone
                or headlines.n_comparison between 1 and disclosure.min_students - 1
                then 'suppressed_primary'
            else 'published'
        end as suppression_state,
        -- from a matched comparison up, unless the arms turned out too different
        headlines.design in ('matched_ancova', 'regression_discontinuity', 'randomised')
        and headlines.label not in ('descriptive', 'not_equivalent_do_not_interpret')
            as is_effect
    from headlines
    cross join disclosure
),

final as (
    select
        judged.district_id,
        judged.program_key,
        programs.program_name,
        programs.assignment,
        judged.domain,
        judged.outcome,
        judged.unit,
        judged.design,
        judged.label,
        judged.no_estimate_reason,
        judged.suppression_state,
        judged.school_year,
        {% for column in [
            'n_treated', 'n_comparison', 'estimate', 'std_error', 'ci_low', 'ci_high', 'p_value', 'p_adjusted',
            'improvement_index', 'mde', 'essa_tier',
        ] -%}
        case
            when judged.suppression_state = 'published' then judged.{{ column }}
        end as {{ column }},
        {% endfor -%}
        {% for column in ['estimate', 'ci_low', 'ci_high'] -%}
        case
            when judged.suppression_state = 'published' then naive.{{ column }}
        end as naive_{{ column }},
        {% endfor -%}
        judged.is_effect
    from judged
    inner join programs
        on judged.program_key = programs.program_key
    left join naive
        on judged.program_key = naive.program_key
        and judged.school_year = naive.school_year
)

select * from final
