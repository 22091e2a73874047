-- one row per cost line below zero, of a school or of a trust's central services
with

academies as (
    select
        own.*,
        academy_rows.urn
    from {{ ref('int_benchmarking__academy_own_amounts') }} as own
    inner join {{ ref('int_benchmarking__academy_rows') }} as academy_rows
        on own.run_id = academy_rows.run_id
        and own.file_key = academy_rows.file_key
        and own.line_number = academy_rows.line_number
),

maintained as (
    select *
    from {{ ref('int_benchmarking__maintained_finances') }}
),

central as (
    select *
    from {{ ref('int_benchmarking__central_amounts') }}
),

amounts as (
    {%- for cost in cost_lines() %}
    {%- if cost.academies %}
    select
        run_id,
        'school' as entity_type,
        cast(urn as {{ dbt.type_string() }}) as entity_id,
        '{{ cost.column }}' as finance_column,
        'line ' || cast(line_number as {{ dbt.type_string() }}) as place,
        {{ cost.column }} as amount
    from academies
    where {{ cost.column }} < 0
    union all
    select
        run_id,
        'trust' as entity_type,
        trust_code as entity_id,
        '{{ cost.column }}' as finance_column,
        'central services' as place,
        {{ cost.column }} as amount
    from central
    where {{ cost.column }} < 0
    {%- endif %}
    {%- if cost.academies and cost.maintained %}
    union all
    {%- endif %}
    {%- if cost.maintained %}
    select
        run_id,
        'school' as entity_type,
        cast(urn as {{ dbt.type_string() }}) as entity_id,
        '{{ cost.column }}' as finance_column,
        'line ' || cast(line_number as {{ dbt.type_string() }}) as place,
        {{ cost.column }} as amount
    from maintained
    where {{ cost.column }} < 0
    {%- endif %}
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

lines as (
    select category, sub_category, finance_column
    from {{ ref('finance_lines') }}
    where kind = 'cost'
),

violations as (
    select
        'FIN-020' as rule_id,
        'dfe' as source,
        amounts.run_id as district_id,
        amounts.entity_type,
        {{ surrogate_key([
            'amounts.run_id',
            'amounts.entity_id',
            'amounts.finance_column',
            'amounts.place',
        ]) }} as entity_key,
        case
            when amounts.entity_type = 'school'
                then {{ surrogate_key(['amounts.run_id', 'amounts.entity_id']) }}
        end as school_key,
        cast(null as integer) as school_year,
        cast(amounts.amount as {{ dbt.type_string() }}) as observed,
        '0 or more' as expected,
        amounts.entity_type || ' ' || amounts.entity_id || ' spent less than nothing'
        || ' on ' || lines.sub_category || '; the amount is used as it is' as message,
        {{ json_object({
            'id': 'amounts.entity_id',
            'category': 'lines.category',
            'sub_category': 'lines.sub_category',
            'place': 'amounts.place',
        }) }} as evidence
    from amounts
    inner join lines
        on amounts.finance_column = lines.finance_column
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
