{#
    The last steps of every metric, in the columns that all metrics share (described at
    met_values).

    counted: CTE with policy_id, subject ('all' where there is none), unit_type, unit_key,
    school_year, subgroup_key, numerator, denominator and n_students, and what form asks for.
    form:
      'share'  the numerator counts some of the denominator: binomial error, and Wilson's
               interval, which stays between 0 and 1;
      'rate'   a ratio between 0 and 1 with its own std_error: the interval ends there;
      'ratio'  any other ratio with its own std_error, null where none is defined;
      'given'  counted has value, std_error, ci_low and ci_high.
#}
{% macro metric_values(metric_name, counted, form) %}
-- a share of nothing has no value
valued as (
    select
        counted.*,
        cast(counted.denominator as double) as base,
        {% if form == 'given' -%}
        counted.value as metric_value
        {%- else -%}
        cast(counted.numerator as double)
        / nullif(cast(counted.denominator as double), 0) as metric_value
        {%- endif %}
    from {{ counted }} as counted
),

bounded as (
    select
        valued.*,
        {% if form == 'share' -%}
        sqrt(metric_value * (1 - metric_value) / base) as metric_error,
        {{ wilson_middle('metric_value', 'base') }} as middle,
        {{ wilson_half_width('metric_value', 'base') }} as half_width
        {%- else -%}
        std_error as metric_error,
        metric_value as middle,
        {{ var('interval_z') }} * std_error as half_width
        {%- endif %}
    from valued
),

final as (
    select
        '{{ metric_name }}' as metric_name,
        policy_id,
        subject,
        unit_type,
        unit_key,
        subgroup_key,
        'school_year' as period_type,
        cast(school_year as integer) as school_year,
        cast(n_students as integer) as n_students,
        {{ significant_digits('cast(numerator as double)') }} as numerator,
        {{ significant_digits('cast(denominator as double)') }} as denominator,
        {{ significant_digits('metric_value') }} as value,
        {{ significant_digits('metric_error') }} as std_error,
        {% if form == 'given' -%}
        {{ significant_digits('ci_low') }} as ci_low,
        {{ significant_digits('ci_high') }} as ci_high,
        {%- elif form == 'ratio' -%}
        {{ significant_digits('middle - half_width') }} as ci_low,
        {{ significant_digits('middle + half_width') }} as ci_high,
        {%- else -%}
        case
            when half_width is not null
                then greatest({{ significant_digits('middle - half_width') }}, 0)
        end as ci_low,
        case
            when half_width is not null
                then least({{ significant_digits('middle + half_width') }}, 1)
        end as ci_high,
        {%- endif %}
        cast(
            cast(school_year as {{ dbt.type_string() }}) || '-06-30' as date
        ) as period_end_date
    from bounded
)
{% endmacro %}
