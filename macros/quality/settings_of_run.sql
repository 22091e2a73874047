{# Every var of the project with its value in this run, as run_id is made of them. #}
{% macro settings_of_run() -%}
    {%- set settings = {} -%}
    {%- for name in [
        'areas_to_investigate', 'as_of_date', 'comparator_members',
        'comparator_method', 'comparator_nearest', 'comparator_unified', 'count_day',
        'date_formats', 'disclosure_policy', 'history_years', 'interval_z',
        'investigate_percentile', 'membership_policy', 'null_texts',
        'trust_comparator_members', 'trust_comparators',
    ] -%}
        {%- do settings.update({name: var(name)}) -%}
    {%- endfor -%}
    {{ return(settings) }}
{%- endmacro %}
