{# Score of the rates of one unit, 0 to 100: rules in violation of which nothing can be
   (none checked) have no rate and no weight. Null without a rule that weighs. #}
{% macro quality_score(condition) -%}
    cast(
        100 * (
            1
            - sum(case when {{ condition }} then weight * rate end)
            / nullif(
                sum(case when {{ condition }} and rate is not null then weight end), 0
            )
        ) as decimal(7, 4)
    )
{%- endmacro %}
