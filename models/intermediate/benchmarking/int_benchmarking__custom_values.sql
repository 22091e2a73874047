-- one row per record of custom data: what it sets, or why it cannot be used
{%- set columns = contract_columns('benchmarking__fct_school_characteristics') %}
with

listed as (
    select
        user_run_id as run_id,
        run_id as base_run_id,
        file_key,
        field,
        value_text,
        urn,
        line_number
    from {{ ref('stg_dfe__custom_data') }}
),

runs as (
    select run_id
    from {{ ref('int_benchmarking__runs_told') }}
),

schools as (
    select run_id, urn, finance_type
    from {{ ref('benchmarking__fct_school_characteristics') }}
),

fields as (
    {%- for column in columns if column.name not in ('run_id', 'run_year', 'urn') %}
    select
        '{{ column.name }}' as field,
        'characteristic' as kind,
        '{{ column.name }}' as column_name,
        '{{ column.data_type }}' as data_type,
        true as in_academies,
        true as in_maintained
    union all
    {%- endfor %}
    select
        lower(category || '/' || sub_category) as field,
        'cost' as kind,
        finance_column as column_name,
        'double' as data_type,
        in_academies,
        in_maintained
    from {{ ref('finance_lines') }}
    where kind = 'cost'
    {%- for income in custom_income_lines() %}
    union all
    select
        '{{ income.column }}' as field,
        'income' as kind,
        '{{ income.column }}' as column_name,
        'double' as data_type,
        {{ income.academies is not none }} as in_academies,
        {{ income.maintained is not none }} as in_maintained
    {%- endfor %}
),

matched as (
    select
        listed.run_id,
        listed.base_run_id,
        listed.file_key,
        listed.field,
        listed.value_text,
        fields.kind,
        fields.column_name,
        fields.data_type,
        listed.urn,
        listed.line_number,
        case
            when fields.data_type not in ('varchar', 'boolean')
                then {{ parse_number('listed.value_text') }}
        end as number_value,
        case
            when fields.data_type = 'boolean'
                then {{ parse_boolean('listed.value_text') }}
        end as flag_value,
        schools.urn is not null as is_known_school,
        coalesce(
            case
                when schools.finance_type = 'Academy' then fields.in_academies
                else fields.in_maintained
            end,
            false
        ) as is_field
    from listed
    inner join runs
        on listed.base_run_id = runs.run_id
    left join schools
        on listed.base_run_id = schools.run_id
        and listed.urn = schools.urn
    left join fields
        on lower(listed.field) = fields.field
),

judged as (
    select
        *,
        case
            when not is_known_school then 'FIN-045'
            when not is_field then 'FIN-046'
            when
                value_text is null
                or (data_type = 'boolean' and flag_value is null)
                or (data_type not in ('varchar', 'boolean') and number_value is null)
                or (column_name like 'percent%' and number_value > 100)
                or (
                    number_value < 0 and (
                        column_name like 'percent%'
                        or column_name = 'number_of_pupils'
                        or column_name = 'total_internal_floor_area'
                    )
                )
                then 'FIN-047'
        end as fault
    from matched
),

ordered as (
    select
        *,
        row_number() over (
            partition by base_run_id, run_id, urn, kind, column_name, fault
            order by file_key desc, line_number desc
        ) as place
    from judged
),

-- of several usable values of one field the last one counts
final as (
    select
        run_id,
        base_run_id,
        file_key,
        field,
        value_text,
        kind,
        column_name,
        coalesce(fault, case when place > 1 then 'FIN-048' end) as rule_id,
        urn,
        line_number,
        number_value,
        flag_value
    from ordered
)

select * from final
