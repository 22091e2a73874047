{#
    The total of a cost category: the sum of its lines, a blank line being 0. Columns are
    those of fct_school_finances, between prefix and suffix (`_cs` for the central part).

    academies_only: leave out the lines that only maintained schools have.
#}
{% macro category_cost(category, prefix='', suffix='', academies_only=false) -%}
    {%- set parts = [] -%}
    {%- for line in cost_lines(category) -%}
        {%- if line.academies or not (academies_only or suffix == '_cs') -%}
            {%- do parts.append(
                'coalesce(' ~ prefix ~ line.column ~ suffix ~ ', 0)'
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    ({{ parts | join(' + ') }})
{%- endmacro %}
