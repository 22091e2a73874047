{# A limit of a rule, from the seed dq_parameters, as a scalar subselect. #}
{% macro dq_parameter(rule_id, parameter) -%}
    (
        select parameters.value
        from {{ ref('dq_parameters') }} as parameters
        where
            parameters.rule_id = {{ dbt.string_literal(rule_id) }}
            and parameters.parameter = {{ dbt.string_literal(parameter) }}
    )
{%- endmacro %}
