{# Middle and half width of Wilson's (1927) interval of a share of n, both expressions. #}
{% macro wilson_middle(share, n) -%}
{%- set z = var('interval_z') -%}
({{ share }} + {{ z }} * {{ z }} / (2 * {{ n }})) / (1 + {{ z }} * {{ z }} / {{ n }})
{%- endmacro %}

{% macro wilson_half_width(share, n) -%}
{%- set z = var('interval_z') -%}
{{ z }} / (1 + {{ z }} * {{ z }} / {{ n }}) * sqrt(
    {{ share }} * (1 - {{ share }}) / {{ n }}
    + {{ z }} * {{ z }} / (4 * {{ n }} * {{ n }})
)
{%- endmacro %}
