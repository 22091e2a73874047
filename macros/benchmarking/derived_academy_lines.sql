{#
    In a select list, after academy_line_parts: the three lines of income that the BAI layout
    has in parts only. Revenue grants are start-up grants, general annual grant and other, and
    coronavirus funding; voluntary income is donations; investment income is that. A layout
    that has the whole keeps it, because the parts are in it.
#}
{% macro derived_academy_lines() -%}
    case
        when {{ layout_lacks('efa_revenue_grants') }}
            then
                start_up_grants_part + general_annual_grant_and_other_part
                + coronavirus_funding_part
        else efa_revenue_grants_part
    end as efa_revenue_grants_whole,
    case
        when {{ layout_lacks('voluntary_income') }} then donations_part
        else voluntary_income_part
    end as voluntary_income_whole,
    case
        when {{ layout_lacks('investment_income_total') }} then investment_income_part
        else investment_income_total_part
    end as investment_income_whole
{%- endmacro %}
