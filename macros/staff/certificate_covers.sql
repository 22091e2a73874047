{# Whether a field of a certificate (int_district__certificate_fields) covers subject and
   grade of what is taught; a certificate or work without a grade fits all. #}
{% macro certificate_covers(fields, taught) -%}
    {{ fields }}.subject = {{ taught }}.subject
    and coalesce({{ taught }}.grade_number >= {{ fields }}.low_grade_number, true)
    and coalesce({{ taught }}.grade_number <= {{ fields }}.high_grade_number, true)
{%- endmacro %}
