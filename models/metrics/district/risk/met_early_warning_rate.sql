{% set flags = [
    'attendance_flagged', 'attendance_critical', 'behavior_flagged', 'course_flagged',
    'any_flagged', 'two_or_more_flagged',
] %}
-- one row per policy, unit, school year and subgroup: share of students with a warning
with

summed as (
    select
        units.unit_type,
        units.unit_key,
        warnings.school_year,
        subgroups.subgroup_key,
        {% for flag in flags -%}
        sum(case when warnings.is_{{ flag }} then 1 else 0 end) as {{ flag }},
        count(warnings.is_{{ flag }}) as {{ flag }}_known{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ ref('district__fct_early_warnings') }} as warnings
    inner join {{ ref('int_metrics__unit_schools') }} as units
        on warnings.school_key = units.school_key
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on warnings.student_key = subgroups.student_key
        and warnings.school_year = subgroups.school_year
    group by
        units.unit_type,
        units.unit_key,
        warnings.school_year,
        subgroups.subgroup_key
),

counted as (
    {% for flag in flags -%}
    select
        '{{ flag | replace("_flagged", "") }}' as policy_id,
        'all' as subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        {{ flag }} as numerator,
        {{ flag }}_known as denominator,
        {{ flag }}_known as n_students
    from summed
    where {{ flag }}_known > 0
    {{ 'union all' if not loop.last }}
    {% endfor %}
),
{{ metric_values('early_warning_rate', 'counted', 'share') }}
select * from final
