{# The units that a row with source, district, school and dimension is scored in, as
   (unit_type, unit_key expression); a row without the key is in none of that type. #}
{% macro scored_units() -%}
    {{ return({
        'all': "'all'",
        'source': 'source',
        'district': 'district_id',
        'school': 'school_key',
        'dimension': 'dimension',
    }) }}
{%- endmacro %}

{# The dimensions of data quality. #}
{% macro quality_dimensions() -%}
    {{ return([
        'completeness', 'validity', 'uniqueness', 'consistency', 'timeliness', 'accuracy',
    ]) }}
{%- endmacro %}
