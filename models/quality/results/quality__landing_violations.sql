-- one row per landed file, rule, column and value, and per record or source held back
{% set text = dbt.type_string() %}
with

findings as (
    select
        source,
        district_id,
        file_path,
        rule_id,
        column_name,
        column_value,
        line_number,
        row_count,
        message
    from {{ ref('quality__landing_findings') }}
),

held_back as (
    select
        source,
        district_id,
        file_path,
        reason_code as rule_id,
        column_name,
        record as column_value,
        line_number,
        cast(1 as bigint) as row_count,
        message
    from {{ ref('quality__landing_quarantined_rows') }}
),

blocking as (
    select
        source,
        district_id,
        file_path,
        rule_id,
        cast(null as {{ text }}) as column_name,
        message as column_value,
        cast(null as bigint) as line_number,
        cast(1 as bigint) as row_count,
        message
    from {{ ref('quality__blocked_sources') }}
),

together as (
    select * from findings
    union all
    select * from held_back
    union all
    select * from blocking
),

rules as (
    select rule_id, entity
    from {{ ref('dq_rules') }}
    where area = 'landing'
),

grouped as (
    select
        together.rule_id,
        together.source,
        together.district_id,
        rules.entity as entity_type,
        together.file_path,
        together.column_name,
        together.column_value,
        min(together.line_number) as first_line,
        cast(sum(together.row_count) as bigint) as row_count,
        min(together.message) as message
    from together
    inner join rules
        on together.rule_id = rules.rule_id
    group by
        together.rule_id,
        together.source,
        together.district_id,
        rules.entity,
        together.file_path,
        together.column_name,
        together.column_value
),

-- any value could be a person's, so that it stands in the hash only
violations as (
    select
        rule_id,
        source,
        district_id,
        entity_type,
        {{ landing_entity_key('column_value') }} as entity_key,
        cast(null as {{ text }}) as school_key,
        cast(null as integer) as school_year,
        coalesce('column ' || column_name, entity_type) as observed,
        cast(null as {{ text }}) as expected,
        message,
        {{ json_object({
            'file_path': 'file_path',
            'column': 'column_name',
            'first_line': 'first_line',
            'rows': 'row_count',
        }) }} as evidence,
        file_path,
        row_count
    from grouped
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
