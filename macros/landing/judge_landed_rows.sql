{#
    Post-hook of the landing models: decides what becomes of each row of the files that
    this run landed, in the same transaction. It is the only place that does.

    1. a record equal to an earlier one of its file becomes `duplicate`
    2. a record whose key is missing or does not parse becomes `quarantined`, and so does
       a line of text such as "Total: 200 rows"
    3. optional values that do not parse, blank required values, spaces, null texts,
       mixed date formats and written-out school years become `finding` rows

    A file is new while its header row still has the status `landed`. Landing stays with
    DuckDB on every target, so this is DuckDB's SQL. Five million rows pass here: each
    costly expression stands behind a cheap one (docs/landing.md, "Speed").
#}
{% macro judge_landed_rows() %}
    {% if not execute or 'headers' not in model.config.meta %}{{ return('') }}{% endif %}
    {% set landed = run_query(
        "select file_key, coalesce(row_detail ->> '$.is_tidy', 'false') = 'true' from "
        ~ this ~ " where row_status = 'landed' order by file_key"
    ) %}
    {% if landed.rows | length == 0 %}{{ return('') }}{% endif %}

    {% set contract = model.config.meta %}
    {% set leading = ['district_id', 'file_path', 'file_key', 'line_number', 'row_status', 'row_detail'] %}
    {% set columns = [] %}
    {% for column in adapter.get_columns_in_relation(this) if column.name not in leading %}
        {% do columns.append(column.name) %}
    {% endfor %}
    {# Literal keys, so that the file's own row groups are found without a scan. #}
    {% set keys, untidy_keys = [], [] %}
    {% for file_key, is_tidy in landed.rows %}
        {% do keys.append(dbt.string_literal(file_key)) %}
        {% if not is_tidy %}{% do untidy_keys.append(dbt.string_literal(file_key)) %}{% endif %}
    {% endfor %}
    {% set fresh = "row_status = 'staged' and file_key in (" ~ keys | join(', ') ~ ")" %}

    {% set repeated = run_query(repeated_record_hashes(columns, fresh) ~ ' limit 1') %}
    {% if repeated.rows | length > 0 %}
        {% do run_query(mark_exact_duplicates(columns, fresh)) %}
    {% endif %}
    {% do run_query(quarantine_rows_without_key(columns, contract, fresh, untidy_keys)) %}
    {% do run_query(find_faulty_values(columns, contract, fresh, keys, untidy_keys)) %}
    {% do run_query("update " ~ this ~ " set row_status = 'header' where row_status = 'landed'") %}
    {{ return('') }}
{% endmacro %}


{# A hash over all rows finds the few candidates; only those are compared in full. #}
{% macro repeated_record_hashes(columns, fresh) -%}
    select hash(file_key, "{{ columns | join('", "') }}") as record_hash
    from {{ this }}
    where {{ fresh }}
    group by record_hash
    having count(*) > 1
{%- endmacro %}


{% macro mark_exact_duplicates(columns, fresh) %}
    {% set record = 'file_key, "' ~ columns | join('", "') ~ '"' %}
    update {{ this }} set row_status = 'duplicate'
    where rowid in (
        select rowid
        from (
            select
                rowid,
                row_number() over (partition by {{ record }} order by line_number) as copy
            from {{ this }}
            where
                {{ fresh }}
                and hash({{ record }}) in ({{ repeated_record_hashes(columns, fresh) }})
        )
        where copy > 1
    )
{% endmacro %}


{# Whether a text is null, empty or stands for a missing value: clean_text(...) is null,
   but with the costly trimming only in files that have something to trim. #}
{% macro is_blank(column, untidy_keys) -%}
    {% set quoted = adapter.quote(column) %}
    (
        {{ quoted }} is null
        or {{ quoted }} in (
            {%- for text in [''] + var('null_texts') %}{{ dbt.string_literal(text) }}{{ ', ' if not loop.last }}{% endfor -%}
        )
        {% if untidy_keys %}
        or (file_key in ({{ untidy_keys | join(', ') }}) and {{ clean_text(quoted) }} is null)
        {% endif %}
    )
{%- endmacro %}


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


{# How a date is written: 'ISO 8601', one of the var date_formats, or 'reversed' for a
   text that is a date only with day and month exchanged. Null for any other text. #}
{% macro date_format_of(expression) -%}
    {%- set cleaned = clean_text(expression) -%}
    case
        when {{ parse_date(expression) }} is not null then case
            when try_cast({{ cleaned }} as timestamp) is not null then 'ISO 8601'
            {% for format in var('date_formats') %}
            when try_strptime({{ cleaned }}, '{{ format }}') is not null then '{{ format }}'
            {% endfor %}
        end
        {% for format in var('date_formats') %}
        {%- set reversed = format | replace('%m', '<') | replace('%d', '%m') | replace('<', '%d') %}
        when year(try_strptime({{ cleaned }}, '{{ reversed }}')) between 1900 and 2100 then 'reversed'
        {% endfor %}
    end
{%- endmacro %}
