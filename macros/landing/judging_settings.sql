{# A short text that changes with the settings that judge_landed_rows depends on. #}
{% macro judging_settings() -%}
    {{ return(local_md5(tojson([var('null_texts'), var('date_formats')]))[:8]) }}
{%- endmacro %}
