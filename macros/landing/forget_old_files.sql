{# Post-hook of the models that follow landing file by file: deletes the rows of files
   that changed, moved or are gone, which `landed` (a landing model) no longer has. #}
{% macro forget_old_files(landed) %}
    {{ forget_rows_without(
        this, 'file_key', 'select file_key from ' ~ landed ~ " where row_status = 'header'"
    ) }}
{% endmacro %}
