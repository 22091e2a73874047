{# SQL of judge_landed_rows: a `finding` row for each faulty value of an optional column,
   and for each kind of untidiness of a column. `faulty_columns` are the typed columns
   in which gather_typed_values found a value that does not parse. #}
{% macro find_faulty_values(columns, contract, faulty_columns) %}
    {% set types = contract.get('types', {}) %}
    {% set texts = columns | reject('equalto', 'extra_columns') | list %}
    {% set required = contract.get('required', []) | select('in', texts) | list %}
    {% set school_years = [] %}
    {% for column, type in types.items() if type == 'school_year' %}
        {% do school_years.append(column) %}
    {% endfor %}

    insert into {{ this }} (district_id, file_path, file_key, line_number, row_status, row_detail)
    with

    files as (
        select district_id, file_path, file_key
        from {{ this }}
        where row_status = 'landed'
    ),

    cells as (
        select
            file_key,
            line_number,
            column_name,
            text,
            {{ trim_space('text') }} as trimmed,
            {{ clean_text('text') }} as cleaned
        from landed_suspects
        unpivot include nulls (text for column_name in ("{{ texts | join('", "') }}"))
    ),

    checked as (
        select
            file_key,
            line_number,
            column_name,
            text,
            unnest([
                {%- if 'spaces' not in contract.get('text_forms', []) %}
                case when text <> trimmed then 'LND-013' end,
                {%- endif %}
                case
                    when cleaned is null and trimmed <> ''
                        {%- for missing in contract.get('missing_texts', []) %}
                        and lower(trimmed) <> {{ dbt.string_literal(missing | lower) }}
                        {%- endfor %}
                        then 'LND-015'
                end,
                case
                    when column_name in ('{{ (required or ['']) | join("', '") }}') and cleaned is null
                        then 'LND-022'
                end,
                case
                    when column_name in ('{{ (school_years or ['']) | join("', '") }}') and text like '%-%'
                        then 'LND-007'
                end
            ]) as rule_id
        from cells
    ),

    counted as (
        select
            file_key,
            column_name,
            rule_id,
            count(*) as row_count,
            min(line_number) as first_line,
            {% if contract.get('personal') -%}
            case
                when column_name not in ('{{ contract.personal | join("', '") }}')
                    then arg_min_null(text, line_number)
            end as first_text
            {%- else -%}
            arg_min_null(text, line_number) as first_text
            {%- endif %}
        from checked
        where rule_id is not null
        group by file_key, column_name, rule_id
    ),

    {% if types %}
    date_formats as (
        select
            file_key,
            column_name,
            date_format,
            sum(row_count) as row_count,
            min(first_line) as first_line,
            arg_min(text, first_line) as first_text
        from landed_values
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
    {% endif %}

    findings as (
        select
            file_key,
            first_line as line_number,
            rule_id,
            column_name,
            first_text as column_value,
            case rule_id
                when 'LND-013' then 'values with spaces around them were trimmed'
                when 'LND-015' then 'a text that stands for a missing value was read as missing'
                when 'LND-022' then 'the specification wants a value here'
                else 'a school year written with two years was read as the year it ends'
            end as message,
            row_count
        from counted
        {% if types %}
        union all
        select
            file_key,
            first_line,
            'LND-014',
            column_name,
            first_text,
            'the column mixes date formats; these dates are written as ' || date_format,
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
        {% endif %}
        {% for column in faulty_columns if column not in contract.key %}
        union all
        select
            records.file_key,
            records.line_number,
            'LND-006',
            '{{ column }}',
            records.text,
            'not a {{ types[column] | replace('_', ' ') }}, so it became null',
            1
        from (
            select file_key, line_number, "{{ column }}" as text
            from landed_suspects
        ) as records
        inner join landed_values
            on
            records.file_key = landed_values.file_key
            and records.text = landed_values.text
        where landed_values.is_faulty and landed_values.column_name = '{{ column }}'
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
