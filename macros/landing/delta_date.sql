{# The date of the delta folder that a file lies in, from its file_path
   <source>/<district>/deltas/<date>/<file>; null for the files of the extract itself. #}
{% macro delta_date() -%}
    case
        when {{ dbt.split_part('file_path', "'/'", 3) }} = 'deltas'
            then try_cast({{ dbt.split_part('file_path', "'/'", 4) }} as date)
    end
{%- endmacro %}
