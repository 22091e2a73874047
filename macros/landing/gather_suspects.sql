{# SQL of judge_landed_rows: the temporary table landed_suspects, the few records in which
   a check may find something, told by conditions that are cheap on millions of rows.
   `faulty_columns` are the typed columns in which landed_values has a faulty text. #}
{% macro gather_suspects(columns, contract, fresh, untidy_keys, faulty_columns) %}
    {% set texts = columns | reject('equalto', 'extra_columns') | list %}
    {% set required = contract.get('required', []) | select('in', texts) | list %}

    create or replace temporary table landed_suspects as
    select
        rowid as row_id,
        file_key,
        line_number,
        "{{ columns | join('", "') }}"
    from {{ this }}
    where
        {{ fresh }}
        and (
            false
            {#- A chain of comparisons, because DuckDB joins longer in lists: dearer. #}
            {% for column in texts %}
            {%- for null_text in [''] + var('null_texts') %}
            or "{{ column }}" = {{ dbt.string_literal(null_text) }}
            {%- endfor %}
            {%- endfor %}
            {% for column in (contract.key + required) | unique %}
            or "{{ column }}" is null
            {% endfor %}
            {% for column in faulty_columns %}
            or "{{ column }}" in (
                select text from landed_values where is_faulty and column_name = '{{ column }}'
            )
            {% endfor %}
            {% for column, type in contract.get('types', {}).items() if type == 'school_year' %}
            or "{{ column }}" like '%-%'
            {% endfor %}
            {% if contract.key | length == 1 %}
            or {{ is_remark(columns, contract) }}
            {% endif %}
            {% if untidy_keys %}
            or (
                file_key in ({{ untidy_keys | join(', ') }})
                and (
                    {% for column in texts %}
                    {{ 'or ' if not loop.first }}"{{ column }}" <> {{ trim_space('"' ~ column ~ '"') }}
                    {% endfor %}
                )
            )
            {% endif %}
        )
{% endmacro %}

{# As in "Total: 200 rows,,,": no identifier has a space in it. #}
{% macro is_remark(columns, contract) -%}
    {%- set others = columns | reject('in', contract.key + ['extra_columns']) | list -%}
    ("{{ contract.key[0] }}" like '%_ _%' and coalesce("{{ others | join('", "') }}") is null)
{%- endmacro %}
