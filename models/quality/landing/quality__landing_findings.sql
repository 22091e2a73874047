-- one row per finding about a raw file: the file, its header, a column or a single value
with

files as (
    select source, district_id, file_path, file_key, entity, rows_duplicate
    from {{ ref('quality__landing_files') }}
),

found_while_landing as (
    select
        file_key,
        {{ json_text('row_detail', 'rule_id') }} as rule_id,
        {{ json_text('row_detail', 'column') }} as column_name,
        {{ json_text('row_detail', 'value') }} as column_value,
        line_number,
        cast({{ json_text('row_detail', 'row_count') }} as bigint) as row_count,
        {{ json_text('row_detail', 'message') }} as message
    from {{ ref('quality__landing_records') }}
    where row_status = 'finding'
),

codes as (
    select file_key, rule_id, column_name, column_value, line_number, row_count, message
    from {{ ref('quality__code_findings') }}
),

short_codes as (
    select file_key, rule_id, column_name, column_value, line_number, row_count, message
    from {{ ref('quality__short_codes') }}
),

duplicates as (
    select
        file_key,
        'LND-010' as rule_id,
        cast(null as {{ dbt.type_string() }}) as column_name,
        cast(null as {{ dbt.type_string() }}) as column_value,
        cast(null as bigint) as line_number,
        rows_duplicate as row_count,
        'records equal to an earlier one of the file were left out' as message
    from files
    where rows_duplicate > 0
),

-- OneRoster wants both cells empty in a bulk file
delta_columns as (
    {% for source, entity in landed_entities()
        if source == 'oneroster' and entity != 'manifest' %}
    {% for column in ('status', 'date_last_modified') %}
    select
        file_key,
        'LND-021' as rule_id,
        '{{ column }}' as column_name,
        cast(null as {{ dbt.type_string() }}) as column_value,
        min(line_number) as line_number,
        count(*) as row_count,
        'the specification wants this empty in a bulk file' as message
    from {{ ref('stg_oneroster__' ~ entity) }}
    where {{ column }} is not null
    group by file_key
    {{ 'union all' if not loop.last }}
    {% endfor %}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

of_landed_files as (
    select * from found_while_landing
    union all
    select * from codes
    union all
    select * from short_codes
    union all
    select * from duplicates
    union all
    select * from delta_columns
),

unknown_files as (
    select
        source,
        district_id,
        file_path,
        entity,
        'LND-008' as rule_id,
        cast(null as {{ dbt.type_string() }}) as column_name,
        cast(null as {{ dbt.type_string() }}) as column_value,
        cast(null as bigint) as line_number,
        cast(1 as bigint) as row_count,
        'no model reads a file of this name in this place, so nothing of it is in the'
        || ' warehouse' as message
    from files
    where file_key is null
),

run_files as (
    select source, district_id, file_path, entity, rule_id, message
    from {{ ref('quality__run_file_findings') }}
),

final as (
    select
        files.source,
        files.district_id,
        files.file_path,
        files.entity,
        of_landed_files.rule_id,
        of_landed_files.column_name,
        of_landed_files.column_value,
        of_landed_files.line_number,
        of_landed_files.row_count,
        of_landed_files.message
    from of_landed_files
    inner join files
        on of_landed_files.file_key = files.file_key
    union all
    select
        source,
        district_id,
        file_path,
        entity,
        rule_id,
        column_name,
        column_value,
        line_number,
        row_count,
        message
    from unknown_files
    union all
    select
        source,
        district_id,
        file_path,
        entity,
        rule_id,
        cast(null as {{ dbt.type_string() }}) as column_name,
        cast(null as {{ dbt.type_string() }}) as column_value,
        cast(null as bigint) as line_number,
        cast(1 as bigint) as row_count,
        message
    from run_files
)

select * from final
