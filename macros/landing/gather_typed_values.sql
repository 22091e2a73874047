{# SQL of judge_landed_rows: the temporary table landed_values, one row per new file,
   typed column and text, with what the text is worth. A column repeats a few values, so
   each is parsed once. #}
{% macro gather_typed_values(types, fresh, missing_texts=[]) %}
    create or replace temporary table landed_values as
    with

    texts as (
        {% for column, type in types.items() %}
        select
            file_key,
            '{{ column }}' as column_name,
            '{{ type }}' as value_type,
            "{{ column }}" as text,
            count(*) as row_count,
            min(line_number) as first_line
        from {{ this }}
        where
            {{ fresh }}
            and "{{ column }}" is not null
            {% if type == 'timestamp' -%}
            -- nearly all are different, and one that parses has nothing to tell
            and try_cast("{{ column }}" as timestamp) is null
            {% endif -%}
        group by file_key, "{{ column }}"
        {{ 'union all' if not loop.last }}
        {% endfor %}
    ),

    cleaned_texts as (
        select
            *,
            {{ clean_text('text') }} as cleaned
        from texts
    )

    select
        file_key,
        column_name,
        text,
        row_count,
        first_line,
        cleaned is not null
        {% for text in missing_texts %}
        and lower(cleaned) <> {{ dbt.string_literal(text | lower) }}
        {% endfor %}
        and case value_type
            {% for type in types.values() | unique %}
            when '{{ type }}' then {{ parse_value(type, 'cleaned') }} is null
            {% endfor %}
        end as is_faulty,
        {% if 'date' in types.values() %}
        case when value_type = 'date' then {{ date_format_of('cleaned') }} end as date_format
        {% else %}
        cast(null as varchar) as date_format
        {% endif %}
    from cleaned_texts
{% endmacro %}
