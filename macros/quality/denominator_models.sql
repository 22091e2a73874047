{# The tables whose rows rules check, as schema.table; every denominator_model of dq_rules
   but landed files is one of them. #}
{% macro denominator_models() -%}
    {{ return([
        'benchmarking.dim_federations',
        'benchmarking.dim_schools',
        'benchmarking.dim_trusts',
        'benchmarking.fct_budget_forecasts',
        'district.bridge_section_educators',
        'district.dim_educators',
        'district.dim_schools',
        'district.dim_sections',
        'district.dim_students',
        'district.dim_terms',
        'district.fct_attendance_daily',
        'district.fct_attendance_sections',
        'intermediate.int_district__attendance_daily_conformed',
        'intermediate.int_district__section_enrollments_resolved',
    ]) }}
{%- endmacro %}
