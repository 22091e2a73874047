{# The columns of fct_school_finances that are sums of income, in either kind of school. #}
{% macro custom_income_total_columns() -%}
    {{ return([
        'total_income', 'total_grant_funding', 'total_self_generated_funding',
        'direct_grants', 'pre_post_16_funding', 'targeted_grants', 'community_grants',
    ]) }}
{%- endmacro %}
