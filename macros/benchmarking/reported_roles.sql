{#
    The roles of the workforce that reports compare, in order: one dict per role with `name`
    and the columns of fct_school_characteristics that count it.
#}
{% macro reported_roles() -%}
    {%- set roles = [] -%}
    {%- for role in [
        'workforce', 'teachers', 'senior_leadership', 'teaching_assistants',
        'non_classroom_support', 'auxiliary_staff',
    ] -%}
        {%- do roles.append({
            'name': role,
            'fte': role ~ '_fte',
            'headcount': role ~ '_headcount',
        }) -%}
    {%- endfor -%}
    {{ return(roles) }}
{%- endmacro %}
