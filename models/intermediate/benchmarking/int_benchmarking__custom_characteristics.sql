-- one row per base run, user's run and school with custom data, as the user sees it
{%- set columns = contract_columns('benchmarking__fct_school_characteristics') %}
{%- set keys = ['run_id', 'urn', 'run_year'] %}
{%- set own_rules = [
    'percent_sen_with_support', 'is_part_year', 'months', 'has_financial_data',
    'has_pupil_data', 'has_building_data',
] %}
with

custom_values as (
    select
        run_id,
        base_run_id,
        kind,
        column_name,
        value_text,
        urn,
        number_value,
        flag_value
    from {{ ref('int_benchmarking__custom_values') }}
    where rule_id is null
),

schools as (
    select *
    from {{ ref('benchmarking__fct_school_characteristics') }}
),

changes as (
    select
        run_id,
        base_run_id,
        urn,
        {%- for column in columns if column.name not in keys %}
        {%- set value = {'varchar': 'value_text', 'boolean': 'flag_value'}.get(
            column.data_type, 'number_value'
        ) %}
        max(
            case
                when kind = 'characteristic' and column_name = '{{ column.name }}'
                    then {{ value }}
            end
        ) as {{ column.name }},
        {%- endfor %}
        count(case when kind <> 'characteristic' then 1 end) > 0 as has_money
    from custom_values
    group by run_id, base_run_id, urn
),

-- the SEN percentage takes the place of the one that the rule book uses
final as (
    select
        changes.run_id,
        changes.base_run_id,
        schools.urn,
        schools.run_year,
        {%- for column in columns if column.name not in keys + own_rules %}
        {%- if column.data_type in ('integer', 'bigint') %}
        coalesce(
            cast(changes.{{ column.name }} as {{ column.data_type }}),
            schools.{{ column.name }}
        ) as {{ column.name }},
        {%- else %}
        coalesce(changes.{{ column.name }}, schools.{{ column.name }})
            as {{ column.name }},
        {%- endif %}
        {%- endfor %}
        coalesce(
            changes.percent_sen_with_support,
            changes.percent_sen,
            schools.percent_sen_with_support
        ) as percent_sen_with_support,
        12 as months,
        false as is_part_year,
        coalesce(
            changes.has_financial_data, schools.has_financial_data or changes.has_money
        ) as has_financial_data,
        coalesce(
            changes.has_pupil_data,
            schools.has_pupil_data
            or coalesce(
                changes.number_of_pupils,
                changes.number_of_pupils_headcount,
                changes.percent_fsm,
                changes.percent_sen,
                changes.percent_sen_with_support
            ) is not null
        ) as has_pupil_data,
        coalesce(
            changes.has_building_data,
            schools.has_building_data
            or coalesce(
                changes.total_internal_floor_area,
                changes.age_average_score,
                changes.building_average_year
            ) is not null
        ) as has_building_data
    from changes
    inner join schools
        on changes.base_run_id = schools.run_id
        and changes.urn = schools.urn
)

select * from final
