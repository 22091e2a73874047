{# What makes a finding the same finding in the next run: rule, entity and what was seen. #}
{% macro fingerprint() -%}
    {{ surrogate_key(['rule_id', 'entity_key', 'observed']) }}
{%- endmacro %}
