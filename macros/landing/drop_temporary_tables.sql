{# Post-hook of the landing models: dbt-duckdb writes the new rows of an incremental Python
   model to a table in the default schema and leaves it there, also when it is killed. #}
{% macro drop_temporary_tables() %}
    {% if not execute %}{{ return('') }}{% endif %}
    {% set left_over = run_query(
        "select schema_name || '.' || table_name from duckdb_tables()"
        ~ " where database_name = current_database() and starts_with(table_name, '"
        ~ this.identifier ~ "__dbt_tmp')"
    ) %}
    {% for table in left_over.columns[0].values() %}
        {% do run_query('drop table ' ~ table) %}
    {% endfor %}
    {{ return('') }}
{% endmacro %}
