{# A salted hash over natural-key columns; null when any of them is null, so that a
   missing reference stays a missing reference. The salt is constant per installation. #}
{% macro surrogate_key(columns) -%}
    {%- set parts = [dbt.string_literal(env_var('SCHOOLHOUSE_KEY_SALT', 'schoolhouse'))] -%}
    {%- for column in columns -%}
        {%- do parts.append('cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')') -%}
    {%- endfor -%}
    {#- chr(31), the unit separator, keeps ('a', 'bc') and ('ab', 'c') apart -#}
    md5({{ parts | join(' || chr(31) || ') }})
{%- endmacro %}
