{# In an incremental model that follows landing file by file, or a fact that follows loads:
   is this row from a file (load) that it has not built yet. True of all rows in a build
   from scratch. The keys that it has are written out, so that the rows of others are found
   without a scan. Goes with forget_old_files and forget_old_loads. #}
{% macro is_not_built_yet(key='file_key') %}
    {%- set built = [] -%}
    {%- if execute and is_incremental() -%}
        {%- set found = run_query(
            'select ' ~ key ~ ' from ' ~ this ~ ' where ' ~ key ~ ' is not null group by '
            ~ key ~ ' order by ' ~ key
        ) -%}
        {%- for row in found.rows -%}
            {%- do built.append(dbt.string_literal(row[0])) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- if built -%}
    {{ key }} not in ({{ built | join(', ') }})
    {%- else -%}
    true
    {%- endif -%}
{% endmacro %}
