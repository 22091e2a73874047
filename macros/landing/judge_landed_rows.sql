{#
    Post-hook of the landing models: decides what becomes of each row of the files that
    this run landed, in the same transaction. It is the only place that does.

    1. a record equal to an earlier one of its file becomes `duplicate`
    2. a record whose key is missing or does not parse becomes `quarantined`
    3. optional values that do not parse, blank required values, spaces, null texts,
       mixed date formats and written-out school years become `finding` rows

    A file is new while its header row still has the status `landed`. Landing stays with
    DuckDB on every target, so this is DuckDB's SQL.
#}
{% macro judge_landed_rows() %}
    {% if not execute or 'headers' not in model.config.meta %}{{ return('') }}{% endif %}
    {% set fresh = "file_key in (select file_key from " ~ this ~ " where row_status = 'landed')" %}
    {% set found = run_query("select count(*) from " ~ this ~ " where row_status = 'landed'") %}
    {% if found.columns[0].values()[0] == 0 %}{{ return('') }}{% endif %}

    {% set contract = model.config.meta %}
    {% set leading = ['district_id', 'file_path', 'file_key', 'line_number', 'row_status', 'row_detail'] %}
    {% set columns = [] %}
    {% for column in adapter.get_columns_in_relation(this) if column.name not in leading %}
        {% do columns.append(column.name) %}
    {% endfor %}

    {% do run_query(mark_exact_duplicates(columns, fresh)) %}
    {% do run_query(quarantine_rows_without_key(columns, contract, fresh)) %}
    {% do run_query(find_faulty_values(columns, contract, fresh)) %}
    {% do run_query("update " ~ this ~ " set row_status = 'header' where row_status = 'landed'") %}
    {{ return('') }}
{% endmacro %}


{% macro mark_exact_duplicates(columns, fresh) %}
    {% set record = 'file_key, "' ~ columns | join('", "') ~ '"' %}
    {# A hash over all rows finds the few candidates; only those are compared in full. #}
    update {{ this }} set row_status = 'duplicate'
    where rowid in (
        select rowid
        from (
            select
                rowid,
                row_number() over (partition by {{ record }} order by line_number) as copy
            from {{ this }}
            where
                row_status = 'staged'
                and {{ fresh }}
                and hash({{ record }}) in (
                    select hash({{ record }}) as record_hash
                    from {{ this }}
                    where row_status = 'staged' and {{ fresh }}
                    group by record_hash
                    having count(*) > 1
                )
        )
        where copy > 1
    )
{% endmacro %}


{% macro quarantine_rows_without_key(columns, contract, fresh) %}
    {% set types = contract.get('types', {}) %}
    {% set faults = [] %}
    {% for key in contract.key %}
        {% do faults.append({
            'column': key,
            'when': clean_text(adapter.quote(key)) ~ ' is null',
            'message': 'the key column ' ~ key ~ ' is empty',
        }) %}
        {% if key in types %}
            {% do faults.append({
                'column': key,
                'when': parse_value(types[key], adapter.quote(key)) ~ ' is null',
                'message': 'the key column ' ~ key ~ ' is not a ' ~ types[key],
            }) %}
        {% endif %}
    {% endfor %}
    update {{ this }} set
        row_status = 'quarantined',
        row_detail = case
            {% for fault in faults %}
            when {{ fault.when }} then json_object(
                'rule_id', 'LND-004',
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
        row_status = 'staged'
        and {{ fresh }}
        and (
            {% for fault in faults %}
            {{ 'or ' if not loop.first }}{{ fault.when }}
            {% endfor %}
        )
{% endmacro %}


{% macro find_faulty_values(columns, contract, fresh) %}
    {% set types = contract.get('types', {}) %}
    {% set texts = columns | reject('equalto', 'extra_columns') | list %}
    {# name -> rule, column, condition on a value, message; counted in one scan #}
    {% set checks = [] %}
    {% for column in texts %}
        {% do checks.append({
            'rule': 'LND-013', 'column': column,
            'when': adapter.quote(column) ~ ' <> ' ~ trim_space(adapter.quote(column)),
            'message': 'values with spaces around them were trimmed',
        }) %}
        {% do checks.append({
            'rule': 'LND-015', 'column': column,
            'when': clean_text(adapter.quote(column)) ~ " is null and "
                ~ trim_space(adapter.quote(column)) ~ " <> ''",
            'message': 'a text that stands for a missing value was read as missing',
        }) %}
    {% endfor %}
    {% for column in contract.get('required', []) if column in texts %}
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
    {% set dates = [] %}
    {% for column, type in types.items() if type == 'date' %}{% do dates.append(column) %}{% endfor %}

    insert into {{ this }} (district_id, file_path, file_key, line_number, row_status, row_detail)
    with

    fresh_rows as (
        select * from {{ this }} where row_status = 'staged' and {{ fresh }}
    ),

    counted as (
        select
            district_id,
            file_path,
            file_key
            {% for check in checks %},
            count(*) filter (where {{ check.when }}) as count_{{ loop.index }},
            min(line_number) filter (where {{ check.when }}) as line_{{ loop.index }},
            arg_min({{ adapter.quote(check.column) }}, line_number) filter (where {{ check.when }}) as value_{{ loop.index }}
            {% endfor %}
        from fresh_rows
        group by district_id, file_path, file_key
    ),

    date_formats as (
        select
            null as district_id,
            null as file_path,
            null as file_key,
            null as column_name,
            null as date_format,
            null as row_count,
            null as first_line,
            null as first_value
        where false
        {% for column in dates %}
        union all
        select
            district_id,
            file_path,
            file_key,
            '{{ column }}',
            case
                when try_cast({{ clean_text(column) }} as timestamp) is not null then 'ISO 8601'
                {% for format in var('date_formats') %}
                when try_strptime({{ clean_text(column) }}, '{{ format }}') is not null
                    then '{{ format }}'
                {% endfor %}
            end as written_as,
            count(*),
            min(line_number),
            arg_min({{ column }}, line_number)
        from fresh_rows
        where {{ parse_date(column) }} is not null
        group by district_id, file_path, file_key, written_as
        {% endfor %}
    ),

    -- the rarer formats of a column that has several
    odd_formats as (
        select *
        from date_formats
        qualify row_number() over (
            partition by file_key, column_name order by row_count desc, date_format
        ) > 1
    ),

    findings as (
        select
            district_id,
            file_path,
            file_key,
            first_line as line_number,
            'LND-014' as rule_id,
            column_name,
            first_value as column_value,
            'the column mixes date formats; these dates are written as ' || date_format as message,
            row_count
        from odd_formats
        {% for column, type in types.items() if column not in contract.key %}
        union all
        select
            district_id,
            file_path,
            file_key,
            line_number,
            'LND-006',
            '{{ column }}',
            {{ adapter.quote(column) }},
            'not a {{ type | replace('_', ' ') }}, so it became null',
            1
        from fresh_rows
        where
            {{ clean_text(adapter.quote(column)) }} is not null
            and {{ parse_value(type, adapter.quote(column)) }} is null
        {% endfor %}
        {% for check in checks %}
        union all
        select
            district_id,
            file_path,
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
        district_id,
        file_path,
        file_key,
        line_number,
        'finding' as row_status,
        cast(json_object(
            'rule_id', rule_id,
            'column', column_name,
            'value', column_value,
            'message', message,
            'row_count', row_count
        ) as varchar) as row_detail
    from findings
{% endmacro %}
