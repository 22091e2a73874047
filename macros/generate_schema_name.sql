{# Schemas are named by layer and area (landing, staging, district, ...), never by user:
   people and BI tools write `district.dim_schools`. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
