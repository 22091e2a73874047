-- one row per run and school of the workforce census
with

lines_ranked as (
    select
        *,
        -- a repeated URN: the first line counts
        row_number() over (
            partition by run_id, urn order by file_key, line_number
        ) as line_rank
    from {{ ref('stg_dfe__census_workforce') }}
),

counted as (
    select
        run_id,
        urn,
        {% for measure in ['fte', 'headcount'] -%}
        workforce_{{ measure }},
        teachers_{{ measure }},
        leadership_{{ measure }} + coalesce(leadership_non_teachers_{{ measure }}, 0)
            as senior_leadership_{{ measure }},
        leadership_non_teachers_{{ measure }},
        teaching_assistants_{{ measure }},
        non_classroom_{{ measure }} as non_classroom_support_{{ measure }},
        auxiliary_{{ measure }} as auxiliary_staff_{{ measure }},
        {% endfor -%}
        percent_qts,
        pupil_teacher_ratio,
        teacher_vacancies
    from lines_ranked
    where line_rank = 1
)

select * from counted
