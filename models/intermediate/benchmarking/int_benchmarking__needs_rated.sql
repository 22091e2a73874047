{% set needs = [
    'spld', 'mld', 'sld', 'pmld', 'semh', 'slcn', 'hi', 'vi', 'msi', 'pd', 'asd', 'oth',
] %}
-- one row per run and school of the SEN file, with percentages of its total pupils
with

lines_ranked as (
    select
        *,
        -- a repeated URN: the first line counts
        row_number() over (
            partition by run_id, urn order by file_key, line_number
        ) as line_rank
    from {{ ref('stg_dfe__sen') }}
),

-- a blank count of a row that is there is 0
counted as (
    select
        run_id,
        urn,
        total_pupils,
        coalesce(ehc_plan, 0) as ehc_plans,
        coalesce(sen_support, 0) as sen_support,
        {% for need in needs -%}
        coalesce(ehc_{{ need }}, 0) + coalesce(sup_{{ need }}, 0) as need_{{ need }},
        {% endfor -%}
        total_pupils > 0 as has_pupils
    from lines_ranked
    where line_rank = 1
),

rated as (
    select
        run_id,
        urn,
        total_pupils as sen_pupils,
        ehc_plans,
        sen_support,
        {% for need in needs -%}
        case when has_pupils then 100 * need_{{ need }} / total_pupils end
            as percent_need_{{ need }},
        {% endfor -%}
        case when has_pupils then 100 * ehc_plans / total_pupils end as percent_sen,
        case when has_pupils then 100 * (ehc_plans + sen_support) / total_pupils end
            as percent_sen_with_support
    from counted
)

select * from rated
