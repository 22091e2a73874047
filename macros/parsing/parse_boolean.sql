{# True or false from the words that rosters use; null for any other text. #}
{% macro parse_boolean(expression) -%}
    case
        when lower({{ clean_text(expression) }}) in ('y', 'yes', 'true', 't', '1') then true
        when lower({{ clean_text(expression) }}) in ('n', 'no', 'false', 'f', '0') then false
    end
{%- endmacro %}
