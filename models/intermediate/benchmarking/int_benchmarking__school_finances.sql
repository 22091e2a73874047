-- one row per run and school that sent a return: its money and what it is divided by
{%- set columns = finance_columns() %}
with

schools as (
    select
        run_id,
        urn,
        finance_type,
        overall_phase,
        type_name as establishment_type,
        trust_company_number,
        file_key,
        line_number
    from {{ ref('int_benchmarking__schools_listed') }}
    where not did_not_submit
),

flags as (
    select run_id, urn
    from {{ ref('int_benchmarking__return_flags') }}
    where has_financial_data
),

bases as (
    select run_id, urn, months, number_of_pupils, total_internal_floor_area
    from {{ ref('int_benchmarking__school_bases') }}
),

academies as (
    select *
    from {{ ref('int_benchmarking__academy_finances') }}
),

maintained as (
    select *
    from {{ ref('int_benchmarking__maintained_finances') }}
),

returns as (
    select
        run_id,
        file_key,
        'Academy' as finance_type,
        missing_lines,
        trust_code,
        line_number,
        {%- for column in columns %}
        {{ column.name if column.academies else 'cast(null as double)' }}
            as {{ column.name }},
        {%- if column.central %}
        {{ column.name }}_cs,
        {%- endif %}
        {%- endfor %}
        true as is_academy
    from academies
    union all
    select
        run_id,
        file_key,
        'Maintained' as finance_type,
        missing_lines,
        cast(null as {{ dbt.type_string() }}) as trust_code,
        line_number,
        {%- for column in columns %}
        cast({{ column.name if column.maintained else 'null' }} as double)
            as {{ column.name }},
        {%- if column.central %}
        cast(0 as double) as {{ column.name }}_cs,
        {%- endif %}
        {%- endfor %}
        false as is_academy
    from maintained
),

final as (
    select
        schools.run_id,
        schools.finance_type,
        schools.overall_phase,
        schools.establishment_type,
        coalesce(schools.trust_company_number, returns.trust_code)
            as trust_company_number,
        returns.missing_lines,
        schools.urn,
        bases.months,
        bases.number_of_pupils,
        bases.total_internal_floor_area,
        {%- for column in columns %}
        returns.{{ column.name }},
        {%- if column.central %}
        returns.{{ column.name }}_cs,
        {%- endif %}
        {%- endfor %}
        returns.is_academy
    from schools
    inner join flags
        on schools.run_id = flags.run_id
        and schools.urn = flags.urn
    inner join returns
        on schools.run_id = returns.run_id
        and schools.finance_type = returns.finance_type
        and schools.file_key = returns.file_key
        and schools.line_number = returns.line_number
    left join bases
        on schools.run_id = bases.run_id
        and schools.urn = bases.urn
)

select * from final
