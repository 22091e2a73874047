-- one row per rule of the brief and comparison of two figures: how likely chance is
{% set keys = [
    'district_id', 'metric_name', 'policy_id', 'subject', 'unit_type', 'unit_key',
    'subgroup_key',
] %}
with

rules as (
    select *
    from {{ ref('brief_rules') }}
),

told as (
    select
        metrics.*,
        subgroups.dimension,
        subgroups.is_unknown,
        max(metrics.school_year) over (
            partition by
                metrics.district_id, metrics.metric_name, metrics.policy_id,
                metrics.subject
        ) as last_year
    from {{ ref('rpt_district__metric_values') }} as metrics
    left join {{ ref('district__dim_subgroups') }} as subgroups
        on metrics.subgroup_key = subgroups.subgroup_key
    where metrics.suppression_state = 'published' and metrics.value is not null
),

recent as (
    select
        rules.question,
        rules.rule,
        rules.reference_value,
        rules.notable_difference,
        told.*
    from told
    inner join rules
        on told.metric_name = rules.metric_name
        and told.policy_id = rules.policy_id
        and told.unit_type = rules.unit_type
        and (
            told.dimension = rules.dimension
            or (rules.dimension = 'any' and told.dimension not in ('all', 'grade'))
        )
    where
        told.school_year = told.last_year
        -- who is not in a programme, or not known, is no group of its own
        and not coalesce(told.is_unknown, false)
        and (rules.dimension <> 'any' or told.subgroup_key not like '%:no')
),

compared as (
    -- with the same a year before
    select
        recent.*,
        'previous_year' as compared_with,
        others.value as compared_value,
        sqrt(recent.std_error * recent.std_error + others.std_error * others.std_error)
            as difference_error
    from recent
    inner join told as others
        on recent.school_year - 1 = others.school_year
        {% for key in keys -%}
        and recent.{{ key }} = others.{{ key }}
        {% endfor %}
    where recent.rule = 'change'
    union all
    -- of a school with its district; errors are taken for independent, which is careful
    select
        recent.*,
        'district' as compared_with,
        others.value as compared_value,
        sqrt(recent.std_error * recent.std_error + others.std_error * others.std_error)
            as difference_error
    from recent
    inner join told as others
        on others.unit_type = 'district'
        and recent.school_year = others.school_year
        {% for key in keys if key not in ['unit_type', 'unit_key'] -%}
        and recent.{{ key }} = others.{{ key }}
        {% endfor %}
    where recent.rule = 'school'
    union all
    -- of a group with all other students, whose share is what is left of all
    select
        recent.*,
        'other_students' as compared_with,
        (others.numerator - recent.numerator)
        / (others.denominator - recent.denominator) as compared_value,
        sqrt(
            recent.std_error * recent.std_error
            + (others.numerator - recent.numerator)
            * (
                others.denominator - others.numerator
                - recent.denominator + recent.numerator
            )
            / power(others.denominator - recent.denominator, 3)
        ) as difference_error
    from recent
    inner join told as others
        on others.subgroup_key = 'all'
        and recent.school_year = others.school_year
        {% for key in keys if key != 'subgroup_key' -%}
        and recent.{{ key }} = others.{{ key }}
        {% endfor %}
    where recent.rule = 'group' and others.n_students > recent.n_students
    union all
    select
        recent.*,
        'reference' as compared_with,
        recent.reference_value as compared_value,
        recent.std_error as difference_error
    from recent
    where recent.rule = 'reference'
),

-- Mills' ratio bounds the tail of the normal distribution from above:
-- P(|Z| > z) <= 2 exp(-z^2/2) / (z sqrt(2 pi)); without an error nothing is uncertain
tested as (
    select
        compared.*,
        compared.value - compared.compared_value as difference,
        case
            when compared.difference_error is null then 0
            else least(1, coalesce(
                exp(-power((value - compared_value) / difference_error, 2) / 2)
                / nullif(abs(value - compared_value) / difference_error, 0)
                * sqrt(2 / acos(-1)),
                1
            ))
        end as p_value
    from compared
),

-- how many comparisons of the rule are at least as unlikely to be chance
ordered as (
    select
        *,
        count(*) over (partition by district_id, question, rule) as comparisons,
        count(*) over (
            partition by district_id, question, rule
            order by p_value
            range between unbounded preceding and current row
        ) as p_rank
    from tested
),

adjusted as (
    select
        *,
        least(1, min(p_value * comparisons / p_rank) over (
            partition by district_id, question, rule
            order by p_value desc
            range between unbounded preceding and current row
        )) as p_adjusted
    from ordered
)

select * from adjusted
