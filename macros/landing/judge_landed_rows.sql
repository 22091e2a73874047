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

    {# edstats.landing reads large files in one thread. #}
    {% do run_query('reset threads') %}

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

    {# Rows of a kind that the contract leaves out, such as totals of areas. #}
    {% for column, values in contract.get('passed_over', {}).items() %}
        {% set texts = values | map('string') | map('tojson') | join(', ') | replace('"', "'") %}
        {% do run_query(
            "update " ~ this ~ " set row_status = 'padding' where " ~ fresh
            ~ " and " ~ trim_space('"' ~ column ~ '"') ~ " in (" ~ texts ~ ")"
        ) %}
    {% endfor %}
    {% set repeated = run_query(repeated_record_hashes(columns, fresh) ~ ' limit 1') %}
    {% if repeated.rows | length > 0 and not contract.get('repeats_count') %}
        {% do run_query(mark_exact_duplicates(columns, fresh)) %}
    {% endif %}
    {% set types, faulty_columns = contract.get('types', {}), [] %}
    {% if types %}
        {% do run_query(gather_typed_values(types, fresh, contract.get('missing_texts', []))) %}
        {% set faulty = run_query('select distinct column_name from landed_values where is_faulty order by column_name') %}
        {% for row in faulty.rows %}{% do faulty_columns.append(row[0]) %}{% endfor %}
    {% endif %}
    {% do run_query(gather_suspects(columns, contract, fresh, untidy_keys, faulty_columns)) %}
    {% set faults = key_faults(columns, contract) %}
    {% set unusable = ' from landed_suspects where ' ~ faults | map(attribute='when') | join(' or ') %}
    {% if run_query('select 1' ~ unusable ~ ' limit 1').rows | length > 0 %}
        {% do run_query(quarantine_rows_without_key(faults, columns, contract.get('personal', []))) %}
        {% do run_query('delete' ~ unusable) %}
    {% endif %}
    {% do run_query(find_faulty_values(columns, contract, faulty_columns)) %}
    {% do run_query('drop table landed_suspects') %}
    {% do run_query(
        "update " ~ this ~ " set row_status = 'header' where row_status = 'landed'"
    ) %}
    {{ return('') }}
{% endmacro %}
