{# Seven digits: the local authority's code and the establishment number in four. #}
{% macro laestab_of(la_code, establishment_number) -%}
    cast({{ parse_whole_number(la_code) }} as {{ dbt.type_string() }})
    || lpad(cast({{ parse_whole_number(establishment_number) }} as {{ dbt.type_string() }}), 4, '0')
{%- endmacro %}
