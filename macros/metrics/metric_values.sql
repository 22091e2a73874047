{#
    The last steps of every metric: its value, interval and trust grade, in the columns
    that all metrics share.

    counted: CTE with policy_id, unit_type (district or school), unit_key, school_year,
    subgroup_key, numerator, denominator, n_students and, but for shares, std_error.
    form: 'share' when the numerator counts some of the denominator (Wilson's interval and
    the binomial error), 'ratio' for all others (value +- z errors; null without an error).
#}
{% macro metric_values(metric_name, counted, form) %}
intervals as (
    select cast(policies.value as double) as z
    from {{ ref('metric_policies') }} as policies
    where policies.metric_name = 'all' and policies.parameter = 'interval_z'
),

-- a share of nothing has no value
divided as (
    select
        counted.*,
        cast(counted.numerator as double)
        / nullif(cast(counted.denominator as double), 0) as metric_value
    from {{ counted }} as counted
),

measured as (
    select
        divided.*,
        intervals.z,
        {% if form == 'share' -%}
        sqrt(metric_value * (1 - metric_value) / denominator) as metric_error,
        (metric_value + z * z / (2 * denominator))
        / (1 + z * z / denominator) as middle,
        z / (1 + z * z / denominator) * sqrt(
            metric_value * (1 - metric_value) / denominator
            + z * z / (4.0 * denominator * denominator)
        ) as half_width
        {%- else -%}
        std_error as metric_error,
        metric_value as middle,
        z * std_error as half_width
        {%- endif %}
    from divided
    cross join intervals
),

final as (
    select
        '{{ metric_name }}' as metric_name,
        measured.policy_id,
        measured.unit_type,
        measured.unit_key,
        measured.subgroup_key,
        'school_year' as period_type,
        trust.grade as dq_grade,
        measured.school_year,
        cast(measured.n_students as integer) as n_students,
        cast(measured.numerator as decimal(18, 6)) as numerator,
        cast(measured.denominator as decimal(18, 6)) as denominator,
        {{ significant_digits('measured.metric_value') }} as value,
        {{ significant_digits('measured.metric_error') }} as std_error,
        {{ significant_digits('measured.middle - measured.half_width') }} as ci_low,
        {{ significant_digits('measured.middle + measured.half_width') }} as ci_high,
        unit_years.period_end_date
    from measured
    left join {{ ref('int_metrics__unit_years') }} as unit_years
        on measured.unit_type = unit_years.unit_type
        and measured.unit_key = unit_years.unit_key
        and measured.school_year = unit_years.school_year
    left join {{ ref('met_dq_trust') }} as trust
        on measured.unit_type = trust.unit_type
        and measured.unit_key = trust.unit_key
        and trust.metric = '{{ metric_name }}'
)
{% endmacro %}
