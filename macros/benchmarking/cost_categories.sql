{#
    The cost categories in their order, each a dict with `key` (category_key of the seed
    cost_categories), `basis`, `total_column` (of fct_school_finances) and `has_total`
    (false where one line is the whole category and its column stands for both).
#}
{% macro cost_categories() -%}
    {%- set categories = [] -%}
    {%- for key, total_column in [
        ('teaching', 'total_teaching_support_staff_costs'),
        ('non_educational', 'total_non_educational_support_staff_costs'),
        ('educational_supplies', 'total_educational_supplies_costs'),
        ('educational_ict', 'learning_resources_ict_costs'),
        ('premises', 'total_premises_staff_service_costs'),
        ('utilities', 'total_utilities_costs'),
        ('administrative_supplies', 'administrative_supplies_non_educational_costs'),
        ('catering', 'total_gross_catering_costs'),
        ('other', 'total_other_costs'),
    ] -%}
        {%- set lines = cost_lines(key) -%}
        {%- do categories.append({
            'key': key,
            'basis': lines[0].basis,
            'total_column': total_column,
            'has_total': lines | length > 1,
        }) -%}
    {%- endfor -%}
    {{ return(categories) }}
{%- endmacro %}
