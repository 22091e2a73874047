{# Pre-hook of the landing models: deletes the rows of files that were judged with other
   settings (vars null_texts, date_formats), so that this run lands and judges them again. #}
{% macro forget_rows_judged_otherwise() %}
    {% if not execute or not is_incremental() or 'headers' not in model.config.meta %}
        {{ return('') }}
    {% endif %}
    delete from {{ this }}
    where
        file_key in (
            select file_key
            from {{ this }}
            where
                row_status = 'header'
                and coalesce(row_detail ->> '$.settings', '') <> '{{ judging_settings() }}'
        )
{% endmacro %}

