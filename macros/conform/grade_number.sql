{# A grade level as a number: 0 for kindergarten, -1 for prekindergarten; null for grades
   without a place among the years. #}
{% macro grade_number(grade_level) -%}
    case {{ grade_level }}
        when 'PK' then -1
        when 'KG' then 0
        else {{ parse_integer(grade_level) }}
    end
{%- endmacro %}
