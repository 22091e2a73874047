{# The units that a row with source, district, school and dimension is scored in, as
   (unit_type, unit_key expression); a row without the key is in none of that type. #}
{% macro scored_units() -%}
    {{ return({
        'all': "'all'",
        'source': 'source',
        'district': folder_of('district'),
        'organization': folder_of('organization'),
        'school': 'school_key',
        'dimension': 'dimension',
    }) }}
{%- endmacro %}

{# What the folder of a row's source stands for: an organization with phone programmes, or a
   district (for school finance, a run). #}
{% macro folder_unit() -%}
    case when source = 'dost' then 'organization' else 'district' end
{%- endmacro %}

{# The folder of a row, when it is a unit of this type. #}
{% macro folder_of(unit_type) -%}
    case when {{ folder_unit() }} = '{{ unit_type }}' then district_id end
{%- endmacro %}

{# The dimensions of data quality. #}
{% macro quality_dimensions() -%}
    {{ return([
        'completeness', 'validity', 'uniqueness', 'consistency', 'timeliness', 'accuracy',
    ]) }}
{%- endmacro %}
