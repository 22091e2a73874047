{# Catering costs less income from catering; null when that income is not known. #}
{% macro net_catering_cost(prefix='', suffix='') -%}
    ({{ category_cost('catering', prefix, suffix) }}
    - {{ prefix }}income_catering_services{{ suffix }})
{%- endmacro %}
