{# The tables whose rows rules check, as schema.table; every denominator_model of dq_rules
   but landed files and their rows is one of them. #}
{% macro denominator_models() -%}
    {{ return([
        'benchmarking.dim_federations',
        'benchmarking.dim_schools',
        'benchmarking.dim_trusts',
        'benchmarking.fct_budget_forecasts',
        'benchmarking.fct_financial_plans',
        'benchmarking.fct_school_characteristics',
        'benchmarking.fct_school_finances',
        'benchmarking.fct_trust_finances',
        'benchmarking.fct_user_defined_set_members',
        'district.dim_educators',
        'district.dim_schools',
        'district.dim_sections',
        'district.dim_students',
        'district.fct_attendance_daily',
        'district.fct_attendance_sections',
        'engagement.dim_users',
        'engagement.fct_calls',
        'engagement.fct_user_programs',
        'intermediate.int_benchmarking__custom_values',
        'intermediate.int_benchmarking__user_sets_read',
        'intermediate.int_district__assessment_results_conformed',
        'intermediate.int_district__assessments_conformed',
        'intermediate.int_district__assignments_conformed',
        'intermediate.int_district__attendance_daily_conformed',
        'intermediate.int_district__attendance_years_conformed',
        'intermediate.int_district__certifications_conformed',
        'intermediate.int_district__districts_conformed',
        'intermediate.int_district__educators_keyed',
        'intermediate.int_district__enrollments_conformed',
        'intermediate.int_district__graduations_conformed',
        'intermediate.int_district__program_participations_conformed',
        'intermediate.int_district__school_staffing',
        'intermediate.int_district__school_codes_sent',
        'intermediate.int_district__schools_conformed',
        'intermediate.int_district__section_enrollments_resolved',
        'intermediate.int_district__section_meetings_conformed',
        'intermediate.int_district__sections_conformed',
        'intermediate.int_district__staff_conformed',
        'intermediate.int_district__student_services_conformed',
        'intermediate.int_district__students_keyed',
        'intermediate.int_district__terms_conformed',
        'intermediate.int_dost__call_weeks',
        'intermediate.int_dost__contents',
        'intermediate.int_dost__experiences_partnered',
    ]) }}
{%- endmacro %}

{# The model of a table that is named as schema.table. #}
{% macro model_of_table(table) -%}
    {%- set schema, name = table.split('.') -%}
    {{ return(
        schema ~ '__' ~ name
        if schema in ['benchmarking', 'district', 'engagement', 'quality']
        else name
    ) }}
{%- endmacro %}
