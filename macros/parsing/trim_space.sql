{# The text without spaces, tabs, line ends, no-break spaces and byte-order marks at
   either end; the same characters as SPACE in edstats/landing/records.py. #}
{% macro trim_space(expression) -%}
    {{ return(adapter.dispatch('trim_space', 'schoolhouse')(expression)) }}
{%- endmacro %}

{# Most texts begin and end with a visible character; looking costs less than trimming. #}
{% macro default__trim_space(expression) -%}
    case
        when ascii({{ expression }}) between 33 and 126 and ({{ expression }})[-1] between '!' and '~'
            then {{ expression }}
        else trim({{ expression }}, ' ' || chr(9) || chr(10) || chr(13) || chr(160) || chr(65279))
    end
{%- endmacro %}

{% macro spark__trim_space(expression) -%}
    trim(both ' ' || char(9) || char(10) || char(13) || char(160) || '\ufeff' from {{ expression }})
{%- endmacro %}
