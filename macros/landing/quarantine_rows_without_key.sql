{# SQL of judge_landed_rows: rows without a usable key become `quarantined`, with the
   reason and the whole record as JSON. #}
{% macro quarantine_rows_without_key(columns, contract, fresh, untidy_keys) %}
    {% set types = contract.get('types', {}) %}
    {# rule, column, when: the fault, where: a cheaper condition for the same rows #}
    {% set faults = [] %}
    {% for key in contract.key %}
        {% set quoted = adapter.quote(key) %}
        {% do faults.append({
            'rule': 'LND-004', 'column': key,
            'when': clean_text(quoted) ~ ' is null',
            'where': is_blank(key, untidy_keys),
            'message': 'the key column ' ~ key ~ ' is empty',
        }) %}
        {% if key in types %}
            {% set is_faulty = parse_value(types[key], quoted) ~ ' is null' %}
            {% do faults.append({
                'rule': 'LND-004', 'column': key,
                'when': is_faulty,
                'where': quoted ~ ' in (select ' ~ quoted ~ ' from (select distinct '
                    ~ quoted ~ ' from ' ~ this ~ ' where ' ~ fresh ~ ') where ' ~ is_faulty ~ ')',
                'message': 'the key column ' ~ key ~ ' is not a ' ~ types[key],
            }) %}
        {% endif %}
    {% endfor %}
    {% if contract.key | length == 1 %}
        {# As in "Total: 200 rows,,,": no identifier has a space in it. #}
        {% set others = columns | reject('in', contract.key + ['extra_columns']) | list %}
        {% set is_remark = adapter.quote(contract.key[0]) ~ " like '%_ _%' and coalesce(\""
            ~ others | join('", "') ~ '") is null' %}
        {% do faults.append({
            'rule': 'LND-005', 'column': contract.key[0],
            'when': is_remark,
            'where': is_remark,
            'message': 'a line of text, not a record',
        }) %}
    {% endif %}
    update {{ this }} set
        row_status = 'quarantined',
        row_detail = case
            {% for fault in faults %}
            when {{ fault.when }} then json_object(
                'rule_id', '{{ fault.rule }}',
                'column', '{{ fault.column }}',
                'value', {{ adapter.quote(fault.column) }},
                'message', '{{ fault.message }}',
                'record', json_object({% for column in columns -%}
                    '{{ column }}', {{ adapter.quote(column) }}{{ ', ' if not loop.last }}
                {%- endfor %})
            )
            {% endfor %}
        end
    where
        {{ fresh }}
        and (
            {% for fault in faults %}
            {{ 'or ' if not loop.first }}{{ fault.where }}
            {% endfor %}
        )
{% endmacro %}
