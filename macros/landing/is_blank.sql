{# Whether a text is null, empty or stands for a missing value: clean_text(...) is null,
   but with the costly trimming only in files that have something to trim. #}
{% macro is_blank(column, untidy_keys) -%}
    {% set quoted = adapter.quote(column) %}
    (
        {{ quoted }} is null
        or {{ quoted }} in (
            {%- for text in [''] + var('null_texts') %}{{ dbt.string_literal(text) }}{{ ', ' if not loop.last }}{% endfor -%}
        )
        {% if untidy_keys %}
        or (file_key in ({{ untidy_keys | join(', ') }}) and {{ clean_text(quoted) }} is null)
        {% endif %}
    )
{%- endmacro %}
