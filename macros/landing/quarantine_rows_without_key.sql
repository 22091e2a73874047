{# SQL of judge_landed_rows: rows without a usable key become `quarantined`, with the
   reason and the whole record as JSON; of a contract with personal columns without these
   and without columns that nobody knows, and with the line that has them. #}
{% macro quarantine_rows_without_key(faults, columns, personal=[]) %}
    {% set told = columns | reject('in', personal) | list %}
    {% if personal %}
        {% set told = ['line_number'] + (told | reject('equalto', 'extra_columns') | list) %}
    {% endif %}
    update {{ this }} set
        row_status = 'quarantined',
        row_detail = case
            {% for fault in faults %}
            when {{ fault.when }} then json_object(
                'rule_id', '{{ fault.rule }}',
                'column', '{{ fault.column }}',
                'value', "{{ fault.column }}",
                'message', '{{ fault.message }}',
                'record', json_object({% for column in told -%}
                    '{{ column }}', "{{ column }}"{{ ', ' if not loop.last }}
                {%- endfor %})
            )
            {% endfor %}
        end
    where rowid in (
        select row_id
        from landed_suspects
        where {{ faults | map(attribute='when') | join(' or ') }}
    )
{% endmacro %}

{# What makes a record unusable: a list of rule, column, condition and message. #}
{% macro key_faults(columns, contract) %}
    {% set types, faults = contract.get('types', {}), [] %}
    {% for key in contract.key %}
        {% do faults.append({
            'rule': 'LND-004', 'column': key,
            'when': clean_text('"' ~ key ~ '"') ~ ' is null',
            'message': 'the key column ' ~ key ~ ' is empty',
        }) %}
        {% if key in types %}
            {% do faults.append({
                'rule': 'LND-004', 'column': key,
                'when': parse_value(types[key], '"' ~ key ~ '"') ~ ' is null',
                'message': 'the key column ' ~ key ~ ' is not a ' ~ types[key] | replace('_', ' '),
            }) %}
        {% endif %}
    {% endfor %}
    {% if contract.key | length == 1 %}
        {% do faults.append({
            'rule': 'LND-005', 'column': contract.key[0],
            'when': is_remark(columns, contract),
            'message': 'a line of text, not a record',
        }) %}
    {% endif %}
    {{ return(faults) }}
{% endmacro %}
