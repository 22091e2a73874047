-- one row per record of custom data that is not used
with

found as (
    select
        rule_id,
        run_id,
        base_run_id,
        file_key,
        field,
        coalesce(value_text, '') as value_text,
        urn,
        line_number,
        case rule_id
            when 'FIN-045' then cast(urn as {{ dbt.type_string() }})
            when 'FIN-046' then field
            else coalesce(value_text, 'no value')
        end as observed,
        case rule_id
            when 'FIN-045' then 'URN of a school of the run'
            when 'FIN-046' then 'a field that the school has and can set'
            when 'FIN-047' then 'a value that fits the field'
            else 'one value for a field'
        end as expected,
        case rule_id
            when 'FIN-045' then 'the school is not in the run; its values are left out'
            when 'FIN-046' then 'there is no such field to set; the value is left out'
            when 'FIN-047' then 'the value does not fit the field; it is left out'
            else 'the field has another value further down, which counts'
        end as message
    from {{ ref('int_benchmarking__custom_values') }}
    where rule_id is not null
),

violations as (
    select
        rule_id,
        'dfe' as source,
        base_run_id as district_id,
        'custom_value' as entity_type,
        {{ surrogate_key(['base_run_id', 'file_key', 'line_number']) }} as entity_key,
        {{ surrogate_key(['base_run_id', 'urn']) }} as school_key,
        cast(null as integer) as school_year,
        observed,
        expected,
        message,
        {{ json_object({
            'user_run_id': 'run_id',
            'urn': 'urn',
            'field': 'field',
            'value': 'value_text',
        }) }} as evidence
    from found
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
