{#
    In a select list: the totals of income for custom data, from the columns `custom_<line>`
    and `known_<line>` of custom_income_lines and `known_<total>`. A total moves by what its
    lines moved, so that lines without a column of their own stay in it; one that was not
    known is the sum of its lines, a blank one being 0.
#}
{% macro custom_income_totals() -%}
    {%- set incomes = custom_income_lines() -%}
    {%- for total in custom_income_total_columns() %}
    case
        {%- for who, condition in [
            ('academies', 'is_academy'), ('maintained', 'not is_academy'),
        ] %}
        {%- set known, moved, given = [], [], [] -%}
        {%- for income in incomes if total in (income[who] or []) -%}
            {%- set sign = '+' if income.sign == 1 else '-' -%}
            {%- set was = 'coalesce(known_' ~ income.column ~ ', 0)' -%}
            {%- set now = 'custom_' ~ income.column -%}
            {%- do known.append(sign ~ ' ' ~ was) -%}
            {%- do moved.append(sign ~ ' coalesce(' ~ now ~ ' - ' ~ was ~ ', 0)') -%}
            {%- do given.append(now ~ ' is not null') -%}
        {%- endfor %}
        {%- if given %}
        when {{ condition }} and ({{ given | join(' or ') }})
            then coalesce(known_{{ total }}, {{ known | join(' ') }}) {{ moved | join(' ') }}
        {%- endif %}
        {%- endfor %}
        {%- if total in incomes | map(attribute='column') %}
        else coalesce(custom_{{ total }}, known_{{ total }})
        {%- else %}
        else known_{{ total }}
        {%- endif %}
    end as {{ total }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
