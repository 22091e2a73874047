{#
    `counted` of a metric that is the mean of exact numbers, from their sums: the error is
    SD / root n, and one number has none.

    summed: relation with subject, unit_type, unit_key, school_year and subgroup_key.
    students, total, squares: its columns with their number, sum and sum of squares.
    where: rows that count, all but those without a student.
#}
{% macro mean_of_sums(summed, students, total, squares, where='true') %}
counted as (
    select
        'default' as policy_id,
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        {{ total }} as numerator,
        {{ students }} as denominator,
        {{ students }} as n_students,
        sqrt({{ variance_of_sums(students, total, squares) }} / {{ students }})
            as std_error
    from {{ summed }}
    where {{ students }} > 0 and {{ where }}
),
{% endmacro %}
