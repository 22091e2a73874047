{% set flags = [
    'attendance_flagged', 'attendance_critical', 'behavior_flagged', 'course_flagged',
    'any_flagged', 'two_or_more_flagged',
] %}
{% set outcomes = [
    'next_year_chronic', 'next_year_core_failed', 'next_year_suspended',
] %}
{% set pairs = [] %}
{% for flag in flags %}
{% for outcome in outcomes %}
{% do pairs.append([flag, outcome]) %}
{% endfor %}
{% endfor %}
-- one row per policy, unit, school year and subgroup: warnings against what came
with

policies as (
    select policy_id
    from {{ ref('metric_policies') }}
    where metric_name = 'early_warning_precision'
    group by policy_id
),

-- students who are alike in all of it are counted together
patterns as (
    select
        units.unit_type,
        units.unit_key,
        warnings.school_year,
        subgroups.subgroup_key,
        {% for name in flags + outcomes -%}
        warnings.is_{{ name }},
        {% endfor -%}
        count(*) as students
    from {{ ref('district__fct_early_warnings') }} as warnings
    inner join {{ ref('int_metrics__unit_schools') }} as units
        on warnings.school_key = units.school_key
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on warnings.student_key = subgroups.student_key
        and warnings.school_year = subgroups.school_year
    group by
        {% for name in flags + outcomes -%}
        warnings.is_{{ name }},
        {% endfor -%}
        units.unit_type,
        units.unit_key,
        warnings.school_year,
        subgroups.subgroup_key
),

judged as (
    {% for flag, outcome in pairs -%}
    select
        '{{ flag | replace("_flagged", "") }}__{{ outcome }}' as policy_id,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        case when is_{{ flag }} then students else 0 end as flagged,
        case when is_{{ outcome }} then students else 0 end as with_outcome,
        case when is_{{ flag }} and is_{{ outcome }} then students else 0 end as hits
    from patterns
    where is_{{ flag }} is not null and is_{{ outcome }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    judged.policy_id,
    judged.unit_type,
    judged.unit_key,
    judged.school_year,
    judged.subgroup_key,
    sum(judged.flagged) as flagged,
    sum(judged.with_outcome) as with_outcome,
    sum(judged.hits) as hits
from judged
inner join policies
    on judged.policy_id = policies.policy_id
group by
    judged.policy_id,
    judged.unit_type,
    judged.unit_key,
    judged.school_year,
    judged.subgroup_key
