{# Post-hook of the models that follow landing file by file: deletes the rows of files
   that changed, moved or are gone, which `landed` (a landing model) no longer has. #}
{% macro forget_old_files(landed) %}
    delete from {{ this }}
    where
        file_key not in (
            select file_key from {{ landed }} where row_status = 'header'
        )
{% endmacro %}
