{#
    Pounds per pupil or square metre of a full year: amount / (basis x months / 12). 0 where
    the amount or the basis is missing or the basis is 0; for academies also where the result
    lies between 0 and the threshold `academy_zero_per_unit` of finance_thresholds.

    The twelfth is taken first, so that a full year divides by the basis as it stands.
#}
{% macro cost_per_unit(amount, basis, months, is_academy, academy_zero) -%}
    {%- set plain -%}
        cast({{ amount }} as double) / nullif({{ basis }} * ({{ months }} / 12.0e0), 0)
    {%- endset -%}
    coalesce(
        case
            when not ({{ is_academy }} and {{ plain }} between 0 and {{ academy_zero }})
                then {{ plain }}
        end,
        0
    )
{%- endmacro %}
