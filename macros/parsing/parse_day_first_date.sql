{# A date from text as British sources write it: ISO 8601 (a time of day is dropped), then
   the day first, with slashes or hyphens. Null when none fits or the year is not 1800 to
   2100. #}
{% macro parse_day_first_date(expression) -%}
    {{ return(adapter.dispatch('parse_day_first_date', 'schoolhouse')(trim_space(expression))) }}
{%- endmacro %}

{% macro default__parse_day_first_date(cleaned) -%}
    {%- set parsed -%}
        coalesce(
            cast(try_cast({{ cleaned }} as timestamp) as date),
            cast(try_strptime({{ cleaned }}, ['%d/%m/%Y', '%d-%m-%Y', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M']) as date)
        )
    {%- endset -%}
    case
        when {{ parsed }} between date '1800-01-01' and date '2100-12-31' then {{ parsed }}
    end
{%- endmacro %}

{% macro spark__parse_day_first_date(cleaned) -%}
    {%- set parsed -%}
        coalesce(
            try_cast({{ cleaned }} as date),
            cast(try_to_timestamp({{ cleaned }}, 'd/M/yyyy') as date),
            cast(try_to_timestamp({{ cleaned }}, 'd-M-yyyy') as date),
            cast(try_to_timestamp({{ cleaned }}, 'd/M/yyyy HH:mm:ss') as date)
        )
    {%- endset -%}
    case
        when {{ parsed }} between date '1800-01-01' and date '2100-12-31' then {{ parsed }}
    end
{%- endmacro %}
