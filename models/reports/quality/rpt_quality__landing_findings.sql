-- one row per district, file, rule, column and code, as the landing report shows it
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

quarantined as (
    select
        source,
        district_id,
        file_path,
        reason_code as rule_id,
        column_name,
        cast(null as {{ dbt.type_string() }}) as column_value,
        min(line_number) as line_number,
        count(*) as row_count,
        message
    from {{ ref('quality__landing_quarantined_rows') }}
    group by source, district_id, file_path, reason_code, column_name, message
),

together as (
    select * from findings
    union all
    select * from quarantined
),

-- only code values are shown: any other value could be a person's
shown as (
    select
        source,
        district_id,
        file_path,
        rule_id,
        column_name,
        case
            when rule_id in ('LND-018', 'LND-019', 'ATT-003') then column_value
        end as code_value,
        message,
        min(line_number) as line_number,
        cast(sum(row_count) as bigint) as row_count
    from together
    group by source, district_id, file_path, rule_id, column_name, code_value, message
),

rules as (
    select rule_id, name, severity, action, how_to_fix
    from {{ ref('dq_rules') }}
)

select
    shown.source,
    shown.district_id,
    shown.file_path,
    shown.rule_id,
    rules.name as rule_name,
    rules.severity,
    rules.action,
    shown.column_name,
    shown.code_value,
    shown.message,
    rules.how_to_fix,
    shown.line_number,
    shown.row_count
from shown
inner join rules
    on shown.rule_id = rules.rule_id
