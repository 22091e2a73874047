{# In an incremental model that follows landing file by file: is this row from a file that
   it has not built yet. True of all rows in a build from scratch. Goes with
   forget_old_files. #}
{% macro is_not_built_yet() %}
    {%- if is_incremental() -%}
    file_key not in (
        select built.file_key
        from {{ this }} as built
        group by built.file_key
    )
    {%- else -%}
    true
    {%- endif -%}
{% endmacro %}
