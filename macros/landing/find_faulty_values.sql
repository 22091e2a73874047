{# SQL of judge_landed_rows: a `finding` row for each faulty value of an optional column,
   and for each kind of untidiness of a column. #}
{% macro find_faulty_values(columns, contract, fresh, keys, untidy_keys) %}
    {% set types = contract.get('types', {}) %}
    {% set texts = columns | reject('equalto', 'extra_columns') | list %}
    {% set required = contract.get('required', []) | select('in', texts) | list %}
    {# rule, column, condition on a value, message; counted in one scan of the suspects #}
    {% set checks = [] %}
    {% for column in texts %}
        {% set quoted = adapter.quote(column) %}
        {% do checks.append({
            'rule': 'LND-013', 'column': column,
            'when': quoted ~ ' <> ' ~ trim_space(quoted),
            'message': 'values with spaces around them were trimmed',
        }) %}
        {% do checks.append({
            'rule': 'LND-015', 'column': column,
            'when': clean_text(quoted) ~ " is null and " ~ trim_space(quoted) ~ " <> ''",
            'message': 'a text that stands for a missing value was read as missing',
        }) %}
    {% endfor %}
    {% for column in required %}
        {% do checks.append({
            'rule': 'LND-022', 'column': column,
            'when': clean_text(adapter.quote(column)) ~ ' is null',
            'message': 'the specification wants a value here',
        }) %}
    {% endfor %}
    {% for column, type in types.items() if type == 'school_year' %}
        {% do checks.append({
            'rule': 'LND-007', 'column': column,
            'when': column ~ " like '%-%'",
            'message': 'a school year written with two years was read as the year it ends',
        }) %}
    {% endfor %}

    insert into {{ this }} (district_id, file_path, file_key, line_number, row_status, row_detail)
    with

    files as (
        select district_id, file_path, file_key
        from {{ this }}
        where row_status = 'landed'
    ),

    -- the rows in which a check may find something, by a cheaper condition
    suspects as (
        select
            file_key,
            line_number,
            "{{ texts | join('", "') }}"
        from {{ this }}
        where
            {{ fresh }}
            and (
                false
                {% for column in texts %}
                {% set quoted = adapter.quote(column) %}
                or {{ quoted }} in (
                    {%- for text in var('null_texts') %}{{ dbt.string_literal(text) }}{{ ', ' if not loop.last }}{% endfor -%}
                )
                {% endfor %}
                {% for column in required %}
                or {{ adapter.quote(column) }} is null
                {% endfor %}
                {% for column, type in types.items() if type == 'school_year' %}
                or {{ adapter.quote(column) }} like '%-%'
                {% endfor %}
                {% if untidy_keys %}
                or (
                    file_key in ({{ untidy_keys | join(', ') }})
                    and (
                        {% for column in texts %}
                        {{ 'or ' if not loop.first }}{{ adapter.quote(column) }} <> {{ trim_space(adapter.quote(column)) }}
                        {% endfor %}
                    )
                )
                {% endif %}
            )
    ),

    counted as (
        select
            file_key
            {% for check in checks %},
            count(*) filter (where {{ check.when }}) as count_{{ loop.index }},
            min(line_number) filter (where {{ check.when }}) as line_{{ loop.index }},
            arg_min_null({{ adapter.quote(check.column) }}, line_number) filter (where {{ check.when }}) as value_{{ loop.index }}
            {% endfor %}
        from suspects
        group by file_key
    ),

    -- a column repeats a few values, so each value of a file is parsed once
    typed_values as materialized (
        {% for column, type in types.items() %}
        select
            file_key,
            '{{ column }}' as column_name,
            text,
            row_count,
            first_line,
            {{ clean_text('text') }} is not null
            and {{ parse_value(type, 'text') }} is null as is_faulty,
            {{ date_format_of('text') if type == 'date' else 'cast(null as varchar)' }} as date_format
        from (
            select
                file_key,
                {{ adapter.quote(column) }} as text,
                count(*) as row_count,
                min(line_number) as first_line
            from {{ this }}
            where
                row_status in ('staged', 'quarantined')
                and file_key in ({{ keys | join(', ') }})
                and {{ adapter.quote(column) }} is not null
            group by file_key, {{ adapter.quote(column) }}
        )
        {{ 'union all' if not loop.last }}
        {% else %}
        select
            null as file_key,
            null as column_name,
            null as text,
            0 as row_count,
            0 as first_line,
            false as is_faulty,
            null as date_format
        where false
        {% endfor %}
    ),

    date_formats as (
        select
            file_key,
            column_name,
            date_format,
            sum(row_count) as row_count,
            min(first_line) as first_line,
            arg_min(text, first_line) as first_text
        from typed_values
        where date_format is not null
        group by file_key, column_name, date_format
    ),

    -- the rarer formats of a column that has several
    odd_formats as (
        select *
        from date_formats
        where date_format <> 'reversed'
        qualify row_number() over (
            partition by file_key, column_name order by row_count desc, date_format
        ) > 1
    ),

    findings as (
        select
            file_key,
            first_line as line_number,
            'LND-014' as rule_id,
            column_name,
            first_text as column_value,
            'the column mixes date formats; these dates are written as ' || date_format as message,
            row_count
        from odd_formats
        union all
        select
            file_key,
            first_line,
            'LND-014',
            column_name,
            first_text,
            'these dates are only dates with day and month exchanged; others of the column'
            || ' may have been read with the month for the day',
            row_count
        from date_formats
        where date_format = 'reversed'
        {% for column, type in types.items() if column not in contract.key %}
        union all
        select
            records.file_key,
            records.line_number,
            'LND-006',
            '{{ column }}',
            records.text,
            'not a {{ type | replace('_', ' ') }}, so it became null',
            1
        from (
            select file_key, line_number, {{ adapter.quote(column) }} as text
            from {{ this }}
            where {{ fresh }}
        ) as records
        inner join typed_values
            on
            records.file_key = typed_values.file_key
            and records.text = typed_values.text
        where typed_values.is_faulty and typed_values.column_name = '{{ column }}'
        {% endfor %}
        {% for check in checks %}
        union all
        select
            file_key,
            line_{{ loop.index }},
            '{{ check.rule }}',
            '{{ check.column }}',
            value_{{ loop.index }},
            '{{ check.message }}',
            count_{{ loop.index }}
        from counted
        where count_{{ loop.index }} > 0
        {% endfor %}
    )

    select
        files.district_id,
        files.file_path,
        files.file_key,
        findings.line_number,
        'finding' as row_status,
        cast(json_object(
            'rule_id', findings.rule_id,
            'column', findings.column_name,
            'value', findings.column_value,
            'message', findings.message,
            'row_count', findings.row_count
        ) as varchar) as row_detail
    from findings
    inner join files
        on findings.file_key = files.file_key
{% endmacro %}
