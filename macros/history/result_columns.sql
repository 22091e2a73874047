{# The columns of a result and their types, in order. #}
{% macro result_columns() -%}
    {%- set text = dbt.type_string() -%}
    {{ return({
        'run_id': text,
        'engine': text,
        'rule_id': text,
        'check_name': text,
        'unit_type': text,
        'unit_key': text,
        'source': text,
        'district_id': text,
        'school_key': text,
        'checked': 'bigint',
        'violations': 'bigint',
        'status': text,
        'threshold': 'decimal(9, 4)',
        'message': text,
    }) }}
{%- endmacro %}
