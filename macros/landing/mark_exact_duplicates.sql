{# SQL of judge_landed_rows: all but the first of equal records become `duplicate`. #}
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
