{#
    A metric of students per full-time equivalent, as `counted` for metric_values. Students of
    a unit without such staff have a row over 0, which has no value.

    fte: column of int_metrics__staff_counted.
    subgroup_key: the students for whom the staff is.
    policies: how students are counted, name of the policy to name of the metric.
#}
{% macro students_per_staff(fte, subgroup_key, policies) %}
students as (
    {% for policy_id, metric in policies.items() -%}
    select
        '{{ policy_id }}' as policy_id,
        unit_type,
        unit_key,
        school_year,
        value as students,
        n_students
    from {{ ref('met_' ~ metric) }}
    where subgroup_key = '{{ subgroup_key }}'
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

counted as (
    select
        students.policy_id,
        'all' as subject,
        students.unit_type,
        students.unit_key,
        students.school_year,
        'all' as subgroup_key,
        students.students as numerator,
        staff.{{ fte }} as denominator,
        students.n_students,
        cast(null as {{ dbt.type_float() }}) as std_error
    from students
    inner join {{ ref('int_metrics__staff_counted') }} as staff
        on students.unit_type = staff.unit_type
        and students.unit_key = staff.unit_key
        and students.school_year = staff.school_year
),
{% endmacro %}
