{# The folder history beside the warehouse file. #}
{% macro history_folder() -%}
    {%- set parts = (target.path | string).replace('\\', '/').split('/') -%}
    {{ return((parts[:-1] + ['history']) | join('/')) }}
{%- endmacro %}
