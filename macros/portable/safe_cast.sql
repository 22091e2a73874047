{# dbt's own form for DuckDB is a plain cast, which stops the build at a text that is none
   of the type; null in its place is what the name promises. #}
{% macro duckdb__safe_cast(field, type) -%}
    try_cast({{ field }} as {{ type }})
{%- endmacro %}
