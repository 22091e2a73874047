-- one row per run, rule book, school and line of money: beside the set and the nation
{% set dimensions = ['actual', 'per_unit', 'of_income', 'of_expenditure'] %}
with

finances as (
    select * from {{ ref('int_benchmarking__finances_dimensioned') }}
),

members as (
    select
        run_id,
        comparator_method,
        urn,
        set_type,
        comparator_urn
    from {{ ref('int_benchmarking__set_members_counted') }}
),

{% for basis in ['Pupil', 'Building'] %}
{{ basis | lower }}_averages as (
    select
        {%- for line in reported_lines() if line.basis == basis %}
        {%- for dimension in dimensions %}
        avg(finances.{{ line.name }}__{{ dimension }})
            as {{ line.name }}__{{ dimension }},
        {%- endfor %}
        {%- endfor %}
        members.run_id,
        members.comparator_method,
        members.urn
    from members
    inner join finances
        on members.run_id = finances.run_id
        and members.comparator_urn = finances.urn
    where members.set_type = '{{ basis | lower }}'
    group by members.run_id, members.comparator_method, members.urn
),

{% endfor %}
-- a line on which a school spends nothing says nothing about what it costs elsewhere
national_averages as (
    select
        {%- for line in reported_lines() %}
        {%- for dimension in dimensions %}
        avg(nullif({{ line.name }}__{{ dimension }}, 0))
            as {{ line.name }}__{{ dimension }},
        {%- endfor %}
        {%- endfor %}
        run_id,
        finance_type,
        overall_phase
    from finances
    group by run_id, finance_type, overall_phase
),

targets as (
    select run_id, comparator_method, urn
    from members
    group by run_id, comparator_method, urn
),

side_by_side as (
    {% for line in reported_lines() %}
    select
        targets.run_id,
        targets.comparator_method,
        finances.finance_type,
        finances.overall_phase,
        '{{ line.name }}' as line_column,
        '{{ line.basis }}' as basis,
        {%- for dimension in dimensions %}
        finances.{{ line.name }}__{{ dimension }} as {{ dimension }},
        averages.{{ line.name }}__{{ dimension }} as set_{{ dimension }},
        national_averages.{{ line.name }}__{{ dimension }} as national_{{ dimension }},
        {%- endfor %}
        targets.urn
    from targets
    inner join finances
        on targets.run_id = finances.run_id
        and targets.urn = finances.urn
    left join {{ line.basis | lower }}_averages as averages
        on targets.run_id = averages.run_id
        and targets.comparator_method = averages.comparator_method
        and targets.urn = averages.urn
    inner join national_averages
        on finances.run_id = national_averages.run_id
        and finances.finance_type = national_averages.finance_type
        and finances.overall_phase = national_averages.overall_phase
    where finances.{{ line.name }}__actual is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

labels as (
    select line_column, line_group, category, line_name, line_order
    from {{ ref('report_lines') }}
),

-- pounds are shown whole and percentages with one decimal
final as (
    select
        side_by_side.run_id,
        side_by_side.comparator_method,
        side_by_side.finance_type,
        side_by_side.overall_phase,
        labels.line_group,
        labels.category,
        labels.line_name,
        side_by_side.basis,
        side_by_side.urn,
        labels.line_order,
        cast(side_by_side.actual as decimal(18, 0)) as actual,
        cast(side_by_side.per_unit as decimal(18, 0)) as per_unit,
        cast(side_by_side.of_income as decimal(18, 1)) as percent_of_income,
        cast(side_by_side.of_expenditure as decimal(18, 1)) as percent_of_expenditure,
        cast(side_by_side.set_actual as decimal(18, 0)) as set_actual,
        cast(side_by_side.set_per_unit as decimal(18, 0)) as set_per_unit,
        cast(side_by_side.set_of_income as decimal(18, 1)) as set_percent_of_income,
        cast(side_by_side.set_of_expenditure as decimal(18, 1))
            as set_percent_of_expenditure,
        cast(side_by_side.national_actual as decimal(18, 0)) as national_actual,
        cast(side_by_side.national_per_unit as decimal(18, 0)) as national_per_unit,
        cast(side_by_side.national_of_income as decimal(18, 1))
            as national_percent_of_income,
        cast(side_by_side.national_of_expenditure as decimal(18, 1))
            as national_percent_of_expenditure
    from side_by_side
    inner join labels
        on side_by_side.line_column = labels.line_column
)

select * from final
