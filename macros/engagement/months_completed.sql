{# Whole calendar months from one date to another, on or behind it: 31 January to 28 February
   is one month, because a month that has no such day ends on its last. #}
{% macro months_completed(start_date, end_date) -%}
    {%- set months = dbt.datediff(start_date, end_date, 'month') -%}
    {{ months }} - case
        when cast({{ dbt.dateadd('month', months, start_date) }} as date) > {{ end_date }}
            then 1
        else 0
    end
{%- endmacro %}
