{#
    Pounds per pupil or square metre of a full year: amount / (basis x months / 12). The
    basis is the floor area for costs by building, else the pupils. 0 where the amount or the
    basis is missing or the basis is 0; for academies also where the result lies between 0
    and the threshold `academy_zero_per_unit` of finance_thresholds.

    The twelfth is taken first, so that a full year divides by the basis as it stands.

    cost: the table with amount and basis; school: the one with number_of_pupils,
    total_internal_floor_area, months and is_academy; academy_zero: the threshold.
#}
{% macro cost_per_unit(cost, school, academy_zero) -%}
    {%- set basis -%}
        case
            when {{ cost }}.basis = 'Building' then {{ school }}.total_internal_floor_area
            else {{ school }}.number_of_pupils
        end
    {%- endset -%}
    {%- set plain -%}
        cast({{ cost }}.amount as double)
        / nullif({{ basis }} * ({{ school }}.months / 12.0e0), 0)
    {%- endset -%}
    coalesce(
        case
            when
                not (
                    {{ school }}.is_academy
                    and {{ plain }} between 0 and {{ academy_zero }}
                )
                then {{ plain }}
        end,
        0
    )
{%- endmacro %}
