{# The school year of a day, as the year in which it ends: July to June. #}
{% macro school_year_of(day) -%}
    cast(
        extract(year from {{ day }})
        + case when extract(month from {{ day }}) >= 7 then 1 else 0 end
        as {{ dbt.type_int() }}
    )
{%- endmacro %}
