{#
    The CTE `contrasts` of a gap metric: int_metrics__groups_contrasted, by the policies of
    the metric, with the smaller of the two groups as n_students. Below the minimum of the
    policy `known` is null and 1 otherwise, so that what is multiplied by it is null too.

    test_use: norm or standard.
    students: normed or judged, the students who are compared.
#}
{% macro contrasted_groups(metric_name, test_use, students) %}
policies as (
    select
        policy_id,
        value as min_students
    from {{ ref('metric_policies') }}
    where metric_name = '{{ metric_name }}' and parameter = 'min_students'
),

contrasts as (
    select
        groups.*,
        policies.policy_id,
        least(groups.focal_{{ students }}, groups.reference_{{ students }}) as n_students,
        cast(groups.focal_{{ students }} as double) as focal_students,
        cast(groups.reference_{{ students }} as double) as reference_students,
        case
            when
                groups.focal_{{ students }} >= policies.min_students
                and groups.reference_{{ students }} >= policies.min_students
                then 1
        end as known
    from {{ ref('int_metrics__groups_contrasted') }} as groups
    cross join policies
    where
        groups.test_use = '{{ test_use }}'
        and groups.focal_{{ students }} > 0
        and groups.reference_{{ students }} > 0
),
{% endmacro %}
