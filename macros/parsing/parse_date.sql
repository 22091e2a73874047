{# A date from text: ISO 8601 (a time of day is dropped), then the formats of the var
   date_formats. Null when none fits or the year is not 1900 to 2100, which turns down
   two-digit years: nobody knows their century. #}
{% macro parse_date(expression) -%}
    {{ return(adapter.dispatch('parse_date', 'schoolhouse')(clean_text(expression))) }}
{%- endmacro %}

{# A cast to date would take 2025-09-01abc, a cast to timestamp does not. #}
{% macro default__parse_date(cleaned) -%}
    {%- set parsed -%}
        coalesce(
            cast(try_cast({{ cleaned }} as timestamp) as date),
            cast(try_strptime({{ cleaned }}, {{ var('date_formats') }}) as date)
        )
    {%- endset -%}
    case
        when {{ parsed }} between date '1900-01-01' and date '2100-12-31' then {{ parsed }}
    end
{%- endmacro %}

{% macro spark__parse_date(cleaned) -%}
    {%- set parsed -%}
        coalesce(
            try_cast({{ cleaned }} as date),
            cast(try_cast({{ cleaned }} as timestamp) as date)
            {%- for format in var('date_formats') %}
            {%- set pattern = format | replace('%m', 'M') | replace('%d', 'd') | replace('%Y', 'yyyy') %},
            cast(try_to_timestamp({{ cleaned }}, '{{ pattern }}') as date)
            {%- endfor %}
        )
    {%- endset -%}
    case
        when {{ parsed }} between date '1900-01-01' and date '2100-12-31' then {{ parsed }}
    end
{%- endmacro %}
