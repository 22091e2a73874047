{# The rows of a public table of rates, in the columns that all of them share. #}
{% macro public_rates(table_name) -%}
with

cells as (
    select
        district_key,
        school_key,
        subgroup_key,
        measure,
        suppression_state,
        shown_as,
        school_year,
        denominator,
        numerator,
        value,
        value_low,
        value_high
    from {{ ref('py_disclosed_cells') }}
    where table_name = '{{ table_name }}'
),

schools as (
    select
        school_key,
        school_name
    from {{ ref('district__dim_schools') }}
),

final as (
    select
        cells.district_key,
        cells.school_key,
        cells.subgroup_key,
        cells.measure,
        schools.school_name,
        cells.suppression_state,
        cells.shown_as,
        cast(cells.school_year as integer) as school_year,
        cells.denominator as student_count,
        cells.numerator as counted_count,
        cells.value as rate,
        cells.value_low as rate_low,
        cells.value_high as rate_high
    from cells
    left join schools
        on cells.school_key = schools.school_key
)

select * from final
{%- endmacro %}
