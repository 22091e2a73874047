{# What makes a finding the same finding in the next run: rule, entity and what was seen;
   `besides` names columns that tell findings apart where these three do not. #}
{% macro fingerprint(besides=[]) -%}
    {%- set parts = ['rule_id', 'entity_key'] -%}
    {%- for column in besides -%}
        {%- do parts.append(
            "coalesce(cast(" ~ column ~ " as " ~ dbt.type_string() ~ "), '')"
        ) -%}
    {%- endfor -%}
    {{ surrogate_key(parts + ['observed']) }}
{%- endmacro %}
