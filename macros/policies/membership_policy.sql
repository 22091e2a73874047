{# A parameter of the membership policy in force, from the seed membership_policies, as a
   scalar subselect of the given type. #}
{% macro membership_policy(parameter, type) -%}
    (
        select cast(policies.value as {{ type }})
        from {{ ref('membership_policies') }} as policies
        where
            policies.policy_id = {{ dbt.string_literal(var('membership_policy')) }}
            and policies.parameter = {{ dbt.string_literal(parameter) }}
    )
{%- endmacro %}
